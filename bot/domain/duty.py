"""Who is on duty: what was changed from chat, the rotation, the shifts, and who steps in; one answer for all who ask.

Instants are aware and leave in UTC.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.people import Away, PersonKey
from bot.domain.teams import DeskRoom, Team

DESK = ""
"""The desk's own key where teams have theirs."""


class DutyReason(StrEnum):
    """Why somebody is the one to call."""

    OVERRIDE = "override"
    SHIFT = "shift"
    NEXT_IN_SHIFT = "next_in_shift"
    CATCH_ALL = "catch_all"
    LEAD = "lead"
    MEMBER = "member"
    NOBODY = "nobody"


class Gone(StrEnum):
    """Why somebody cannot be called."""

    AWAY = "away"
    DEACTIVATED = "deactivated"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Skipped:
    """Somebody who is passed over, and until when if that is known."""

    person: PersonKey
    why: Gone
    until: datetime | None = None


@dataclass(frozen=True)
class Override:
    """Somebody is on duty from `start` to before `end`, whatever is planned."""

    person: PersonKey
    start: datetime
    end: datetime

    def covers(self, at: datetime) -> bool:
        """Whether it holds at that instant."""
        return self.start <= at < self.end


@dataclass(frozen=True)
class Changes:
    """What chat and platforms know beside desk.yaml.

    `overrides` by room, of several at one instant the last made wins; `accounts` says for each person on which
    platforms they have one and whether it is alive. Somebody who is not in it is taken to be there.
    """

    overrides: Mapping[str, tuple[Override, ...]] = field(default_factory=dict)
    away: Mapping[PersonKey, tuple[Away, ...]] = field(default_factory=dict)
    accounts: Mapping[PersonKey, Mapping[str, bool]] = field(default_factory=dict)


UNCHANGED = Changes()


@dataclass(frozen=True)
class OnDuty:
    """Whom to call and why, and who was passed over; nobody only when everybody is gone, or nobody is named at all."""

    person: PersonKey | None
    reason: DutyReason
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True)
class DutyShift:
    """One person's time on duty, from `start` to before `end`."""

    start: datetime
    end: datetime
    person: PersonKey | None
    reason: DutyReason


def key_of(room: Team | DeskRoom) -> str:
    """How a room is called among changes and rows."""
    return room.key if isinstance(room, Team) else DESK


def belongs(room: Team | DeskRoom, person: PersonKey) -> bool:
    """Whether somebody is the room's: a member, its lead, or named in one of its plans."""
    planned = {each for layer in room.duty.shifts for each in layer.people}
    rotating = room.duty.rotation.people if room.duty.rotation else frozenset()
    return person in planned | rotating | {*room.members, room.lead}


def who_is_on_duty(room: Team | DeskRoom, at: datetime, changes: Changes = UNCHANGED) -> OnDuty:
    """The first present of: overrides, the rotation's layers, the shifts, its catch-all, the lead, any member."""
    platform = room.channel.platform if room.channel else ""
    skipped: dict[PersonKey, Skipped] = {}
    for person, reason in _candidates(room, at, changes):
        if person in skipped:
            continue
        found = absence(person, room.duty.away.get(person, ()), at, changes, platform)
        if found is None:
            return OnDuty(person, reason, tuple(skipped.values()))
        skipped[person] = found
    return OnDuty(None, DutyReason.NOBODY, tuple(skipped.values()))


def on_duty(room: Team | DeskRoom, at: datetime, changes: Changes = UNCHANGED) -> PersonKey | None:
    """Whom to call at that instant, None when nobody is there."""
    return who_is_on_duty(room, at, changes).person


def absence(
    person: PersonKey, planned: tuple[Away, ...], at: datetime, changes: Changes, platform: str
) -> Skipped | None:
    """Why somebody cannot be called on a platform at that instant (`planned` is desk.yaml's), None when they can.

    Without a platform only those who are away cannot.
    """
    spans = [each for each in (*planned, *changes.away.get(person, ())) if each.start <= at < each.end]
    if spans:
        return Skipped(person, Gone.AWAY, max(each.end for each in spans))
    accounts = changes.accounts.get(person)
    if accounts is None or not platform or accounts.get(platform):
        return None
    return Skipped(person, Gone.DEACTIVATED if platform in accounts else Gone.UNREACHABLE)


def shifts(room: Team | DeskRoom, begin: datetime, end: datetime, changes: Changes = UNCHANGED) -> list[DutyShift]:
    """Who is on duty from one instant to before another, without a gap; neighbours are different people."""
    edges = sorted({begin, *(each for each in _edges(room, begin, end, changes) if begin < each < end)})
    found: list[DutyShift] = []
    for start, finish in zip(edges, [*edges[1:], end], strict=True):
        duty = who_is_on_duty(room, start, changes)
        if found and found[-1].person == duty.person:
            found[-1] = DutyShift(found[-1].start, finish, duty.person, found[-1].reason)
        elif start < finish:
            found.append(DutyShift(start, finish, duty.person, duty.reason))
    return found


def _candidates(room: Team | DeskRoom, at: datetime, changes: Changes) -> Iterator[tuple[PersonKey, DutyReason]]:
    for override in reversed(changes.overrides.get(key_of(room), ())):
        if override.covers(at):
            yield override.person, DutyReason.OVERRIDE
    rotation = room.duty.rotation
    for layer in (*(reversed(rotation.layers) if rotation else ()), *room.duty.shifts):
        if layer.covers(at):
            for place, person in enumerate(layer.order_at(at)):
                yield person, DutyReason.NEXT_IN_SHIFT if place else DutyReason.SHIFT
    if rotation and rotation.catch_all:
        yield rotation.catch_all, DutyReason.CATCH_ALL
    if room.lead:
        yield room.lead, DutyReason.LEAD
    for person in room.members:
        yield person, DutyReason.MEMBER


def _edges(room: Team | DeskRoom, begin: datetime, end: datetime, changes: Changes) -> Iterator[datetime]:
    """Every instant at which another answer may begin."""
    for override in changes.overrides.get(key_of(room), ()):
        yield from (override.start, override.end)
    for spans in (*room.duty.away.values(), *changes.away.values()):
        for span in spans:
            yield from (span.start, span.end)
    for layer in (*(room.duty.rotation.layers if room.duty.rotation else ()), *room.duty.shifts):
        yield from layer.edges(begin, end)
