"""What else is known of a ticket's matter: for the desk every client's tickets, for a client only its own."""

from collections.abc import Iterable

from bot.chat.cards import Button, Line, Note, Tone
from bot.domain.duplicates import (
    DeskDuplicate,
    ParentProposal,
    duplicates_for_client,
    duplicates_for_desk,
    propose_parent,
)
from bot.domain.sheets import TicketSheet
from bot.views.parts import button
from bot.words import Words

SHOWN = 3
"""Tickets that a card names one by one; the rest is counted."""


def desk_duplicates(sheet: TicketSheet, words: Words) -> tuple[Line, ...]:
    """The tickets with the same round or transaction that are not linked yet, and whether several are one matter."""
    found, proposal = _unlinked(sheet), _proposal(sheet)
    said = [_same(sheet, each, words) for each in found[:SHOWN]]
    if len(found) > SHOWN:
        said.append(words.say("duplicate/more", sheet.setting, count=len(found) - SHOWN))
    if proposal:
        facts = {"clients": proposal.clients, "game": proposal.game, "parent": proposal.parent}
        said.append(words.say("duplicate/parent", sheet.setting, **facts))
    return tuple(Line(markup, Tone.WARNING) for markup in said)


def duplicate_buttons(sheet: TicketSheet, words: Words) -> Iterable[Button]:
    """One click links the first of them, one makes the proposed ticket the parent."""
    ticket, setting = sheet.ticket, sheet.setting
    if found := _unlinked(sheet):
        yield button(words, setting, "link", "link", ticket.id, found[0].ticket)
    if _proposal(sheet):
        yield button(words, setting, "parent", "parent", ticket.id)


def family_notes(sheet: TicketSheet, words: Words) -> Iterable[str]:
    """Whose part the ticket is, and what is part of it."""
    links, setting = sheet.links, sheet.setting
    if links.parent:
        yield words.say("duplicate/child_of", setting, parent=links.parent)
    if links.children:
        yield words.say("duplicate/parent_of", setting, tickets=[f"#{each}" for each in links.children])


def client_duplicates(sheet: TicketSheet, words: Words) -> tuple[Note, ...]:
    """The same client's earlier tickets about the same; nothing else is looked at."""
    if sheet.elsewhere is None:
        return ()
    found = duplicates_for_client(sheet.elsewhere.own, sheet.elsewhere.others)
    earlier = list(dict.fromkeys(f"#{each.ticket}" for each in found if each.ticket < sheet.ticket.id))
    return (Note(words.say("duplicate/already", sheet.setting, tickets=earlier[:SHOWN])),) if earlier else ()


def _unlinked(sheet: TicketSheet) -> tuple[DeskDuplicate, ...]:
    """Each ticket once, by the first thing that it shares."""
    if sheet.elsewhere is None:
        return ()
    found = duplicates_for_desk(sheet.elsewhere.own, sheet.elsewhere.others)
    first = {each.ticket: each for each in reversed(found) if each.ticket not in sheet.links.tickets}
    return tuple(sorted(first.values(), key=lambda each: each.ticket))


def _proposal(sheet: TicketSheet) -> ParentProposal | None:
    if sheet.elsewhere is None or not sheet.ticket.is_open:
        return None
    rule = sheet.rules.duplicates
    return propose_parent(sheet.elsewhere.own, sheet.elsewhere.reports, rule.window, rule.clients)


def _same(sheet: TicketSheet, found: DeskDuplicate, words: Words) -> str:
    assert sheet.elsewhere is not None
    other = sheet.elsewhere.tickets[found.ticket]
    client = sheet.rules.clients.get(found.client)
    facts = {"other": other.id, "client": client.name if client else found.client, "status": other.status}
    if owner := sheet.name(other.owner):
        return words.say(f"duplicate/{found.same}", sheet.setting, **facts, owner=owner)
    return words.say(f"duplicate/{found.same}_unowned", sheet.setting, **facts)
