"""`policies`: an ordered list; the first that matches a ticket says what we promise."""

from typing import Self

from pydantic import Field, model_validator

from bot.desk.durations import TargetSpan
from bot.desk.faults import complain
from bot.desk.section import Section
from bot.desk.values import AnyPriority, AnyType, CalendarRef, CategoryRef, Key, LadderRef, TierRef
from bot.domain.policies import Policy, Promise, Span, Target


class MatchModel(Section):
    """What a ticket must be; a list that is not given matches everything."""

    tiers: list[TierRef] = Field(default_factory=list)
    priorities: list[AnyPriority] = Field(default_factory=list)
    categories: list[CategoryRef] = Field(default_factory=list)
    types: list[AnyType] = Field(default_factory=list)


class PolicyModel(Section):
    """The targets of the tickets that match; without `calendar` the client's own counts, and a team's for the team.

    `progress` is how long a team that has it may say nothing, `update` how often the client hears of it (`slow_update`
    while a change or problem is awaited), `relay` how long a provider's answer may take to the client, `waiting_client`
    how long we wait for the client. What is left out is not promised.
    """

    key: Key
    match: MatchModel = MatchModel()
    calendar: CalendarRef | None = None
    acknowledgement: TargetSpan | None = None
    progress: TargetSpan | None = None
    first_response: TargetSpan
    next_response: TargetSpan | None = None
    update: TargetSpan | None = None
    slow_update: TargetSpan | None = None
    relay: TargetSpan | None = None
    resolution: TargetSpan
    waiting_client: TargetSpan | None = None
    provider_pauses: bool = False
    ladder: LadderRef | None = None

    @model_validator(mode="after")
    def _answers_before_it_resolves(self) -> Self:
        answer, end = self.first_response, self.resolution
        if answer.working_days == end.working_days and answer.time > end.time:
            complain("The first response is promised later than the resolution.")
        return self

    @model_validator(mode="after")
    def _has_a_grid(self) -> Self:
        if any(span is not None and span == Span() for span in (self.update, self.slow_update)):
            complain("Updates every 0 minutes are no cadence; leave it out to promise none.")
        if self.slow_update and not self.update:
            complain("`slow_update` takes the place of `update`, which is not there.")
        quick, slow = self.update, self.slow_update
        if quick and slow and (quick.working_days, quick.time) > (slow.working_days, slow.time):
            complain("While a change is awaited, updates come more often (`slow_update`) than otherwise (`update`).")
        return self

    def build(self) -> Policy:
        """The policy with a target per promise."""
        spans: dict[Promise, Span | None] = {promise: getattr(self, promise.value) for promise in Promise}
        return Policy(
            key=self.key,
            targets={promise: Target(span, self.calendar) for promise, span in spans.items() if span is not None},
            tiers=frozenset(self.match.tiers),
            priorities=frozenset(self.match.priorities),
            categories=frozenset(self.match.categories),
            types=frozenset(self.match.types),
            provider_pauses=self.provider_pauses,
            ladder=self.ladder,
        )
