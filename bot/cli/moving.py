"""Moving the desk's time: from due date to due date, with everything done and delivered after each."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim

from bot.clock import monotonic
from bot.domain.digests import DigestPlan
from bot.errors import UserError
from bot.operations.digests import latest
from bot.store.unit_of_work import EVERYTHING, Store, UnitOfWork

Drained = Callable[[], Awaitable[None]]

FURTHEST = timedelta(days=60)
PATIENCE_SECONDS = 30.0
_POLL_SECONDS = 0.05
_FOLLOW_SECONDS = 1.5  # a running bot looks at the shift every second


async def move_time(store: Store, to: datetime, drained: Drained) -> datetime:
    """Let the desk's time pass until `to`, stopping at each due date until `drained` says that all is done.

    The bot may be another process: only the shift's row is written. Time never goes back. Returns the instant reached.
    """
    moved = False
    while True:
        await store.follow_clock()
        now = store.clock.now()
        if now >= to:
            break
        stop = min([to, *(due for due in await _due_dates(store) if due > now)])
        await _shift_to(store, stop)
        moved = True
        await drained()
    if moved:
        await asyncio.sleep(_FOLLOW_SECONDS)
    return store.clock.now()


async def _shift_to(store: Store, instant: datetime) -> None:
    async with store.change(EVERYTHING) as uow:
        seconds = math.ceil((instant - uow.wall).total_seconds())
        await uow.desk.set_shift(timedelta(seconds=seconds))
    await store.follow_clock()


async def _due_dates(store: Store) -> list[datetime]:
    async with store.look(EVERYTHING) as uow:
        deadline = await uow.deadlines.next_due()
        digests = [upcoming(plan, uow.now) for plan in uow.rules.digests]
    return [*digests, *([deadline] if deadline else [])]


def upcoming(plan: DigestPlan, after: datetime) -> datetime:
    """The first instant after that one at which a digest is due, by its own zone's clock."""
    days = ",".join(str(day % 7) for day in sorted(plan.days))
    found: datetime = next(
        CronSim(f"{plan.at.minute} {plan.at.hour} * * {days}", after.astimezone(ZoneInfo(plan.zone)))
    )
    return found.astimezone(UTC)


async def wait_until_drained(store: Store, patience: float = PATIENCE_SECONDS) -> None:
    """Return when nothing is due, wanted, to be worked off or to be sent; or after so many seconds."""
    end = monotonic() + patience
    quiet = 0
    while quiet < 2 and monotonic() < end:
        await store.follow_clock()
        async with store.look(EVERYTHING) as uow:
            quiet = quiet + 1 if await _is_idle(uow) else 0
        await asyncio.sleep(_POLL_SECONDS)


async def _is_idle(uow: UnitOfWork) -> bool:
    if await uow.inbox.waiting() or await uow.deadlines.due(1) or await uow.files.wanted(1):
        return False
    letters, _ = await uow.outbox.waiting()
    return not letters and not await _a_digest_is_due(uow)


async def _a_digest_is_due(uow: UnitOfWork) -> bool:
    started = await uow.desk.once_value("digests:started")
    for plan in uow.rules.digests:
        due = latest(plan, uow.now)
        if started is None or due is None or due <= datetime.fromisoformat(started):
            continue
        local = due.astimezone(ZoneInfo(plan.zone)).date()
        if await uow.desk.once_value(f"digest:{plan.key}:{local}") is None:
            return True
    return False


def asked_instant(asked: Mapping[str, Any], now: datetime) -> datetime:
    """The instant that `{"advance_seconds": n}` or `{"to": "09:00 tomorrow", "tz": zone}` means.

    Raises UserError when it means none, or one too far away.
    """
    try:
        found = _advanced(asked, now) if "advance_seconds" in asked else _named(asked, now)
    except (KeyError, ValueError, TypeError, OverflowError, ZoneInfoNotFoundError) as error:
        raise UserError("bad_moment", word=str(asked)[:100]) from error
    if not timedelta() <= found - now <= FURTHEST:
        raise UserError("bad_moment", word=str(asked)[:100])
    return found


def _advanced(asked: Mapping[str, Any], now: datetime) -> datetime:
    return now + timedelta(seconds=float(asked["advance_seconds"]))


def _named(asked: Mapping[str, Any], now: datetime) -> datetime:
    """`09:00 tomorrow`, `09:00` (the next one), or an instant with its offset."""
    clock, _, day = str(asked["to"]).strip().partition(" ")
    if "T" in clock:
        return datetime.fromisoformat(clock).astimezone(UTC)
    local = now.astimezone(ZoneInfo(str(asked.get("tz") or "UTC")))
    days = {"": 0, "today": 0, "tomorrow": 1}[day]
    found = datetime.combine(local.date() + timedelta(days=days), time.fromisoformat(clock), local.tzinfo)
    if not day and found <= local:
        found += timedelta(days=1)
    return found.astimezone(UTC)
