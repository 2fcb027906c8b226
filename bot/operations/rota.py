"""Overrides and swaps from chat: offered, agreed to by whoever they concern, and taken back."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.duty import DutyShift, belongs, shifts
from bot.domain.duty_events import DutyDealt
from bot.domain.duty_spans import Span
from bot.domain.people import PersonKey
from bot.domain.permissions import COORDINATION, Actor
from bot.domain.teams import Team
from bot.domain.words import PersonId, Place, TeamKey
from bot.errors import UserError
from bot.store.duty import ASKED, STANDS, WITHDRAWN, DutyChange
from bot.store.posted import draw_anew
from bot.store.unit_of_work import UnitOfWork

TAKE, SWAP, IMPORTED = "take", "swap", "import"
REFUSED = "refused"
LONGEST = timedelta(days=92)
"""No override is longer, and so far ahead a shift to swap is looked for."""


@dataclass(frozen=True)
class Deal:
    """Overrides that stand or fall together; `relieved` are on duty without them."""

    id: str
    team: Team
    kind: str
    state: str
    by: PersonId | None
    changes: tuple[DutyChange, ...]
    relieved: tuple[PersonId, ...] = ()


async def offer_to_take(uow: UnitOfWork, team: TeamKey, span: Span, actor: Actor) -> Deal:
    """Prepare an override by which the actor is on duty; without an end until the shift of then is over."""
    room, person = uow.rules.teams[team], await _own_key(uow, team, actor)
    end = span.end or await _end_of_shift(uow, room, span.start)
    _must_fit(span.start, end, uow.now)
    return await _offer(uow, room, TAKE, actor, [(person, span.start, end)])


async def offer_to_swap(uow: UnitOfWork, team: TeamKey, span: Span, other: PersonId, actor: Actor) -> Deal:
    """Prepare that another person has the actor's shifts of that time, and the actor as long of their next ones."""
    room, mine = uow.rules.teams[team], await _own_key(uow, team, actor)
    theirs = await uow.duty.key_of(other)
    if theirs is None or theirs == mine or not belongs(room, theirs):
        raise UserError("not_of_team", team=room.name)
    end = span.end or await _end_of_shift(uow, room, span.start)
    _must_fit(span.start, end, uow.now)
    given = [each for each in await planned(uow, room, span.start, end) if each.person == mine]
    if not given:
        raise UserError("no_shift_then", team=room.name)
    wanted: list[tuple[PersonKey, datetime, datetime]] = [(theirs, each.start, each.end) for each in given]
    length = sum((each.end - each.start for each in given), timedelta())
    ahead = await planned(uow, room, max(end, uow.now), max(end, uow.now) + LONGEST)
    back = next((each for each in ahead if each.person == theirs), None)
    if back:
        wanted.append((mine, back.start, min(back.end, back.start + length)))
    return await _offer(uow, room, SWAP, actor, wanted)


async def ask_for_it(uow: UnitOfWork, deal: Deal) -> None:
    """The other person of a swap is asked in the team's channel."""
    others = [each.person for each in deal.changes if each.person != deal.by]
    letter = await tell_team(uow, deal.team, "rota/deal", {"deal": deal.id, "calls": others[:1]})
    await uow.desk.keep_value(f"deal:{deal.id}", letter)
    await _audit(uow, deal, ASKED)


async def deal_of(uow: UnitOfWork, number: str) -> Deal:
    """A deal by its id; raises UserError when there is none."""
    changes = await uow.duty.deal(number)
    room = uow.rules.teams.get(changes[0].team) if changes else None
    if not changes or room is None:
        raise UserError("deal_over")
    one = changes[0]
    relieved = [(await planned(uow, room, each.begins_at, each.ends_at), each.person) for each in changes]
    keys = [shift.person for found, _ in relieved for shift in found if shift.person]
    numbers = await uow.people.by_keys(keys) if keys else {}
    those = dict.fromkeys(number for number in numbers.values() if number not in {each.person for each in changes})
    return Deal(number, room, one.kind, one.state, one.by, changes, tuple(those))


async def agree(uow: UnitOfWork, number: str, actor: Actor) -> Deal:
    """The deal holds from now on: by whoever takes a shift, or by the other person of a swap."""
    deal = await _answered(uow, number, actor)
    if max(each.ends_at for each in deal.changes) <= uow.now or not await uow.duty.move(number, ASKED, STANDS):
        raise UserError("deal_over")
    await _audit(uow, deal, STANDS)
    concerned = dict.fromkeys([*(each.person for each in deal.changes), *deal.relieved, *_maker(deal)])
    calls = [person for person in concerned if person != actor.person]
    await _tell(uow, deal, calls)
    return deal


async def refuse(uow: UnitOfWork, number: str, actor: Actor) -> Deal:
    """The deal comes to nothing; whoever asked for it hears so."""
    deal = await _answered(uow, number, actor)
    if not await uow.duty.move(number, ASKED, REFUSED):
        raise UserError("deal_over")
    await _audit(uow, deal, REFUSED)
    if deal.kind == SWAP:
        await _tell(uow, deal, list(_maker(deal)))
    return deal


async def take_back(uow: UnitOfWork, team: TeamKey, actor: Actor) -> tuple[Deal, ...]:
    """What concerns the actor and is not over is as it was planned; raises UserError when there is nothing."""
    taken: list[Deal] = []
    for number in await uow.duty.ahead(team, actor.person):
        deal = await deal_of(uow, number)
        if await uow.duty.move(number, STANDS, WITHDRAWN):
            await _audit(uow, deal, WITHDRAWN)
            others = dict.fromkeys([*(each.person for each in deal.changes), *deal.relieved, *_maker(deal)])
            await _tell(uow, deal, [person for person in others if person != actor.person])
            taken.append(deal)
    if not taken:
        raise UserError("nothing_taken", team=uow.rules.teams[team].name)
    return tuple(taken)


async def planned(uow: UnitOfWork, room: Team, begin: datetime, end: datetime) -> list[DutyShift]:
    """Who is on duty between two instants, as it is known now."""
    return shifts(room, begin, end, await uow.duty.changes())


async def tell_team(uow: UnitOfWork, room: Team, message: str, facts: dict[str, object]) -> str:
    """A letter in the team's channel (the desk's, where it has none), in its language and zone; the letter's id."""
    where = Place(room.channel or uow.rules.desk.channel)
    return await uow.outbox.send(where, message, {**facts, "language": room.language, "zone": room.zone})


async def _offer(
    uow: UnitOfWork, room: Team, kind: str, actor: Actor, wanted: Iterable[tuple[PersonKey, datetime, datetime]]
) -> Deal:
    number = uuid.uuid4().hex[:16]
    for person, start, end in wanted:
        who = (await uow.people.by_keys([person]))[person]
        await uow.duty.add_change(DutyChange(room.key, who, start, end, kind, number, actor.person))
    return await deal_of(uow, number)


async def _own_key(uow: UnitOfWork, team: TeamKey, actor: Actor) -> PersonKey:
    """The actor as desk.yaml names them; raises UserError for somebody who is not the team's and no coordinator."""
    room = uow.rules.teams[team]
    key = await uow.duty.key_of(actor.person)
    if key is None or not (belongs(room, key) or actor.standing.role in COORDINATION):
        raise UserError("not_of_team", team=room.name)
    return key


async def _end_of_shift(uow: UnitOfWork, room: Team, at: datetime) -> datetime:
    return (await planned(uow, room, at, at + timedelta(days=7)))[0].end


def _must_fit(start: datetime, end: datetime, now: datetime) -> None:
    if end <= now:
        raise UserError("in_the_past")
    if end - start > LONGEST:
        raise UserError("span_too_long", days=LONGEST.days)


async def _answered(uow: UnitOfWork, number: str, actor: Actor) -> Deal:
    """The deal, when the actor is the one to answer; raises UserError else."""
    deal = await deal_of(uow, number)
    if deal.state != ASKED:
        raise UserError("deal_over")
    asked = {each.person for each in deal.changes} - ({deal.by} if deal.kind == SWAP else set())
    if actor.person not in asked and actor.standing.role not in COORDINATION:
        names = await uow.people.names(asked)
        raise UserError("not_yours_to_answer", by=", ".join(names.values()))
    return deal


async def _tell(uow: UnitOfWork, deal: Deal, calls: list[PersonId]) -> None:
    """Where it was asked the buttons go, and those concerned hear what became of it."""
    if asked := await uow.desk.once_value(f"deal:{deal.id}"):
        await draw_anew(uow, asked)
    await tell_team(uow, deal.team, "rota/dealt", {"deal": deal.id, "calls": calls})


def _maker(deal: Deal) -> tuple[PersonId, ...]:
    return (deal.by,) if deal.by else ()


async def _audit(uow: UnitOfWork, deal: Deal, state: str) -> None:
    person = uow.actor.person if uow.actor else None
    await uow.audit.write([(None, person, DutyDealt(deal.team.key, deal.id, deal.kind, state))])
