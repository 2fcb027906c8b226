"""After another desk.yaml was loaded: open tickets go on by what it promises."""

from bot.domain.words import TicketId
from bot.jobs.job import Bench
from bot.operations.policies import follow_desk
from bot.store.policies import IN_FORCE, going_by_others
from bot.store.unit_of_work import EVERYTHING


async def follow_policies(bench: Bench) -> None:
    """The version that was loaded last is in force; a replica that does not know it reads its own file again."""
    async with bench.store.look(EVERYTHING) as uow:
        in_force = await uow.desk.once_value(IN_FORCE)
    if in_force is None or in_force == bench.followed:
        return
    if in_force != str(bench.store.rulebook.version):
        await bench.store.follow_rules()
    if in_force == str(bench.store.rulebook.version):
        await _follow(bench)
    bench.followed = in_force


async def _follow(bench: Bench) -> None:
    after = TicketId(0)
    while True:
        async with bench.store.change(EVERYTHING) as uow:
            tickets = await going_by_others(uow, after)
            await follow_desk(uow, tickets)
        if not tickets:
            return
        after = tickets[-1].id
