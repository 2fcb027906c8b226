"""What is said before there is a ticket."""

import pytest

from bot.domain.clients import ChannelBinding, ChannelKind, IntakeMode
from bot.domain.words import EntryId, Language
from bot.views.intake import (
    ask_card,
    cut_off_card,
    direct_card,
    greeting_card,
    panel_card,
    stopped_card,
    unbound_card,
)
from tests.views.builders import ACME_CHANNEL, CATEGORY, MADRID, MARIA, WORDS, presses, read, setting


def test_a_polite_question() -> None:
    """Asked of who wrote it, with two answers."""
    card = ask_card(EntryId(7), setting(), WORDS, {MARIA: "Maria"})
    assert read(card) == "@Maria Shall I open a ticket for this?\n[Open a ticket] [No, thanks]"
    assert presses(card) == {"Open a ticket": ("adopt", "7"), "No, thanks": ("ignore", "7")}


@pytest.mark.parametrize(
    ("kind", "mode", "says"),
    [
        (ChannelKind.CLIENT, IntakeMode.AUTO, "Write here what is wrong, and I make it a ticket"),
        (ChannelKind.CLIENT, IntakeMode.ASK, "I ask you whether to open a ticket"),
        (ChannelKind.CLIENT, IntakeMode.MANUAL, "Mention me when something is wrong"),
        (ChannelKind.DESK, IntakeMode.MANUAL, "Tickets come here as cards with buttons."),
    ],
)
def test_a_greeting_says_what_happens_here(kind: ChannelKind, mode: IntakeMode, says: str) -> None:
    """In the way in which the channel works."""
    binding = ChannelBinding(ACME_CHANNEL, kind, "acme", mode, Language.EN, MADRID)
    card = greeting_card(binding, setting(), WORDS)
    assert says in read(card)
    assert card.buttons == ()


def test_an_unbound_channel_is_offered_to_be_bound() -> None:
    """On greeting, and whenever somebody writes."""
    for card in (greeting_card(None, setting(), WORDS), unbound_card(setting(), WORDS)):
        assert presses(card) == {"Bind": ("bind",)}
        assert "belongs to nobody" in read(card)


def test_a_panel_has_a_button_per_category() -> None:
    """And one for what is in none of them."""
    card = panel_card((CATEGORY,), setting(Language.PT_BR), WORDS)
    assert presses(card) == {"Rodada": ("open", "game_round"), "Outra coisa": ("open",)}


def test_who_is_cut_off() -> None:
    """The clients by name, and the platform's own word for why, letter by letter."""
    text = read(cut_off_card(("Acme", "Beta"), "token_revoked <b>", setting(), WORDS))
    assert text.startswith("I can no longer reach Acme and Beta: token_revoked <b>.")
    assert read(cut_off_card((), "archived", setting(), WORDS)).startswith(
        "I can no longer write in one of the channels"
    )


def test_other_notices() -> None:
    """A direct message leads a client to its channel; a channel that is shared with strangers falls silent."""
    assert "#acme-support" in read(direct_card(("#acme-support",), setting(), WORDS))
    assert "another company" in read(stopped_card(setting(), WORDS))
    assert "A channel of Integrations is shared" in read(stopped_card(setting(), WORDS, "Integrations"))
