"""Clocks in words: how each stands for the desk, and what the client may expect."""

from bot.chat.cards import Fact
from bot.domain.calendars import is_open, next_opening
from bot.domain.clocks import BREACH, Clock, ClockKind, Verdict, judge
from bot.domain.sheets import TicketSheet
from bot.views.parts import fact
from bot.words import Words

_LABELS = {ClockKind.FIRST_RESPONSE: "first_answer", ClockKind.RESOLUTION: "resolution"}


def clock_facts(sheet: TicketSheet, words: Words) -> tuple[Fact, ...]:
    """How each clock of the ticket stands."""
    return tuple(
        fact(words, sheet.setting, _LABELS[kind], standing(sheet, sheet.clocks[kind], words))
        for kind in _LABELS
        if kind in sheet.clocks
    )


def standing_of(sheet: TicketSheet, kind: ClockKind) -> Verdict | None:
    """How a clock stands now, None when it never started."""
    return judge(sheet.clocks[kind], sheet.setting.now) if kind in sheet.clocks else None


def standing(sheet: TicketSheet, clock: Clock, words: Words) -> str:
    """How a clock stands now, in words."""
    setting = sheet.setting
    match judge(clock, setting.now):
        case Verdict.ON_TIME:
            return words.say("ticket/desk/due", setting, due=clock.due_at)
        case Verdict.WARNING_75 | Verdict.WARNING_90:
            return words.say("ticket/desk/due_soon", setting, due=clock.due_at, percent=percent(sheet, clock))
        case Verdict.PAUSED:
            whom = clock.paused_by.removeprefix("waiting_") if clock.paused_by else "change"
            return words.say("ticket/desk/paused", setting, whom=whom)
        case Verdict.BREACHED:
            return words.say("ticket/desk/breached", setting, since=clock.breach(setting.now))
        case Verdict.MET:
            return words.say("ticket/desk/met", setting, at=clock.ended_at)
        case Verdict.MET_LATE:
            return words.say("ticket/desk/met_late", setting, at=clock.ended_at)
        case Verdict.CANCELLED:
            return words.say("ticket/desk/clock_cancelled", setting)


def percent(sheet: TicketSheet, clock: Clock) -> int:
    """How much of its target a clock has used, in whole per cent."""
    target = clock.target.duration
    return int(BREACH * clock.elapsed(sheet.setting.now) / target) if target else BREACH


def expectation(sheet: TicketSheet, words: Words) -> str:
    """What the client may expect before the first answer, in words that fit the hour."""
    setting, clock, owner = sheet.setting, sheet.clocks.get(ClockKind.FIRST_RESPONSE), sheet.name(sheet.ticket.owner)
    if clock is None or clock.due_at is None:
        return words.say("ticket/client/first_answer_unpromised", setting)
    if clock.breach(setting.now) is not None:
        return words.say("ticket/client/first_answer_late", setting)
    if owner:
        return words.say("ticket/client/owned_unanswered", setting, owner=owner, due=clock.due_at)
    calendar = clock.target.calendar
    if is_open(calendar, setting.now):
        return words.say("ticket/client/first_answer_open", setting, due=clock.due_at)
    opening = next_opening(calendar, setting.now)
    return words.say("ticket/client/first_answer_closed", setting, opening=opening, due=clock.due_at)
