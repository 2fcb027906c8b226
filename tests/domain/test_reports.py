"""What reports say in passing: forwarded mail, ranges of time, zones by place, and whose id it is."""

import time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.moments import Moment, find_moments
from bot.domain.pleasantries import is_pleasantry
from bot.domain.quoted import without_letterheads
from bot.domain.recognised import How
from bot.domain.words import Language
from tests.domain.desk_words import EN, ES, NOW, PT, read

MADRID = ZoneInfo("Europe/Madrid")


def times(text: str, language: Language) -> list[str]:
    """The instants in UTC that a text tells, written at NOW in Madrid."""
    told = (each.meant for each in find_moments(text, NOW, MADRID, language, ZoneInfo("Etc/GMT+4")))
    return [meant.utc.strftime("%d %H:%M") for meant in told if isinstance(meant, Moment)]


@pytest.mark.parametrize(
    ("text", "language", "instants"),
    [
        ("entre 18h e 20h de ontem", PT, ["21 17:00", "21 19:00"]),
        ("from 12:31-12:45", EN, ["22 11:31", "22 11:45"]),
        ("ayer 19:15 y 19:22", ES, ["21 18:15", "21 18:22"]),
        ("between 10:00 and 10:30 UTC", EN, ["22 10:00", "22 10:30"]),
        ("el sábado 21 a las 22:45", ES, ["21 21:45"]),
        ("no dia 20 às 14h", PT, ["20 13:00"]),
        ("03/11/2026 is long ago, 21/11 at 9:00 is not", EN, ["21 08:00"]),
        ("like 20 mins ago", EN, ["22 12:40"]),
        ("since like 20 mins", EN, ["22 12:40"]),
        ("hace como una hora y media", ES, ["22 11:30"]),
        ("há 1h30", PT, ["22 11:30"]),
        ("in the last 45 minutes", EN, ["22 12:15"]),
        ("desde 11h", PT, ["22 10:00"]),
        ("a las 6:00 hora de México", ES, ["22 12:00"]),
        ("7:30 (horário do provedor)", PT, ["22 11:30"]),
        ("7:30 (provider time, GMT-3)", EN, ["22 10:30"]),
        ("GMT-3 9:30", EN, ["22 12:30"]),
        ("at 1230 utc", EN, ["22 12:30"]),
        ("at 22.47 last night", EN, ["21 21:47"]),
        ("epoch 1795348800", EN, ["22 12:00"]),
        ("stuck since yesterday 18:00: two of them", EN, ["21 17:00"]),
        ("settled as 24", EN, []),
        ("bonus ends at midnight", EN, []),
        ("odds at 12.50", EN, []),
        ("it takes 14h, 20h or 30h more", EN, []),
        ("maintenance on 24/11 from 03:00 to 05:00", PT, []),
    ],
)
def test_times_in_running_text(text: str, language: Language, instants: list[str]) -> None:
    assert times(text, language) == instants


def test_when_a_mail_was_sent_is_not_when_it_happened() -> None:
    mail = "From: Ana <a@b.example>\nDate: Sun, 22 Nov 2026 at 10:55\nSubject: 12:00\n\nplayer 83921, 9:30"
    assert [each.value[11:16] for each in read(mail).all("happened_at")] == ["11:00", "08:30"]
    assert times(without_letterheads("On 22 Nov 2026 at 11:30, Joe wrote:\n> at 9:30 it froze"), EN) == ["22 08:30"]
    assert times(without_letterheads("[22/11/2026, 10:02:11] Ana: it was 9:30"), EN) == ["22 08:30"]


def test_a_date_that_no_header_surrounds_is_what_it_says() -> None:
    assert without_letterheads("Fecha: 22/11/2026 10:00") == "Fecha: 22/11/2026 10:00"


def test_an_id_says_whose_it_is() -> None:
    found = read("round 99812-77 is stuck")
    assert found.provider == "sunworks"
    assert [each.how for each in found.all("provider")] == [How.BY_ID]


@pytest.mark.parametrize(
    ("text", "field", "ids"),
    [
        ("withdrawal WD-551209 is pending", "transaction_id", ["WD-551209"]),
        ("saque nº 99120 parado", "transaction_id", ["99120"]),
        ("deposit 4410293847 missing", "transaction_id", ["4410293847"]),
        ("2 withdrawals stuck: WD-880123 (20 EUR), WD-880131", "transaction_id", ["WD-880123", "WD-880131"]),
        ("free rounds TX123456 are gone", "transaction_id", ["TX123456"]),
        ("deposit of 200 missing", "transaction_id", []),
        ("tx123456 was debited", "transaction_id", ["tx123456"]),
        ("acct. 1203 locked", "player_id", ["1203"]),
        ('{"player_id": "9911"}', "player_id", ["9911"]),
        ("player: TX123456", "transaction_id", ["TX123456"]),
        ("player on 22/11/2026", "player_id", []),
    ],
)
def test_ids_by_what_the_floor_calls_them(text: str, field: str, ids: list[str]) -> None:
    assert [each.value for each in read(text).all(field)] == ids


def test_a_dash_is_no_minus_but_where_the_amount_can_be_negative() -> None:
    assert [each.value for each in read("bet - 1.00 EUR").all("amount")] == ["1 EUR"]
    assert read("balance - 1.00 EUR").all("amount") == ()
    assert [each.value for each in read("balance -1.00 EUR").all("amount")] == ["-1 EUR"]


@pytest.mark.parametrize(
    "text",
    [
        "Many thanks for the swift resolution!",
        "thanks for fixing the login issue",
        "obrigado pela paciência e pela agilidade de sempre",
        "que tengan lindo finde!",
        "Thank you, it works like a charm now",
        "certo, vou avisar o jogador. obrigado",
        "perfect, you can close this one",
        "siii ahora anda joya",
    ],
)
def test_polite_sentences_may_have_words_of_their_own(text: str) -> None:
    assert is_pleasantry(text)


@pytest.mark.parametrize(
    "text",
    [
        "thanks for the reply player still waiting",
        "boa tarde jogador reclamando",
        "ok we have it again",
        "thanks, it's back",
        "works only on chrome",
        "funciona a veces",
        "thanks, now the other one",
        "thank you, let me know",
        "gracias, avisen cuando este",
        "obrigado, parou tudo",
        "all good except one",
        "ok lobby empty",
        "great another player stuck",
        "will update the wallet tonight",
        "thanks, reopen it",
    ],
)
def test_a_report_in_polite_words_is_a_report(text: str) -> None:
    assert not is_pleasantry(text)


@pytest.mark.parametrize(
    "unit", ["thanks for a ", "From: a\nDate: 1\n", "[1/1/26, 1:00] a: ", "On x", "> ", "have a day "]
)
def test_polite_and_forwarded_text_is_read_in_linear_time(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    start = time.thread_time()
    is_pleasantry(text[:240])
    without_letterheads(text)
    assert time.thread_time() - start < 0.25
