"""What a team sees of a ticket that was escalated to it."""

from bot.chat.cards import Button, Card, Facts, Line, Note, Quote, Tone
from bot.domain.plain_text import shorten
from bot.domain.sheets import TicketSheet
from bot.domain.tickets import Escalation, EscalationState
from bot.views.clocks import team_clock_facts
from bot.views.evidence import plain_facts
from bot.views.parts import (
    LINE,
    button,
    calls_of,
    lines,
    quiet_message,
    quote,
    staff_title,
    team_name,
)
from bot.words import Words

QUOTED = 300


def team_card(sheet: TicketSheet, escalation: Escalation, words: Words) -> Card:
    """What a team needs to begin: what is asked and why, what is known, and who is called."""
    ticket, setting = sheet.ticket, sheet.setting
    team = team_name(sheet.rules, escalation.team)
    if ticket.is_ended or not escalation.is_open:
        return _team_ended(sheet, escalation, words)
    evidence, clocks = plain_facts(sheet), team_clock_facts(sheet, escalation.id, words)
    return Card(
        summary=words.plain("ticket/team/summary", setting, id=ticket.id, team=team, title=shorten(ticket.title, LINE)),
        title=staff_title(sheet, words, "ticket/team/title"),
        tone=Tone.WARNING if escalation.state is EscalationState.CALLING else Tone.NEUTRAL,
        parts=(
            Line(_team_news(sheet, escalation, words)),
            *lines([words.say("ticket/team/why", setting, why=escalation.why)] if escalation.why else []),
            *_team_quote(sheet, words),
            *((Facts(clocks),) if clocks else ()),
            *((Facts(evidence),) if evidence else ()),
            *((Note(words.say("ticket/desk/jump", setting, url=sheet.jump)),) if sheet.jump else ()),
        ),
        buttons=_team_buttons(sheet, escalation, words),
    )


def _team_quote(sheet: TicketSheet, words: Words) -> tuple[Quote | Line, ...]:
    return tuple(quote(sheet, entry, words, QUOTED) for entry in sheet.report[:1])


def _team_news(sheet: TicketSheet, escalation: Escalation, words: Words) -> str:
    setting = sheet.setting
    if escalation.state is EscalationState.ACKNOWLEDGED:
        person, at = sheet.name(escalation.assignee), escalation.acknowledged_at or escalation.called_at
        return words.say("ticket/team/acknowledged", setting, person=person, at=at)
    asker, called = sheet.name(escalation.by), calls_of({each: sheet.name(each) for each in escalation.called})
    if called:
        return words.say("ticket/team/asked_called", setting, calls=called, person=asker)
    return words.say("ticket/team/asked", setting, person=asker, team=team_name(sheet.rules, escalation.team))


def _team_buttons(sheet: TicketSheet, escalation: Escalation, words: Words) -> tuple[Button, ...]:
    setting, given = sheet.setting, (sheet.ticket.id, escalation.team)
    rest = (
        button(words, setting, "decline", "decline", *given),
        button(words, setting, "pass_on", "pass", *given),
    )
    if escalation.state is EscalationState.ACKNOWLEDGED:
        return rest
    return (button(words, setting, "ack", "ack", *given, tone=Tone.GOOD), *rest)


def _team_ended(sheet: TicketSheet, escalation: Escalation, words: Words) -> Card:
    setting, ticket = sheet.setting, sheet.ticket
    match escalation.state:
        case EscalationState.RETURNED:
            answer = shorten(escalation.answer, LINE)
            return quiet_message(words, setting, "ticket/team/returned", id=ticket.id, answer=answer)
        case EscalationState.PASSED_ON:
            team = team_name(sheet.rules, escalation.team)
            return quiet_message(words, setting, "ticket/team/passed_on", id=ticket.id, team=team)
        case _:
            return quiet_message(words, setting, "ticket/team/ended", id=ticket.id, title=shorten(ticket.title, LINE))
