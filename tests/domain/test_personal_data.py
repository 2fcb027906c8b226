"""Cards, accounts, documents, addresses, telephones and tokens are covered; ids, times and amounts never are."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.personal_data import PersonalKind, find_personal_data, mask, masked
from bot.domain.words import Language
from tests.domain.desk_words import EN, ES, PT, read
from tests.domain.personal_cases import HARMLESS, cards, cpfs, ibans, luhn_digit

CARD, IBAN, CPF = PersonalKind.CARD, PersonalKind.IBAN, PersonalKind.CPF
EMAIL, PHONE, TOKEN = PersonalKind.EMAIL, PersonalKind.PHONE, PersonalKind.TOKEN


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4111111111111111", "••••••••••••1111"),
        ("my card is 4111 1111 1111 1111.", "my card is •••• •••• •••• 1111."),
        ("cartão 5555-5555-5555-4444, rodada 99812-77", "cartão ••••-••••-••••-4444, rodada 99812-77"),
        ("tarjeta 3782 822463 10005 rechazada", "tarjeta •••• •••••• •0005 rechazada"),
        ("• 4111 1111 1111 1111\n•4111111111111111", "• •••• •••• •••• 1111\n•••••••••••••1111"),
        ("4111.1111.1111.1111", "••••.••••.••••.1111"),
        ("4111\u00a01111\u00a01111\u00a01111", "••••\u00a0••••\u00a0••••\u00a01111"),
        ("Visa 9999999999999995", "Visa ••••••••••••9995"),
        (
            "cartão de crédito do jogador: 41 11 11 11 11 11 11 11",
            "cartão de crédito do jogador: •• •• •• •• •• •• 11 11",
        ),
        ("cartão do cliente 4111111111111111", "cartão do cliente ••••••••••••1111"),
        ("tarjeta del jugador: 4111111111111111", "tarjeta del jugador: ••••••••••••1111"),
        ("cliente 4111 1111 1111 1111", "cliente •••• •••• •••• 1111"),
        ("99812 4111 1111 1111 1111 50 EUR", "99812 •••• •••• •••• 1111 50 EUR"),
        ("4111 1111 1111 1111 5555 5555 5555 4444", "•••• •••• •••• 1111 •••• •••• •••• 4444"),
        ("card_number=4111111111111111&x=1", "card_number=••••••••••••1111&x=1"),
        ('{"pan":"4111111111111111"}', '{"pan":"••••••••••••1111"}'),
    ],
)
def test_a_card_keeps_its_last_four_digits(text: str, shown: str) -> None:
    assert {found.kind for found in find_personal_data(text)} == {CARD}
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("IBAN ES91 2100 0418 4502 0005 1332", IBAN, "IBAN ES•• •••• •••• •••• •••• 1332"),
        ("conta GB82WEST12345698765432,", IBAN, "conta GB••••••••••••••••5432,"),
        ("iban: gb82 west 1234 5698 7654 32", IBAN, "iban: gb•• •••• •••• •••• ••54 32"),
        ("ES91 2100 0418 45 0200051332", IBAN, "ES•• •••• •••• •• ••••••1332"),
        ("PT50-0002-0123-1234-5678-9015-4", IBAN, "PT••-••••-••••-••••-••••-•015-4"),
        ("CPF 529.982.247-25", CPF, "CPF •••.•••.•••-25"),
        ("jogador 529.982.247-25 reclama", CPF, "jogador •••.•••.•••-25 reclama"),
        ("cpf do jogador: 52998224725", CPF, "cpf do jogador: •••••••••25"),
        ("chave pix 52998224725", CPF, "chave pix •••••••••25"),
        ("write to rosa@example.com", EMAIL, "write to r•••@e•••.com"),
        ("João.Silva+bet@empresa.com.br.", EMAIL, "J•••@e•••.br."),
        ("<mailto:ann@x.org|ann@x.org>", EMAIL, "<mailto:a•••@x•••.org|a•••@x•••.org>"),
        ("-joe99@mail.example.net", EMAIL, "-j•••@m•••.net"),
        ("player joe99@example.net lost it", EMAIL, "player j•••@e•••.net lost it"),
        ("ligue +55 11 91234-5678, rodada 99812-77", PHONE, "ligue +55 •• •••••-••78, rodada 99812-77"),
        ("+5511912345678", PHONE, "+55•••••••••78"),
        ("+34 612 345 678 99812-77", PHONE, "+34 ••• ••• •78 99812-77"),
        ("+44 (0)20 7946 0958", PHONE, "+44 (•)•• •••• ••58"),
        ("+1 (202) 555-0147", PHONE, "+1 (•••) •••-••47"),
        ("+39 06 1234 5678", PHONE, "+39 •• •••• ••78"),
        ("(11) 91234-5678", PHONE, "(••) •••••-••78"),
        ("(21) 3456-7890", PHONE, "(••) ••••-••90"),
        ("11 91234-5678", PHONE, "•• •••••-••78"),
        ("612 34 56 78", PHONE, "••• •• •• 78"),
        ("call 07700 900123", PHONE, "call ••••• ••••23"),
        ("020 7946 0958", PHONE, "••• •••• ••58"),
        ("tel: 612 345 678", PHONE, "tel: ••• ••• •78"),
        ("telefone do jogador: 11912345678", PHONE, "telefone do jogador: •••••••••78"),
        ("número de teléfono es 55 1234 5678", PHONE, "número de teléfono es •• •••• ••78"),
        ("tel: 612 345 678 (11) 91234-5678 99812", PHONE, "tel: ••• ••• •78 (••) •••••-••78 99812"),
        ("whatsapp 11 1234-5678", PHONE, "whatsapp •• ••••-••78"),
        ("https://wa.me/5511912345678", PHONE, "https://wa.me/•••••••••••78"),
        ("https://x.org/l?game=5&token=abc123&lang=pt", TOKEN, "https://x.org/l?game=5&token=•••&lang=pt"),
        ("x.org/l?sessionId=a-b_c.", TOKEN, "x.org/l?sessionId=•••."),
        ("<https://x.org/l?auth=9f&amp;sig=77|open>", TOKEN, "<https://x.org/l?auth=•••&amp;sig=•••|open>"),
        ("https://x.org/#access_token=ya29", TOKEN, "https://x.org/#access_token=•••"),
        ("?X-Amz-Signature=0a1b&part=2", TOKEN, "?X-Amz-Signature=•••&part=2"),
        ("u=https%3A%2F%2Fx%3Ftoken%3Dabc%26a%3D1", TOKEN, "u=https%3A%2F%2Fx%3Ftoken%3D•••%26a%3D1"),
        ("https://ann:pw1@x.org/a", TOKEN, "https://•••@x.org/a"),
        ("Authorization: Bearer abc.def-123", TOKEN, "Authorization: Bearer •••"),
        ("x eyJhbGciOi.eyJzdWIiOiIx.SflKx y", TOKEN, "x eyJ••• y"),
        ("xoxb-1234567890-abcdef", TOKEN, "xoxb-•••"),
        ("senha: abc123", TOKEN, "senha: •••"),
        ('{"token": "a1b2c3"}', TOKEN, '{"token": "•••"}'),
        ("contraseña = Sol2026", TOKEN, "contraseña = •••"),
        ("cvv: 123", TOKEN, "cvv: •••"),
    ],
)
def test_what_is_covered_keeps_what_helps(text: str, kind: PersonalKind, shown: str) -> None:
    assert {found.kind for found in find_personal_data(text)} == {kind}
    assert masked(text) == shown


@pytest.mark.parametrize("text", HARMLESS)
def test_ids_times_and_amounts_stay(text: str) -> None:
    assert find_personal_data(text) == ()
    assert masked(text) == text


def test_an_id_that_recognition_knows_stays() -> None:
    text = "Orbit: 4111111111111111 is stuck"
    assert masked(text) == "Orbit: ••••••••••••1111 is stuck"
    assert masked(text, [(7, 23)]) == text


def test_several_kinds_in_one_message() -> None:
    text = (
        "Rosa (rosa@example.com, CPF 529.982.247-25, +55 11 91234-5678) paid by 4111 1111 1111 1111, round 99812-77: "
        "https://x.org/l?token=t1"
    )
    assert [found.kind for found in find_personal_data(text)] == [EMAIL, CPF, PHONE, CARD, TOKEN]
    assert masked(text) == (
        "Rosa (r•••@e•••.com, CPF •••.•••.•••-25, +55 •• •••••-••78) paid by •••• •••• •••• 1111, round 99812-77: "
        "https://x.org/l?token=•••"
    )


AROUND = st.sampled_from(["", "card ", "o cartão é ", "paid with ", "tarjeta: ", "rodada 99812-77, ", "• ", "\n"])
AFTER = st.sampled_from(["", ".", " and round 99812-77", "\n50 EUR", ", obrigado", ")"])


@given(AROUND, cards(), AFTER)
def test_every_valid_card_is_found(before: str, card: str, after: str) -> None:
    text = before + card + after
    (found,) = find_personal_data(text)
    assert (found.kind, text[found.start : found.end]) == (CARD, card)
    shown = "".join(letter for letter in found.mask if letter.isdigit())
    assert shown == re.sub(r"\D", "", card)[-4:]


@given(AROUND, ibans(), AFTER)
def test_every_valid_iban_is_found(before: str, iban: str, after: str) -> None:
    text = before + iban + after
    (found,) = find_personal_data(text)
    assert (found.kind, text[found.start : found.end]) == (IBAN, iban)


@given(AROUND, cpfs(), AFTER)
def test_every_valid_cpf_is_found(before: str, cpf: str, after: str) -> None:
    text = before + cpf + after
    (found,) = find_personal_data(text)
    assert found.kind is CPF
    assert cpf.endswith(text[found.start : found.end])


@given(st.integers(13, 19), st.data())
def test_digits_that_fail_the_check_stay(length: int, data: st.DataObject) -> None:
    digits = data.draw(st.text("0123456789", min_size=length - 1, max_size=length - 1))
    wrong = data.draw(st.sampled_from("123456789"))
    text = digits + str((int(luhn_digit(digits)) + int(wrong)) % 10)
    assert masked(f"visa {text}") == f"visa {text}"
    assert masked(text) == text


PIECES = st.one_of(
    cards(),
    ibans(),
    cpfs(),
    st.sampled_from(["rosa@example.com", "+55 11 91234-5678", "(11) 91234-5678", "612 34 56 78", "tel: 612 345 678"]),
    st.sampled_from(["?token=a1&b=2", "senha: a1b2c3", "Bearer abc12345", "•", "••", "•••• 1111", "4111", "1111"]),
    st.sampled_from(["round 99812-77", "player 83921", "50 EUR", "12:31", "card", "tel", "cpf", "+55", "99", "tx"]),
    st.text("0123456789", min_size=1, max_size=6),
)
GLUE = st.sampled_from([" ", " ", "-", ".", ", ", "\n", "", "/", ": ", "  "])


@given(st.lists(st.tuples(PIECES, GLUE), max_size=8))
def test_what_is_masked_holds_nothing_more_to_mask(pieces: list[tuple[str, str]]) -> None:
    once = masked("".join(part + glue for part, glue in pieces))
    assert find_personal_data(once) == ()
    assert masked(once) == once


@given(st.text(max_size=200) | st.text("0123456789 -.+@•()=?&abES:/", max_size=120))
def test_no_text_breaks_the_search(text: str) -> None:
    found = find_personal_data(text)
    ends = [0, *(each.end for each in found)]
    assert all(each.start >= end for each, end in zip(found, ends, strict=False))
    assert masked(masked(text)) == masked(text)


@given(
    st.sampled_from(["round", "rodada", "ronda", "tx", "transaction", "transação", "session", "sesión", "player"]),
    st.sampled_from([" ", ": ", " id ", " #", " nº "]),
    st.text("0123456789", min_size=13, max_size=18) | st.from_regex(r"[A-Z]{2}[0-9]{20}", fullmatch=True),
)
def test_a_labelled_id_stays_even_when_its_digits_would_be_a_card(label: str, link: str, digits: str) -> None:
    text = f"{label}{link}{digits}{luhn_digit(digits) if digits.isdigit() else ''} is stuck, bet 50 EUR"
    assert masked(text) == text


REPORTS = (
    ("Player 83921: round 99812-77 on Book of Suns is stuck since 12:31, bet 50 EUR, nothing paid", EN),
    ("Jogador 0083921, a rodada 99812-77 travou no Book of Suns ontem às 14h, aposta de R$ 1.234,56", PT),
    ("ID do jogador: 0083921. Rodada nº 99812-77 travada (Book of Suns) ontem 14h, valor R$ 1.234,56", PT),
    ("Jugador 0083921: la ronda #99812-77 de Book of Suns atascada ayer a las 14h, apuesta 1.234,56 BRL", ES),
    ("rounds 99812-77, 99812-78 and 99812-79 of SWG; TX123456 and TX123457 were debited 10.00 EUR each", EN),
    ("rounds:\n- 123456789012\n- 123456789013\nPragmatica, session 4111111111111111, campaign id C-7", EN),
    ("usuario `0083921`, partida *99812-77*, operación pp-0a1b2c3d, hace 2 horas, 50 mil pesos", ES),
    ("SWG TX123456789012 | 99812-77 | 2026-11-22 12:31:05 UTC | -10.00 EUR", EN),
    ("id da transação: tx-99.1, id do pagamento 4000000000000002, pix de 1.500,00 BRL às 11:12", PT),
    *((text, EN) for text in HARMLESS),
)


@pytest.mark.parametrize(("text", "language"), REPORTS)
@pytest.mark.parametrize("extra", ["", " rosa@example.com", "\nCPF 529.982.247-25", " 4111 1111 1111 1111 ?token=a1"])
def test_what_recognition_finds_is_found_in_the_masked_text_too(text: str, language: Language, extra: str) -> None:
    before = read(text + extra, language)
    spans = [(found.start, found.end) for found in before.values if found.field.endswith("_id")]
    covered = masked(text + extra, spans)
    assert covered.startswith(text)
    after = read(covered, language)
    kept = [(found.field, found.value) for found in before.values if found.end <= len(text)]
    assert kept == [(found.field, found.value) for found in after.values if found.end <= len(text)]


HOSTILE = (
    *("9", "1 ", "4111 ", "4111 1111 1111 1111 ", "4111-", "12345678901234567 ", "a", "a.", "a@", "@", "a@a.", "a+"),
    *("joe@x.com ", "GB82 ", "GB11 ", "ES9121000418450200051332 ", "+55 ", "+55 11 91234-5678 ", "+1", "+", "(11) 9"),
    *("?token=", "&token=a", "?a", "eyJ", "eyJaaaaaa.", "Bearer ", "Bearer a", "tel: ", "tel 1", "tel: 1 2 3 4 "),
    *(
        "cpf ",
        "529.982.247-25 ",
        "123.",
        "card ",
        "visa 1 ",
        "cartao de ",
        "://a@",
        "://",
        "•",
        "• ",
        "•1",
        "password: ",
    ),
    *(
        "é1 ",
        "tx 4111111111111111 ",
        "4111111111111111 ",
        "round 4111111111111111, ",
        "player ",
        "xoxb-",
        "%3Ftoken%3D",
        "- ",
    ),
)


CARDS_AND_MORE = ("4111 1111 1111 1111 a@b.com +55 11 91234-5678 529.982.247-25 ?token=a1 ES9121000418450200051332\n",)
NEARLY = (
    *("4111111111111112 ", "4111 1111 1111 1112 ", "529.982.247-26 ", "ES9121000418450200051333 ", "+55 11 1234-5678 "),
    *(
        "x=1&y=2&",
        "a@b ",
        "visa 4111111111111112 ",
        "4111-1111 ",
        "4111 1111-",
        "3782 822463 10006 ",
        "tel: 12 ",
        "()-",
    ),
)
"""What is looked at closely, and is nothing."""


@pytest.mark.parametrize("unit", [*HOSTILE, *NEARLY])
def test_long_text_is_searched_in_linear_time(unit: str) -> None:
    """Under 10 ms for 40,000 characters on an idle machine, a few for most; twice that is let pass on a busy one."""
    text = unit * (40_000 // len(unit))
    taken = []
    for _ in range(5):  # the best of five, so that what else runs on the machine does not count
        start = time.thread_time()
        masked(text)
        taken.append(time.thread_time() - start)
    assert min(taken) < 0.02


@pytest.mark.parametrize("unit", [*HOSTILE, *NEARLY, *CARDS_AND_MORE])
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    """There is no quadratic case: four times the text takes at most some eight times as long."""
    took = []
    for length in (40_000, 160_000):
        text, best = unit * (length // len(unit)), 9.0
        for _ in range(3):
            start = time.thread_time()
            masked(text)
            best = min(best, time.thread_time() - start)
        took.append(best)
    assert took[1] < 8 * took[0] + 0.01, took


def test_a_list_of_hundreds_is_covered_whole_from_there_on() -> None:
    """One by one first, so that the desk sees what it is; nothing of the rest stays, and nothing before it is lost."""
    text = "round 99812-77 is stuck\n" + "\n".join(f"rosa{at}@example.com, 4111 1111 1111 1111" for at in range(2_000))
    found = mask(text)
    assert found.text.startswith("round 99812-77 is stuck\nr•••@e•••.com, •••• •••• •••• 1111\n")
    assert found.text.endswith("•••")
    assert "rosa" not in found.text
    assert find_personal_data(found.text) == ()
