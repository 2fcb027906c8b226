"""`ladders`: who is called when nobody acknowledges."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.desk.durations import Elapsed
from bot.desk.faults import complain
from bot.desk.section import Section
from bot.desk.values import LadderRef, PersonRef, TeamRef, one_of
from bot.domain.ladders import Ladder, Step, Whom


class StepModel(Section):
    """After so long, call somebody; `team` may name another team than the escalated one."""

    after: Elapsed
    call: Annotated[Whom, one_of(Whom, "whom to call")]
    person: PersonRef | None = None
    team: TeamRef | None = None

    @model_validator(mode="after")
    def _names_whom_it_calls(self) -> Self:
        if (self.call is Whom.PERSON) != (self.person is not None):
            complain("`call: person` and `person: <key>` go together.")
        if self.team and self.call in (Whom.PERSON, Whom.COORDINATORS):
            complain(f"`team` does not go with `call: {self.call}`.")
        return self


class LadderModel(Section):
    """Steps by rising time; `then` names a ladder that goes on after the last step, its times counted from there."""

    steps: Annotated[list[StepModel], Field(min_length=1, max_length=20)]
    then: LadderRef | None = None

    @model_validator(mode="after")
    def _rises(self) -> Self:
        times = [step.after for step in self.steps]
        if times != sorted(set(times)):
            complain("The steps of a ladder come one after the other: each `after` is longer than the one before.")
        return self


def build_ladder(key: str, models: Mapping[str, LadderModel]) -> Ladder:
    """The ladder with those that follow it joined on; the checks have made sure that none follows itself."""
    steps: list[Step] = []
    following: str | None = key
    while following:
        model = models[following]
        base = steps[-1].after if steps else timedelta()
        steps.extend(Step(base + each.after, each.call, each.person, each.team) for each in model.steps)
        following = model.then
    return Ladder(key, tuple(steps))
