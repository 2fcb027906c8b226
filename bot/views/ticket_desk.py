"""What the desk sees of a ticket."""

from bot.chat.cards import Button, Card, Fact, Facts, Line, Note, Tone
from bot.domain.clocks import ClockKind, Verdict
from bot.domain.plain_text import shorten
from bot.domain.sheets import TicketSheet
from bot.domain.statuses import Holder, Status, holder
from bot.domain.tickets import CancelledWhy, Escalation
from bot.views.clocks import clock_facts, standing_of
from bot.views.evidence import evidence_facts, field_names, missing
from bot.views.parts import (
    LINE,
    REPORTS_SHOWN,
    button,
    fact,
    lines,
    literal,
    quiet_message,
    quote,
    staff_title,
    team_name,
    with_verdict,
)
from bot.words import Words, label

FIRST_LOOKS = 3
LATE = (Verdict.BREACHED, Verdict.MET_LATE)
NEAR = (Verdict.WARNING_75, Verdict.WARNING_90)


def desk_card(sheet: TicketSheet, words: Words) -> Card:
    """Everything that the desk works with: how it stands, what was reported, what is known, who was called."""
    ticket, setting = sheet.ticket, sheet.setting
    if ticket.is_ended:
        return _desk_ended(sheet, words)
    evidence = evidence_facts(sheet, words)
    return Card(
        summary=words.plain(
            "ticket/desk/summary",
            setting,
            id=ticket.id,
            client=sheet.client.name,
            status=ticket.status,
            title=shorten(ticket.title, LINE),
        ),
        title=staff_title(sheet, words, "ticket/desk/title"),
        tone=_desk_tone(sheet),
        parts=(
            *_desk_news(sheet, words),
            Facts(_desk_facts(sheet, words)),
            *(quote(sheet, entry, words) for entry in sheet.report[:REPORTS_SHOWN]),
            *((Facts(evidence),) if evidence else ()),
            *lines(_desk_missing(sheet, words), Tone.WARNING),
            *lines(_escalation(sheet, each, words) for each in sheet.escalations),
            *(Note(markup) for markup in _desk_notes(sheet, words) if markup),
        ),
        buttons=_desk_buttons(sheet, words),
    )


def _desk_tone(sheet: TicketSheet) -> Tone:
    standings = [standing_of(sheet, kind) for kind in ClockKind]
    if sheet.ticket.breached or any(each in LATE for each in standings):
        return Tone.URGENT
    if sheet.ticket.status is Status.RESOLVED:
        return Tone.GOOD
    return Tone.WARNING if any(each in NEAR for each in standings) else Tone.NEUTRAL


def _desk_news(sheet: TicketSheet, words: Words) -> tuple[Line, ...]:
    ticket, setting = sheet.ticket, sheet.setting
    if ticket.status is Status.RESOLVED:
        return (Line(with_verdict(sheet, words, "ticket/desk/resolved")),)
    if ticket.unanswered_since:
        return (Line(words.say("ticket/desk/unanswered", setting, since=ticket.unanswered_since)),)
    return ()


def _desk_facts(sheet: TicketSheet, words: Words) -> tuple[Fact, ...]:
    ticket, setting = sheet.ticket, sheet.setting
    owner = literal(sheet.name(ticket.owner)) or words.say("ticket/desk/no_owner", setting)
    return (
        fact(words, setting, "status", words.say(f"status/{ticket.status}", setting)),
        fact(words, setting, "holder", holder_name(sheet, words)),
        fact(words, setting, "owner", owner),
        *clock_facts(sheet, words),
    )


def holder_name(sheet: TicketSheet, words: Words) -> str:
    """Who has to move next, for the desk's eyes: the team by its name; the owner, or the desk, where no team has it."""
    ticket, setting = sheet.ticket, sheet.setting
    who = holder(ticket.status)
    if who is not Holder.TEAM:
        return words.say(f"holder/{who}", setting)
    if ticket.team:
        return literal(label(team_name(sheet.rules, ticket.team), setting))
    return literal(sheet.name(ticket.owner)) or words.say(f"holder/{Holder.US}", setting)


def _desk_missing(sheet: TicketSheet, words: Words) -> list[str]:
    fields = field_names(sheet, [each.key for each in missing(sheet)])
    return [words.say("ticket/desk/missing", sheet.setting, fields=fields)] if fields else []


def _escalation(sheet: TicketSheet, escalation: Escalation, words: Words) -> str:
    return words.say(
        f"ticket/desk/{escalation.state}",
        sheet.setting,
        team=team_name(sheet.rules, escalation.team),
        at=escalation.acknowledged_at or escalation.called_at,
        person=sheet.name(escalation.assignee),
        answer=shorten(escalation.answer, LINE),
    )


def _desk_notes(sheet: TicketSheet, words: Words) -> list[str]:
    ticket, setting = sheet.ticket, sheet.setting
    notes = [
        words.say("ticket/desk/waiting_until", setting, until=ticket.wait_until) if ticket.wait_until else "",
        words.say("ticket/desk/waiting_why", setting, why=shorten(ticket.wait_why, LINE)) if ticket.wait_why else "",
        *_first_looks(sheet, words),
        words.say("ticket/desk/files", setting, count=len(sheet.files)) if sheet.files else "",
    ]
    if sheet.linked:
        tickets = [f"#{each}" for each in sheet.linked]
        notes.append(words.say("ticket/desk/linked", setting, tickets=tickets))
    notes.append(words.say("ticket/desk/policy", setting, policy=ticket.policy))
    notes.append(words.say("ticket/desk/jump", setting, url=sheet.jump) if sheet.jump else "")
    return notes


def _first_looks(sheet: TicketSheet, words: Words) -> list[str]:
    """What to look at before asking anybody, while nobody has taken the ticket further."""
    category = sheet.rules.categories.get(sheet.ticket.category) if sheet.ticket.category else None
    if category is None or sheet.ticket.status not in (Status.NEW, Status.TRIAGE):
        return []
    looks = category.first_look[:FIRST_LOOKS]
    return [words.say("ticket/desk/first_look", sheet.setting, look=look) for look in looks]


def _desk_buttons(sheet: TicketSheet, words: Words) -> tuple[Button, ...]:
    ticket, setting = sheet.ticket, sheet.setting
    if ticket.status is Status.RESOLVED:
        return tuple(button(words, setting, name, name, ticket.id) for name in ("reopen", "close"))
    take = () if ticket.owner else (button(words, setting, "take", "take", ticket.id, tone=Tone.GOOD),)
    rest = ("need", "escalate", "priority", "update", "resolve", "dismiss")
    return (*take, *(button(words, setting, name, name, ticket.id) for name in rest))


def _desk_ended(sheet: TicketSheet, words: Words) -> Card:
    ticket, setting = sheet.ticket, sheet.setting
    facts: dict[str, object] = {"id": ticket.id, "client": sheet.client.name}
    if ticket.cancelled_why is CancelledWhy.MERGED and ticket.merged_into:
        return quiet_message(words, setting, "ticket/desk/merged", **facts, into=ticket.merged_into)
    facts["title"] = shorten(ticket.title, LINE)
    if ticket.status is Status.CANCELLED:
        return quiet_message(words, setting, "ticket/desk/cancelled", **facts)
    if ticket.verdict is None:
        return quiet_message(words, setting, "ticket/desk/closed_plainly", **facts)
    return quiet_message(words, setting, "ticket/desk/closed", **facts, verdict=ticket.verdict)
