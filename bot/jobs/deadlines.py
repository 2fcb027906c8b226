"""Do what falls due: one unit of work each, so that one that fails does not hold up the others."""

from bot.errors import Unavailable
from bot.jobs.job import Bench
from bot.operations.deadlines import fall_due
from bot.store.deadlines import Deadline
from bot.store.unit_of_work import EVERYTHING
from bot.telemetry import LATENESS_SECONDS, log, reference

_LOG = log(__name__)
AT_ONCE = 100


async def sweep_deadlines(bench: Bench) -> None:
    """What is due by now, the oldest first; one that fails is tried again later, so that it takes nobody's turn."""
    await bench.store.follow_clock()
    async with bench.store.look(EVERYTHING) as uow:
        due = await uow.deadlines.due(AT_ONCE)
    done: set[tuple[int, str, int]] = set()
    for deadline in due:
        subject = (deadline.ticket, deadline.kind, deadline.subject)
        if subject in done:
            continue
        done.add(subject)
        try:
            async with bench.store.change(EVERYTHING) as change:
                fallen = await fall_due(change, deadline)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  # one bad row must not silence every other ticket's clock
            number = reference()
            _LOG.error(
                "a deadline failed", deadline=deadline.id, tries=deadline.tries, reference=number, exc_info=error
            )
            await _try_later(bench, deadline)
            continue
        for each in fallen:
            LATENESS_SECONDS.labels(each.kind).observe(max(0.0, (change.now - each.due_at).total_seconds()))


async def _try_later(bench: Bench, deadline: Deadline) -> None:
    async with bench.store.change(EVERYTHING) as uow:
        await uow.deadlines.failed(deadline)
