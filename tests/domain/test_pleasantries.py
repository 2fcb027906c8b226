"""Thanks make no ticket, and a report is never taken for thanks."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pleasantries import is_pleasantry, looks_new
from tests.domain.desk_words import read


@pytest.mark.parametrize(
    "text",
    [
        "thanks!",
        "Thank you so much for your help!!",
        "thanks again",
        "Thanks Maria!",
        "ok 👍",
        "OK, got it, thanks",
        "perfect, all good now",
        "it works now, thank you",
        "it's working now 🎉",
        "Hello team, good morning",
        "hi, how are you?",
        "no problem",
        "great :thumbsup:",
        "+1",
        "thx <@U0123>",
        "lol",
        "100%",
        "obrigado, bom dia",
        "Obrigada pela ajuda, João",
        "muito obrigado pessoal",
        "valeuuu 🙏",
        "bom dia, tudo bem?",
        "resolvido, obrigado!",
        "já funcionou, valeu",
        "fico no aguardo, obrigada",
        "kkkkk",
        "rsrs",
        "gracias!!",
        "graciasss",
        "muchas gracias por la ayuda",
        "buenos días equipo",
        "listo, ya funciona, gracias",
        "vale, perfecto",
        "quedo atento, saludos",
        "jajaja",
        "no hay problema",
        "👍",
        "🙏🙏🏽❤️",
        "👨\u200d👩\u200d👧",
        "1️⃣",
        "!!!",
        "",
        "   \n\t",
        "\u200b",
    ],
)
def test_a_pleasantry_asks_for_nothing(text: str) -> None:
    assert is_pleasantry(text)


@pytest.mark.parametrize(
    "text",
    [
        "thanks, but it still fails",
        "ok and round 5 is stuck",
        "thanks, round 5",
        "ok 5",
        "hello, help",
        "hi, game down",
        "not good",
        "it does not work now",
        "any news?",
        "???",
        "ok?",
        "all good now?",
        "please",
        "thanks. Broken",
        "Bom dia. Travou",
        "bom dia, travou",
        "obrigado, mas não funcionou",
        "obrigado mas o jogador não recebeu",
        "não, obrigado, o saldo está errado",
        "bom dia, o jogo não abre",
        "ok, e o bônus?",
        "gracias, pero sigue igual",
        "hola, no abre el juego",
        "no funciona",
        "vale pero falta el pago",
        "buenos días, ronda atascada",
        "ya no funciona",
        "спасибо",
        "saldo",
        "thanks https://example.org/x",
        "ok " * 200 + "stuck",
        "ok " * 200,
    ],
)
def test_a_report_is_no_pleasantry(text: str) -> None:
    assert not is_pleasantry(text)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("round 99812-78 as well", True),
        ("jogador 5512 também", True),
        ("and Sunworks Gaming is slow", True),
        ("Book of Suns too", True),
        ("the balance is wrong", True),
        ("check 123456789012 for PP", True),
        ("here is the screenshot", False),
        ("it was at 12:31, 50 EUR", False),
        ("he is angry", False),
        ("thanks!", False),
    ],
)
def test_a_further_message_is_new_when_it_names_something_of_its_own(text: str, new: bool) -> None:
    assert looks_new(text, read(text)) is new


@given(
    st.text() | st.lists(st.sampled_from(["thanks", "ok", "Maria", "?", "5", "stuck", ",", "👍", "k"])).map(" ".join)
)
def test_no_text_breaks_the_filter(text: str) -> None:
    is_pleasantry(text)


@given(st.sampled_from(["thanks", "ok", "gracias", "bom dia", "👍"]), st.integers(0, 10**12))
def test_a_number_is_never_a_pleasantry(polite: str, number: int) -> None:
    assert not is_pleasantry(f"{polite} {number}")


@pytest.mark.parametrize("unit", ["ok ", "👍", "thanks", "<@", ":", "\u0301", "k", "a'"])
def test_long_text_is_judged_quickly(unit: str) -> None:
    text = unit * (262_144 // len(unit))
    start = time.process_time()
    is_pleasantry(text)
    assert time.process_time() - start < 0.25
