"""What lies around a report when it is judged: the same that was solved just before, and how much everybody has."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Index, Select, bindparam, func, literal, select, union_all

from bot.domain.words import CategoryKey, ClientKey, PersonId
from bot.store import tables
from bot.store.several import among
from bot.store.tickets import OPEN_STATUSES

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

_TICKETS, _EVIDENCE = tables.tickets, tables.evidence
Index("ix_tickets_client_resolved_at", _TICKETS.c.client, _TICKETS.c.resolved_at)


_AGAIN = (
    select(literal("again"), literal(0), func.count(_TICKETS.c.id.distinct()))
    .join(_EVIDENCE, _EVIDENCE.c.ticket == _TICKETS.c.id)
    .where(
        _TICKETS.c.client == bindparam("client"),
        _TICKETS.c.resolved_at >= bindparam("since"),
        _TICKETS.c.category == bindparam("category"),
        among(_EVIDENCE.c.value, "values"),
        _EVIDENCE.c.replaced_at.is_(None),
    )
)


@dataclass(frozen=True)
class Same:
    """What would be the same again: tickets of a client and category with one of these values, resolved since."""

    client: ClientKey
    category: CategoryKey
    values: tuple[str, ...]
    since: datetime


@dataclass(frozen=True)
class Work:
    """What somebody has: so many open tickets, owned or proposed; the number of the last that was proposed to them."""

    count: int = 0
    last_turn: int = 0


@dataclass(frozen=True)
class Surroundings:
    """How often the same was solved before, and the work of everybody who was asked about."""

    again: int = 0
    work: dict[PersonId, Work] = field(default_factory=dict)


async def surroundings(uow: "UnitOfWork", same: Same | None, people: Sequence[PersonId]) -> Surroundings:
    """Both in one statement; none where nothing is asked."""
    if not same and not people:
        return Surroundings()
    parts = [*([_AGAIN] if same else []), *(_work(people) if people else [])]
    query = union_all(*parts) if people else _AGAIN
    again, counts, turns = 0, dict.fromkeys(people, 0), dict.fromkeys(people, 0)
    for what, person, number in (await uow.execute(query, asdict(same) if same else None)).all():
        match what:
            case "again":
                again = number
            case "open":
                counts[PersonId(person)] += number
            case _:
                turns[PersonId(person)] = number
    return Surroundings(again, {each: Work(counts[each], turns[each]) for each in people})


def _work(people: Sequence[PersonId]) -> tuple[Select[Any], ...]:
    open_ = _TICKETS.c.status.in_(OPEN_STATUSES)
    owner, proposed = _TICKETS.c.owner, _TICKETS.c.proposed
    return (
        select(literal("open"), owner, func.count()).where(owner.in_(people), open_).group_by(owner),
        select(literal("open"), proposed, func.count())
        .where(proposed.in_(people), owner.is_(None), open_)
        .group_by(proposed),
        select(literal("turn"), proposed, func.max(_TICKETS.c.id)).where(proposed.in_(people)).group_by(proposed),
    )
