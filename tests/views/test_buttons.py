"""Every button that a card has stands for a command that there is, with words that it takes."""

from collections.abc import Iterator
from dataclasses import replace

from bot.chat.buttons import Seal
from bot.chat.cards import Button, Card
from bot.chat.forms import Form
from bot.domain.announcements import Letter
from bot.domain.decisions import Decision
from bot.domain.priority import Level
from bot.domain.sheets import Listing
from bot.domain.statuses import Status
from bot.domain.tickets import EscalationState
from bot.domain.words import DraftId, EntryId
from bot.parsing import parse_words
from bot.views.answers import form_button_card, listing_card, preview_card
from bot.views.intake import ask_card, panel_card, unbound_card
from bot.views.letters import draw_letter
from bot.views.ticket import client_card, desk_card, team_card
from bot.views.why import why_card
from commands import COMMANDS
from tests.views.builders import CATEGORY, NAMES, NOW, WORDS, entry, escalation, setting, sheet, ticket
from tests.views.test_letters import written

PAGE = Listing("backlog", (ticket(),), NAMES, page=1, pages=2, total=12)


def every_card() -> Iterator[Card]:
    """A card of each kind that has buttons, in each of its states."""
    for status in Status:
        told = sheet(ticket=ticket(status=status))
        yield from (client_card(told, WORDS), desk_card(told, WORDS))
    for state in EscalationState:
        yield team_card(sheet(), escalation(state=state), WORDS)
    for which in Letter:
        yield draw_letter(which, written(which), WORDS)
        yield draw_letter(which, written(which, entry=entry(deleted_at=NOW)), WORDS)
    yield listing_card(PAGE, setting(), WORDS, ("client=acme",))
    yield listing_card(replace(PAGE, what="mine"), setting(), WORDS)
    yield listing_card(replace(PAGE, what="find"), setting(), WORDS, ("stuck round",))
    yield preview_card(sheet(), "text", DraftId("d"), WORDS)
    yield form_button_card(Form(DraftId("d"), "t", "s", "c", ()), setting(), WORDS)
    yield ask_card(EntryId(7), setting(), WORDS)
    yield panel_card((CATEGORY,), setting(), WORDS)
    yield unbound_card(setting(), WORDS)
    yield why_card(sheet(), WORDS)
    yield why_card(sheet(ticket=ticket(decision=Decision(CATEGORY.key, Level.LOW, Level.HIGH))), WORDS)


def test_buttons_stand_for_commands() -> None:
    """No button leads nowhere, and each fits into a token."""
    commands, seal = {each.name: each for each in COMMANDS}, Seal(b"key")
    for card in every_card():
        for each in card.buttons:
            assert isinstance(each, Button)
            command = commands[each.press.command]
            given = parse_words(command.arguments, each.press.words)
            assert len(given) == len(each.press.words)
            assert seal.sign(each.press)
