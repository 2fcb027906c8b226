"""`policies`: an ordered list; the first that matches a ticket says what we promise."""

from typing import Self

from pydantic import Field, model_validator

from bot.desk.durations import TargetSpan
from bot.desk.faults import complain
from bot.desk.section import Section
from bot.desk.values import AnyPriority, AnyType, CalendarRef, CategoryRef, Key, LadderRef, TierRef
from bot.domain.policies import Policy, Promise, Target


class MatchModel(Section):
    """What a ticket must be; a list that is not given matches everything."""

    tiers: list[TierRef] = Field(default_factory=list)
    priorities: list[AnyPriority] = Field(default_factory=list)
    categories: list[CategoryRef] = Field(default_factory=list)
    types: list[AnyType] = Field(default_factory=list)


class PolicyModel(Section):
    """The targets of the tickets that match; without `calendar` the client's own counts."""

    key: Key
    match: MatchModel = MatchModel()
    calendar: CalendarRef | None = None
    acknowledgement: TargetSpan | None = None
    first_response: TargetSpan
    resolution: TargetSpan
    provider_pauses: bool = False
    ladder: LadderRef | None = None

    @model_validator(mode="after")
    def _answers_before_it_resolves(self) -> Self:
        answer, end = self.first_response, self.resolution
        if answer.working_days == end.working_days and answer.time > end.time:
            complain("The first response is promised later than the resolution.")
        return self

    def build(self) -> Policy:
        """The policy with a target per promise."""
        spans = {
            Promise.ACKNOWLEDGEMENT: self.acknowledgement,
            Promise.FIRST_RESPONSE: self.first_response,
            Promise.RESOLUTION: self.resolution,
        }
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
