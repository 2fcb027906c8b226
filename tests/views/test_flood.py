"""The card that counts what waits for the desk, and the line that is left of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.chat.cards import Tone
from bot.domain.floods import FloodEnd, FloodSheet
from bot.domain.priority import Priority
from bot.domain.words import ClientKey, Language
from bot.views.flood import flood_card, flood_end_card
from bot.words import from_to
from tests.views.builders import WORDS, presses, read, setting

AT = datetime(2026, 10, 13, 12, 20, tzinfo=UTC)
CLIENTS = ("Acme <b>", "Bravo", "Lucky7", "Nova", "Orion", "Pit", "Rex")
WAITING = {(ClientKey(name), Priority(5 - index % 3)): 70 - 10 * index for index, name in enumerate(CLIENTS)}
FLOOD = FloodSheet({**WAITING, (ClientKey("Rex"), Priority.P1): 1}, AT - timedelta(minutes=12), {})
END = FloodEnd(237, 0, AT - timedelta(minutes=18), AT + timedelta(minutes=1))


def test_a_flood_is_counted_by_severity_and_client() -> None:
    """Five clients by name, letter by letter; the button lists what nobody has looked at yet."""
    card = flood_card(FLOOD, replace(setting(), now=AT), WORDS)
    assert read(card) == (
        "= 281 more reports are waiting to be shown here =\n"
        "They come as fast as the platform takes them, the most severe first. "
        "The oldest has been waiting for 12 min.\n"
        "By priority: P1 1 · P3 70 · P4 90 · P5 120\n"
        "By client: Acme <b> 70 · Bravo 60 · Lucky7 50 · Nova 40 · Orion 30 · 31 of other clients\n"
        "(As of today 14:20 CEST)\n"
        "[Show them]"
    )
    assert presses(card) == {"Show them": ("backlog", "status=new")}
    assert card.tone is Tone.WARNING
    assert "281 reportes" in read(flood_card(FLOOD, replace(setting(Language.ES), now=AT), WORDS))


def test_one_that_is_left_is_no_plural() -> None:
    """In the channel's language."""
    one = replace(FLOOD, waiting={(ClientKey("Nova"), Priority.P2): 1})
    assert flood_card(one, replace(setting(Language.PT_BR), now=AT), WORDS).title.startswith("Mais um relato espera")


def test_one_line_is_left_of_a_flood() -> None:
    """How many and when; what was given up is no secret."""
    card = flood_end_card(END, setting(), WORDS)
    assert read(card) == "All 237 reports that were waiting are shown now (Tue, Oct 13, 14:02–14:21 CEST)"
    assert card.buttons == ()
    lost = read(flood_end_card(replace(END, given_up=2), setting(), WORDS))
    assert lost.splitlines()[1].startswith("2 could not be shown")
    assert read(flood_end_card(replace(END, shown=0, given_up=1), setting(), WORDS)).startswith("One could not be")


def test_a_flood_over_midnight_and_one_in_which_clocks_change() -> None:
    """Both ends in full; one that lasted no minute has one end."""
    night = datetime(2026, 10, 13, 21, 50, tzinfo=UTC)
    assert from_to(night, night + timedelta(minutes=20), setting()) == (
        "Tue, Oct 13, 23:50 CEST – Wed, Oct 14, 00:10 CEST"
    )
    assert from_to(night, night + timedelta(seconds=9), setting()) == "Tue, Oct 13, 23:50 CEST"
    october = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    assert from_to(october, october + timedelta(minutes=20), setting()) == (
        "Sun, Oct 25, 02:50 CEST – Sun, Oct 25, 02:10 CET"
    )
