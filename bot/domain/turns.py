"""Whose turn it is to own a ticket: round robin among those on duty, who has least before who has more."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.domain.duty import UNCHANGED, Changes, DutyReason, who_is_on_duty
from bot.domain.people import Away, PersonKey
from bot.domain.teams import DeskRoom, Team
from bot.domain.words import PersonId

_PLANNED = (DutyReason.OVERRIDE, DutyReason.SHIFT, DutyReason.NEXT_IN_SHIFT)


def those_on_duty(room: Team | DeskRoom, at: datetime, changes: Changes = UNCHANGED) -> tuple[PersonKey, ...]:
    """Everybody who is on duty at that instant, in the order in which they would be called; never who only steps in."""
    found: list[PersonKey] = []
    away = dict(changes.away)
    while True:
        without = Changes(changes.overrides, away, changes.accounts)
        duty = who_is_on_duty(room, at, without)
        if duty.person is None or duty.reason not in _PLANNED:
            return tuple(found)
        found.append(duty.person)
        away[duty.person] = (Away(at, at + timedelta(microseconds=1)),)


def whose_turn(
    people: Sequence[PersonId], open_work: Mapping[PersonId, int], last_turn: Mapping[PersonId, int]
) -> PersonId | None:
    """The one with the fewest open tickets; of equals who has not had a turn for longest; of equals the first."""
    return min(people, key=lambda each: (open_work.get(each, 0), last_turn.get(each, 0)), default=None)
