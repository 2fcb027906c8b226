"""What the client sees of its ticket."""

from bot.chat.cards import Card, Fact, Facts, Line, Note, Part, Tone
from bot.domain.sheets import TicketSheet
from bot.domain.statuses import Status, holder
from bot.domain.tickets import CancelledWhy
from bot.views.clocks import expectation
from bot.views.duplicates import client_duplicates
from bot.views.evidence import field_names, missing
from bot.views.parts import (
    REPORTS_SHOWN,
    button,
    category_name,
    fact,
    literal,
    quiet_message,
    quote,
    with_verdict,
)
from bot.words import Words


def client_card(sheet: TicketSheet, words: Words) -> Card:
    """What the client sees of its ticket: nothing that was not meant for it."""
    ticket, setting = sheet.ticket, sheet.setting
    if ticket.is_ended:
        return _client_ended(sheet, words)
    category = category_name(sheet.rules, ticket.category)
    title = words.plain("ticket/client/title", setting, id=ticket.id, category=category) if category else ""
    return Card(
        summary=words.plain("ticket/client/summary", setting, id=ticket.id, status=ticket.status),
        title=title or words.plain("ticket/client/untitled", setting, id=ticket.id),
        tone=Tone.GOOD if ticket.status is Status.RESOLVED else Tone.NEUTRAL,
        parts=(
            *_reports_by_form(sheet, words),
            Line(_client_news(sheet, words)),
            Facts(_client_facts(sheet, words)),
            *_client_missing(sheet, words),
            *client_duplicates(sheet, words),
        ),
        buttons=(button(words, setting, "fill", "fill", ticket.id),) if ticket.is_open and category else (),
    )


def _reports_by_form(sheet: TicketSheet, words: Words) -> tuple[Part, ...]:
    """What was reported by a form stands nowhere else in the client's channel."""
    return tuple(quote(sheet, entry, words) for entry in sheet.report[:REPORTS_SHOWN] if entry.source is None)


def _client_news(sheet: TicketSheet, words: Words) -> str:
    ticket, setting, owner = sheet.ticket, sheet.setting, sheet.name(sheet.ticket.owner)
    if ticket.status in (Status.WAITING_CLIENT, Status.WAITING_PROVIDER, Status.WAITING_CHANGE):
        return words.say(f"ticket/client/{ticket.status}", setting)
    if ticket.status is Status.RESOLVED:
        return with_verdict(sheet, words, "ticket/client/resolved")
    if ticket.first_answered_at is None:
        return expectation(sheet, words)
    return (
        words.say("ticket/client/working", setting, owner=owner)
        if owner
        else words.say("ticket/client/working_unowned", setting)
    )


def _client_facts(sheet: TicketSheet, words: Words) -> tuple[Fact, ...]:
    ticket, setting = sheet.ticket, sheet.setting
    facts = [
        fact(words, setting, "status", words.say(f"client_status/{ticket.status}", setting)),
        fact(words, setting, "holder", words.say(f"client_holder/{holder(ticket.status)}", setting)),
    ]
    if owner := sheet.name(ticket.owner):
        facts.append(fact(words, setting, "owner", literal(owner)))
    return tuple(facts)


def _client_missing(sheet: TicketSheet, words: Words) -> tuple[Note, ...]:
    wanted = missing(sheet) if sheet.ticket.is_open else ()
    fields = field_names(sheet, [each.key for each in wanted])
    return (Note(words.say("ticket/client/missing", sheet.setting, fields=fields)),) if fields else ()


def _client_ended(sheet: TicketSheet, words: Words) -> Card:
    ticket, setting = sheet.ticket, sheet.setting
    if ticket.cancelled_why is CancelledWhy.MERGED and ticket.merged_into:
        return quiet_message(words, setting, "ticket/client/merged", id=ticket.id, into=ticket.merged_into)
    if ticket.status is Status.CANCELLED:
        return quiet_message(words, setting, "ticket/client/cancelled")
    if ticket.verdict is None:
        return quiet_message(words, setting, "ticket/client/closed_plainly", id=ticket.id)
    return quiet_message(words, setting, "ticket/client/closed", id=ticket.id, verdict=ticket.verdict)
