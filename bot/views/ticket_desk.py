"""What the desk sees of a ticket."""

from bot.chat.buttons import Press
from bot.chat.cards import Button, Card, Fact, Facts, Line, Note, Tone
from bot.domain.clocks import Verdict
from bot.domain.plain_text import shorten
from bot.domain.sheets import TicketSheet
from bot.domain.statuses import Holder, Status, holder
from bot.domain.tickets import CancelledWhy, Escalation
from bot.views.clocks import clock_facts, standings
from bot.views.duplicates import desk_duplicates, duplicate_buttons, family_notes
from bot.views.evidence import evidence_facts, field_names, missing
from bot.views.first_look import first_look_lines
from bot.views.masking import covered_in_report, masked_note, unmask_button
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
from bot.views.why import decision_note, watched_by
from bot.words import Words, label

LATE = frozenset({Verdict.BREACHED, Verdict.MET_LATE})
NEAR = frozenset({Verdict.WARNING_75, Verdict.WARNING_90})


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
            *_next_looks(sheet, words),
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
    found = standings(sheet)
    if sheet.ticket.breached or found & LATE:
        return Tone.URGENT
    if sheet.ticket.status is Status.RESOLVED:
        return Tone.GOOD
    return Tone.WARNING if found & NEAR else Tone.NEUTRAL


def _desk_news(sheet: TicketSheet, words: Words) -> tuple[Line, ...]:
    ticket, setting = sheet.ticket, sheet.setting
    if ticket.status is Status.RESOLVED:
        return (Line(with_verdict(sheet, words, "ticket/desk/resolved")),)
    if ticket.unanswered_since:
        return (Line(words.say("ticket/desk/unanswered", setting, since=ticket.unanswered_since)),)
    return ()


def _desk_facts(sheet: TicketSheet, words: Words) -> tuple[Fact, ...]:
    ticket, setting = sheet.ticket, sheet.setting
    owner = literal(sheet.name(ticket.owner)) or _no_owner(sheet, words)
    return (
        fact(words, setting, "status", words.say(f"status/{ticket.status}", setting)),
        fact(words, setting, "holder", holder_name(sheet, words)),
        fact(words, setting, "owner", owner),
        *clock_facts(sheet, words),
    )


def _no_owner(sheet: TicketSheet, words: Words) -> str:
    if name := sheet.name(sheet.ticket.proposed):
        return words.say("why/proposed", sheet.setting, person=name)
    return words.say("ticket/desk/no_owner", sheet.setting)


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
        words.say("ticket/desk/files", setting, count=len(sheet.files)) if sheet.files else "",
        masked_note(covered_in_report(sheet), setting, words),
    ]
    if sheet.links.tickets:
        tickets = [f"#{each}" for each in sheet.links.tickets]
        notes.append(words.say("ticket/desk/linked", setting, tickets=tickets))
    notes += family_notes(sheet, words)
    notes += [decision_note(sheet, words), watched_by(sheet, words)]
    notes.append(words.say("ticket/desk/policy", setting, policy=ticket.policy))
    notes.append(words.say("ticket/desk/jump", setting, url=sheet.jump) if sheet.jump else "")
    return notes


def _next_looks(sheet: TicketSheet, words: Words) -> tuple[Line, ...]:
    """What to look at before anybody is asked, first where else the matter is known; nothing once it is solved."""
    if not sheet.ticket.is_open:
        return ()
    return (*desk_duplicates(sheet, words), *first_look_lines(sheet, words))


def _desk_buttons(sheet: TicketSheet, words: Words) -> tuple[Button, ...]:
    ticket, setting = sheet.ticket, sheet.setting
    if ticket.status is Status.RESOLVED:
        return tuple(button(words, setting, name, name, ticket.id) for name in ("reopen", "close"))
    take = () if ticket.owner else (button(words, setting, "take", "take", ticket.id, tone=Tone.GOOD),)
    look = ("look",) if sheet.first_look.checks else ()
    rest = ("need", "escalate", "priority", "update", "resolve", "dismiss")
    plain = (button(words, setting, name, name, ticket.id) for name in (*look, *rest))
    why = (button(words, setting, "why", "why", ticket.id),) if ticket.decision else ()
    clocks = Button(words.plain("button/clocks", setting), Press("sla", ("explain", str(ticket.id))))
    return (*take, *duplicate_buttons(sheet, words), *plain, *why, *unmask_button(sheet, words), clocks)


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
