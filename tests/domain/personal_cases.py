"""Generated personal data, made without the product's own rules, and texts that hold none."""

from hypothesis import strategies as st

GROUPINGS = {13: ((13,),), 14: ((14,), (4, 6, 4)), 15: ((15,), (4, 6, 5)), 16: ((16,), (4, 4, 4, 4)), 19: ((19,),)}
PREFIXES = {
    13: ("4",),
    14: ("36", "300"),
    15: ("34", "37"),
    16: ("4", "51", "55", "2221", "2720", "6011", "65", "3528", "6062825", "5067"),
    19: ("4", "62"),
}
IBANS = {"GB": (2, 4, 14), "ES": (2, 0, 20), "DE": (2, 0, 18), "PT": (2, 0, 21), "MT": (2, 4, 23), "BR": (2, 0, 25)}
"""Check digits, letters of the bank, and what follows."""


def luhn_digit(digits: str) -> str:
    """The check digit after these, worked out from the right as on paper."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


@st.composite
def cards(draw: st.DrawFn) -> str:
    """A valid number of a known issuer, in one piece or in its groups."""
    length = draw(st.sampled_from(sorted(PREFIXES)))
    prefix = draw(st.sampled_from(PREFIXES[length]))
    rest = draw(st.text("0123456789", min_size=length - 1 - len(prefix), max_size=length - 1 - len(prefix)))
    digits = prefix + rest
    return in_groups(digits + luhn_digit(digits), draw(st.sampled_from(GROUPINGS[length])), draw(st.sampled_from(" -")))


def in_groups(digits: str, sizes: tuple[int, ...], mark: str) -> str:
    """The digits parted into groups of those sizes."""
    parts, at = [], 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    return mark.join(parts)


@st.composite
def ibans(draw: st.DrawFn) -> str:
    """A valid IBAN, in one piece or in groups of four."""
    country = draw(st.sampled_from(sorted(IBANS)))
    _, letters, digits = IBANS[country]
    bank = draw(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=letters, max_size=letters))
    account = bank + draw(st.text("0123456789", min_size=digits, max_size=digits))
    value = 0
    for letter in f"{account}{country}00":
        number = int(letter, 36)
        value = (value * (100 if number > 9 else 10) + number) % 97
    whole = f"{country}{98 - value:02d}{account}"
    if draw(st.booleans()):
        return whole
    return " ".join(whole[at : at + 4] for at in range(0, len(whole), 4))


@st.composite
def cpfs(draw: st.DrawFn) -> str:
    """Eleven digits with right check digits, as people in Brazil write them."""
    nine = [int(digit) for digit in draw(st.text("0123456789", min_size=9, max_size=9))]
    if len(set(nine)) == 1:
        nine[0] = (nine[0] + 1) % 10
    first = sum(digit * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    nine.append(0 if first < 2 else 11 - first)
    second = sum(digit * weight for digit, weight in zip(nine, range(11, 1, -1), strict=True)) % 11
    nine.append(0 if second < 2 else 11 - second)
    text = "".join(map(str, nine))
    written = f"{text[:3]}.{text[3:6]}.{text[6:9]}-{text[9:]}"
    return draw(st.sampled_from([written, f"CPF {text}", f"cpf: {text}", f"chave pix {text}"]))


HARMLESS = (
    "Player 83921: round 99812-77 on Book of Suns is stuck since 12:31, bet 50 EUR, nothing paid",
    "rounds 4111111111111111, 4111111111111129 and 4111111111111137 did not pay",
    "tx 4111111111111111 was debited twice, rodada 5500000000000004, ronda #340000000000009",
    "transação: 4111111111111111 · id da aposta 4000000000000002",
    "id de la transacción 5555555555554444 / sesión 378282246310005",
    "ref 4111111111111111, pedido nº 4111111111111111, NSU: 4111111111111111",
    "bet 4111111111111111 10.00 / win 4111111111111111 25.00 / rollback 5555555555554444",
    "id do pagamento E00416968202612011412abc, pix de R$ 1.500,00 hoje 11:12",
    "round 9f3c11ab20e47d56, table 12, pit_771204, OL-12345678901234, APT-0123456789AB, RFT200938441122",
    "2026-11-22T14:05:33.123456+00:00 1732312345678 1732312345678901 +0200 UTC+02:00 12:31-12:45",
    "won 1 234 567,00 EUR, +10 000 000 EUR, +612345678 EUR, 612 345 678 COP, R$ 1.234.567,89",
    "balance 900.00 -> 850.00 (-50.00), 4111 1111 1111 1112 is no card",
    "<@U0ANA> <@910000000000000001> <#4111111111111111> <!subteam^S0INTEG>",
    "https://play.example.org/launch?game=42&lang=pt&currency=BRL#top",
    "https://pit.example.org/rounds/4111111111111111/history",
    "the token has expired; token: expired; password: wrong; Basic authentication fails; bearer of news",
    "call me @ 5, meet @acme.com, a@b, 3.5x @ 2.0",
    "conta 52998224725 travou; player 39053344705",
    "CNPJ 11.222.333/0001-81",
    "10 20 30 40 50 60 70 80 90 100 and 1.2.3.4, v10.0.19045.5131",
    "Visa deposit of 50 EUR, amex 12 EUR, debit of 100.00, elo 1500",
    "telefone travou às 12:31; mobile 60011-21; no celular, rodada 99812-77; phone 2026-11-22",
    "11 91234-567, 99812-77 99812-78, 0161 is a table, (11) 9123-456",
    "ES00 is a seat, GB82 is a row, DE89 3704 0044 0532 0130 01",
)
"""Nothing in these is personal; all of it is needed."""
