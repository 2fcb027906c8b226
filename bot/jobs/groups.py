"""Who is in the groups and roles that desk.yaml lists."""

from bot.domain.people import GroupKey
from bot.errors import Rejected, Unavailable
from bot.jobs.job import Bench, complain
from bot.store.unit_of_work import EVERYTHING
from bot.telemetry import log

_LOG = log(__name__)


async def sync_groups(bench: Bench) -> None:
    """Read every listed group; one that cannot be read keeps the members last seen."""
    rules = bench.store.rulebook.rules
    clients = (group for client in rules.clients.values() for group in client.groups)
    for group in dict.fromkeys([*rules.roles.groups, *clients]):
        await _sync(bench, group)


async def _sync(bench: Bench, group: GroupKey) -> None:
    platform = bench.platforms.get((group.platform, group.workspace))
    if platform is None:
        return
    try:
        members = await platform.group(group.id)
    except (Unavailable, Rejected) as error:
        complain(group.platform, "group", error)
        _LOG.warning("a group cannot be read", group=group.key, why=str(error))
        return
    async with bench.store.change(EVERYTHING) as uow:
        await uow.people.keep_group(group, (account.user for account in members))
