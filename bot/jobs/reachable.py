"""Look whether whoever is on duty still has a living account: nobody tells us when one is deactivated."""

from bot.chat.requests import AccountRef
from bot.errors import Rejected, Unavailable
from bot.jobs.job import Bench, complain
from bot.operations.reachable import accounts_on_duty, keep_profile
from bot.store.people import KnownAccount
from bot.store.unit_of_work import EVERYTHING
from bot.telemetry import log

_LOG = log(__name__)


async def look_after_duty(bench: Bench) -> None:
    """Each account now and then; when one is found dead, calls that wait for it go to somebody else."""
    async with bench.store.look(EVERYTHING) as uow:
        known = await accounts_on_duty(uow)
        ours = {(each.platform, each.team): each.name for each in uow.rules.workspaces}
    for each in known:
        workspace = ours.get((each.account.platform, each.account.team))
        if workspace is not None:
            await _look_at(bench, each, workspace)


async def _look_at(bench: Bench, known: KnownAccount, workspace: str) -> None:
    platform = bench.platforms.get((known.account.platform, workspace))
    if platform is None or platform.ready() is not None:
        return
    try:
        profile = await platform.profile(AccountRef(known.account.platform, known.account.team, known.account.user))
    except (Unavailable, Rejected) as error:
        complain(known.account.platform, "profile", error)
        _LOG.info("whoever is on duty cannot be looked at", person=known.person, why=str(error))
        return
    async with bench.store.change(EVERYTHING) as uow:
        await keep_profile(uow, known, profile)
