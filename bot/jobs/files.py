"""Fetch the files that people sent, after the acknowledgement, and keep their bytes."""

from datetime import timedelta

from bot.chat.requests import RemoteFile
from bot.domain.tickets import StoredFile
from bot.errors import Rejected, Unavailable
from bot.jobs.job import Bench, complain
from bot.operations.files import keep_file, lose_file
from bot.store.unit_of_work import EVERYTHING
from bot.telemetry import log

_LOG = log(__name__)
AT_ONCE = 10
LONGEST_PAUSE = timedelta(minutes=5)
DOUBLINGS = 9  # of the pause; after so many it is the longest anyway
GIVEN_UP = timedelta(days=3)
"""So long a refused token or a missing scope may take to be mended."""


async def fetch_files(bench: Bench) -> None:
    """Every file that is wanted now."""
    async with bench.store.look(EVERYTHING) as uow:
        wanted = await uow.files.wanted(AT_ONCE)
    for file in wanted:
        await _fetch(bench, file)


async def _fetch(bench: Bench, file: StoredFile) -> None:
    platform = bench.platforms.get((file.platform, file.workspace))
    if platform is None:
        return
    try:
        real, data = await platform.download(RemoteFile(file.remote, file.name, file.mime, file.size, file.url))
        sha256 = await bench.files.put(data)
    except Rejected as error:
        complain(file.platform, "download", error)
        _LOG.warning("a file is lost", file=file.id, why=error.why)
        async with bench.store.change(EVERYTHING) as uow:
            await lose_file(uow, file, error.why)
        return
    except Unavailable as error:
        complain(file.platform, "download", error)
        await _try_later(bench, file, error)
        return
    async with bench.store.change(EVERYTHING) as uow:
        await keep_file(uow, file, sha256, real.name or file.name, real.mime or file.mime, len(data))


async def _try_later(bench: Bench, file: StoredFile, error: Unavailable) -> None:
    _LOG.warning("a file waits", file=file.id, why=error.why)
    async with bench.store.change(EVERYTHING) as uow:
        said = await uow.entries.get(file.entry)
        if uow.now - said.at > GIVEN_UP:
            await lose_file(uow, file, error.why)
            return
        pause = timedelta(seconds=2 ** min(await uow.files.attempts(file.id), DOUBLINGS))
        asked = timedelta(seconds=error.after or 0.0)
        await uow.files.postpone(file.id, max(min(pause, LONGEST_PAUSE), asked), error.why)
