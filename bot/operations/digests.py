"""Digests: each once for its audience and local date, gathered at the moment of sending."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim

from bot.domain.digest import Changes, Digest, digest_of
from bot.domain.digests import Audience, DigestPlan
from bot.domain.timing import PROMISED
from bot.domain.words import ClientKey, PersonId, Place, TeamKey
from bot.operations.first_look import provider_checks_avoided
from bot.store.lists import events_since, open_tickets
from bot.store.tables import tickets
from bot.store.unit_of_work import UnitOfWork

_STARTED = "digests:started"
_CHANGES = ("TicketOpened", "Resolved", "Reopened", "Closed")


async def send_due_digests(uow: UnitOfWork) -> None:
    """Send every digest whose time has come since the last one; after downtime only the latest of each."""
    await uow.desk.first_time(_STARTED, uow.now.isoformat())
    started = datetime.fromisoformat(await uow.desk.once_value(_STARTED) or uow.now.isoformat())
    for plan in uow.rules.digests:
        due = latest(plan, uow.now)
        if due is None or due <= started:
            continue
        local = due.astimezone(ZoneInfo(plan.zone)).date()
        if await uow.desk.first_time(f"digest:{plan.key}:{local}"):
            before = latest(plan, due - timedelta(seconds=1)) or due - timedelta(days=1)
            facts = {
                "digest": plan.key,
                "language": plan.language,
                "zone": plan.zone,
                "since": before.isoformat(),
            }
            await uow.outbox.send(Place(plan.channel), "digest", facts)


def latest(plan: DigestPlan, now: datetime) -> datetime | None:
    """The latest instant at or before now at which this digest is due, by its own zone's clock."""
    days = ",".join(str(day % 7) for day in sorted(plan.days))
    local = (now + timedelta(minutes=1)).astimezone(ZoneInfo(plan.zone))
    for moment in CronSim(f"{plan.at.minute} {plan.at.hour} * * {days}", local, reverse=True):
        found: datetime = moment.astimezone(UTC)
        if found <= now:
            return found
        if found < now - timedelta(days=15):
            return None
    return None


async def digest_for(uow: UnitOfWork, plan: DigestPlan, facts: Mapping[str, Any]) -> tuple[Digest, dict[PersonId, str]]:
    """What a digest says now, and the names in it; a client's holds nobody else's tickets."""
    match plan.audience:
        case Audience.CLIENT:
            conditions = [tickets.c.client == ClientKey(plan.owner)]
        case Audience.TEAM:
            conditions = [tickets.c.team == TeamKey(plan.owner)]
        case Audience.COORDINATORS:
            conditions = []
    chosen = await open_tickets(uow, conditions)
    happened = await events_since(uow, datetime.fromisoformat(facts["since"]), _CHANGES)
    counted = [len(happened[name]) for name in _CHANGES]
    for_all = plan.audience is Audience.COORDINATORS
    timings = await uow.timings.of_all(chosen)
    clocks = {number: [clock for kind in PROMISED if (clock := each.of(kind))] for number, each in timings.items()}
    digest = digest_of(
        chosen,
        uow.now,
        changes=Changes(*counted) if for_all else None,
        checks_avoided=await provider_checks_avoided(uow, happened["Resolved"]) if for_all else 0,
        clocks=clocks,
        clients={key: each.name for key, each in uow.rules.clients.items()},
    )
    people = {person for each in chosen for person in (each.owner, each.reporter) if person}
    return digest, await uow.people.names(people)
