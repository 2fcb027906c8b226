"""Do what falls due: in one unit of work, and where one fails in one each, so that it does not hold up the others."""

from collections.abc import Sequence

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
    left = {each.about: each for each in due}
    while left:
        now = {about[0]: about for about in reversed(left)}  # what one does may moot the next
        together = [left.pop(about) for about in reversed(now.values())]
        try:
            await _fall(bench, together)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  # one bad row must not silence every other ticket's clock
            _LOG.warning("deadlines are done one by one", why=type(error).__name__)
            for each in together:
                await _alone(bench, each)


async def _fall(bench: Bench, due: Sequence[Deadline]) -> None:
    async with bench.store.change(EVERYTHING) as change:
        fallen = await fall_due(change, due)
    for each in fallen:
        LATENESS_SECONDS.labels(each.kind).observe(max(0.0, (change.now - each.due_at).total_seconds()))


async def _alone(bench: Bench, deadline: Deadline) -> None:
    try:
        await _fall(bench, [deadline])
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001  # the others go on
        number = reference()
        _LOG.error("a deadline failed", deadline=deadline.id, tries=deadline.tries, reference=number, exc_info=error)
        await _try_later(bench, deadline)


async def _try_later(bench: Bench, deadline: Deadline) -> None:
    async with bench.store.change(EVERYTHING) as uow:
        await uow.deadlines.failed(deadline)
