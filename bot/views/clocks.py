"""Clocks in words: how each stands for the desk, and what the client may expect."""

from itertools import islice

from bot.chat.cards import Fact
from bot.domain.calendars import is_open, next_opening
from bot.domain.clocks import BREACH, Clock, ClockKind, Verdict, judge
from bot.domain.every_clock import Timed
from bot.domain.sheets import TicketSheet
from bot.domain.timing import AGREED, by_urgency
from bot.domain.words import EscalationId
from bot.words import Words

ALWAYS = (ClockKind.FIRST_RESPONSE, ClockKind.RESOLUTION)
"""What everybody looks for first."""


def clock_facts(sheet: TicketSheet, words: Words) -> tuple[Fact, ...]:
    """How the first answer and the resolution stand, and of the other clocks the one that breaks next."""
    latest = sheet.timing.latest()
    others = by_urgency((timed, clock) for timed, clock in latest.items() if timed.kind not in ALWAYS)
    shown = [Timed(ClockKind.FIRST_RESPONSE), *(timed for timed, _ in islice(others, 1)), Timed(ClockKind.RESOLUTION)]
    return tuple(_fact(sheet, timed, latest[timed], words) for timed in shown if timed in latest)


def team_clock_facts(sheet: TicketSheet, escalation: EscalationId, words: Words) -> tuple[Fact, ...]:
    """What a team has agreed to and still has to keep, or has not kept."""
    clocks = [(timed, clock) for timed, clock in sheet.timing.latest().items() if timed.number == escalation]
    open_ = [(timed, clock) for timed, clock in clocks if timed.kind in AGREED and clock.outcome is None]
    return tuple(_fact(sheet, timed, clock, words) for timed, clock in open_)


def _fact(sheet: TicketSheet, timed: Timed, clock: Clock, words: Words) -> Fact:
    return Fact(words.plain(f"clock/{timed.kind}", sheet.setting), standing(sheet, clock, words))


def standings(sheet: TicketSheet) -> frozenset[Verdict]:
    """How the clocks of a ticket stand now."""
    return frozenset(judge(clock, sheet.setting.now) for clock in sheet.timing.latest().values())


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
    setting, clock, owner = sheet.setting, sheet.timing.of(ClockKind.FIRST_RESPONSE), sheet.name(sheet.ticket.owner)
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
