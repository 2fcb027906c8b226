"""The clocks of those who work for us: a team's agreement (OLA) per escalation, a provider's contract (UC) per check.

They wait and stop as the table of statuses says; a ticket that is resolved, closed or cancelled ends them for good.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import assert_never

from bot.domain.clock_course import Course, timeline
from bot.domain.clock_episodes import Episodes
from bot.domain.clock_history import (
    CheckEnded,
    CheckRetargeted,
    CheckSent,
    Escalated,
    EscalationEnded,
    EscalationRetargeted,
    HistoryFact,
    ProviderAnswered,
    ProviderAsked,
    ProviderFact,
    ProviderTold,
    StatusMoved,
    TeamAcknowledged,
    TeamFact,
    TeamNoted,
)
from bot.domain.clocks import Cancelled, Clock, ClockKind, Met, Target
from bot.domain.statuses import ENDS, RULES, ClockAct, Status


def _team_act(status: Status) -> ClockAct:
    return RULES[status].team


def _provider_act(status: Status) -> ClockAct:
    return RULES[status].provider


def acknowledgement_clocks(history: Iterable[HistoryFact]) -> Mapping[int, tuple[Clock, ...]]:
    """For each escalation the clock from the call until somebody of the team has it."""
    return {number: team.acknowledgement.clocks() for number, team in _teams(history).items()}


def progress_clocks(history: Iterable[HistoryFact]) -> Mapping[int, tuple[Clock, ...]]:
    """For each escalation the clocks from the acknowledgement to the first note, and from note to note (rule 11)."""
    return {number: team.progress.clocks() for number, team in _teams(history).items()}


def provider_clocks(history: Iterable[HistoryFact]) -> Mapping[int, tuple[Clock, ...]]:
    """For each check the clock from sending it to the provider's answer; it waits while the provider waits for us."""
    checks: dict[int, _Check] = {}
    course = Course(_provider_act)
    for at, fact in timeline(history):
        course.see(fact)
        if isinstance(fact, CheckSent):
            checks.setdefault(fact.check, _Check(course.copy()))
        for number, check in checks.items():
            check.course.see(fact)
            if isinstance(fact, ProviderFact) and fact.check == number:
                check.tell(at, fact)
            if isinstance(fact, StatusMoved) and fact.to in ENDS:
                check.over(at)
            check.clock.turn(at)
    return {number: check.clock.clocks() for number, check in checks.items()}


def _teams(history: Iterable[HistoryFact]) -> "dict[int, _Team]":
    teams: dict[int, _Team] = {}
    course = Course(_team_act)
    for at, fact in timeline(history):
        course.see(fact)
        if isinstance(fact, Escalated):
            teams.setdefault(fact.escalation, _Team(course))
        for number, team in teams.items():
            team.see(fact)
            if isinstance(fact, TeamFact) and fact.escalation == number:
                team.tell(at, fact)
            if isinstance(fact, StatusMoved) and fact.to in ENDS:
                team.over(at)
            team.acknowledgement.turn(at)
            team.progress.turn(at)
    return teams


class _Team:
    """One escalation: called, acknowledged, and then not forgotten."""

    def __init__(self, course: Course) -> None:
        self._courses = (course.copy(), course.copy())
        self.acknowledgement = Episodes(ClockKind.ACKNOWLEDGEMENT, self._courses[0])
        self.progress = Episodes(ClockKind.PROGRESS, self._courses[1])
        self._progress_target: Target | None = None
        self._called = self._has_it = self._over = False

    def see(self, fact: object) -> None:
        for course in self._courses:
            course.see(fact)

    def tell(self, at: datetime, fact: TeamFact) -> None:
        if self._over:
            return
        match fact:
            case Escalated(acknowledgement=target, progress=progress):
                if not self._called:
                    self._called, self._progress_target = True, progress
                    self.acknowledgement.start(at, target)
            case EscalationRetargeted(acknowledgement=target, progress=progress):
                self._progress_target = progress
                self.acknowledgement.retarget(at, target, wanted=not self._has_it)
                self.progress.retarget(at, progress, wanted=self._has_it)
            case TeamAcknowledged() | TeamNoted():
                self._worked(at, acknowledged=isinstance(fact, TeamAcknowledged))
            case EscalationEnded():
                self.over(at)
            case _:
                assert_never(fact)

    def _worked(self, at: datetime, *, acknowledged: bool) -> None:
        if acknowledged and not self._has_it:
            self._has_it = True
            self.acknowledgement.end(Met(at))
            self.progress.start(at, self._progress_target)
        elif not acknowledged and self._has_it:
            self.progress.end(Met(at))
            self.progress.start(at, self._progress_target)

    def over(self, at: datetime) -> None:
        self._over = True
        self.acknowledgement.end(Cancelled(at))
        self.progress.end(Cancelled(at))


class _Check:
    """One check: sent, perhaps asked back, answered."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.clock = Episodes(ClockKind.PROVIDER, course)
        self._sent = self._over = False

    def tell(self, at: datetime, fact: ProviderFact) -> None:
        if self._over:
            return
        match fact:
            case CheckSent(target=target):
                if not self._sent:
                    self._sent = True
                    self.clock.start(at, target)
            case CheckRetargeted(target=target):
                self.clock.retarget(at, target, wanted=True)
            case ProviderAsked():
                self.course.asked = True
            case ProviderTold():
                self.course.asked = False
            case ProviderAnswered():
                self._over = True
                self.clock.end(Met(at))
            case CheckEnded():
                self.over(at)
            case _:
                assert_never(fact)

    def over(self, at: datetime) -> None:
        self._over = True
        self.clock.end(Cancelled(at))
