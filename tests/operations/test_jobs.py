"""Jobs that fail go on trying, in nobody's way: a deadline that cannot be done, a file that cannot be fetched."""

from dataclasses import replace
from datetime import datetime, timedelta
from logging import LogRecord
from typing import Any

from bot.chat.platform import Envelope
from bot.chat.requests import RemoteFile
from bot.domain.tickets import EntryKind
from bot.domain.words import Place, TicketId
from bot.errors import Unavailable
from bot.jobs.deadlines import sweep_deadlines
from bot.jobs.files import fetch_files
from bot.jobs.gaps import sweep_gaps
from bot.store.deadlines import DeadlineKind
from bot.store.unit_of_work import EVERYTHING
from tests.fakes.floor import NAME
from tests.fakes.stage import Case, Stage

SAME = "ticket = :n AND kind = 'closing'"


async def _close_soon(stage: Stage, case: Case) -> None:
    async with stage.house.store.change(EVERYTHING) as uow:
        due = {1: uow.now - timedelta(minutes=1)}
        await uow.deadlines.plan(TicketId(case.number), DeadlineKind.CLOSING, due)


async def test_a_deadline_that_fails_waits_for_its_next_try(stage: Stage, expected_errors: list[LogRecord]) -> None:
    """The others are done; mended, it is done as well, once, and nothing was given up meanwhile."""
    broken, sound = await stage.reported(), await stage.reported(channel="lucky7-soporte", by="luz")
    for case in (broken, sound):
        await _close_soon(stage, case)
    status = "UPDATE tickets SET status = :status WHERE id = :n"
    await stage.house.change(status, status="no such status", n=broken.number)
    for _ in range(3):
        await sweep_deadlines(stage.house.bench)
    assert [record.getMessage().startswith("event='a deadline failed'") for record in expected_errors] == [True]
    done = f"SELECT count(*) FROM deadlines WHERE {SAME} AND done_at IS NOT NULL"
    assert await stage.house.count(done, n=sound.number) == 1
    assert await stage.house.count(f"SELECT tries FROM deadlines WHERE {SAME}", n=broken.number) == 1
    await stage.house.change(status, status="new", n=broken.number)
    await sweep_deadlines(stage.house.bench)
    assert await stage.house.count(done, n=broken.number) == 0, "not before its turn"
    await stage.passes(minutes=1)
    await sweep_deadlines(stage.house.bench)
    assert await stage.house.count(done, n=broken.number) == 1


class StandingBy:
    """A replica's platform while another replica listens for it."""

    name, workspace, through = NAME, "pit", ""
    swept = 0

    def ready(self) -> str | None:
        """It is well."""
        return None

    def hears(self) -> str:
        """Nothing while it stands by."""
        return self.through

    async def history(self, place: Place, since: datetime) -> tuple[Envelope, ...]:
        """Nothing was said."""
        self.swept += 1
        return ()


async def test_only_who_listens_says_that_all_was_heard(stage: Stage) -> None:
    """Else a listener that was deaf for an hour would believe that it has missed nothing but the last minutes."""
    platform: Any = StandingBy()
    bench = replace(stage.house.bench, platforms={(NAME, "pit"): platform}, heard={}, sweeps={})
    heard = f"SELECT count(*) FROM once WHERE key = 'heard:{NAME}:pit'"
    before = await stage.house.count(heard)
    for _ in range(3):
        await sweep_gaps(bench)
    assert await stage.house.count(heard) == before == 0
    platform.through = "a socket"
    await sweep_gaps(bench)
    assert await stage.house.count(heard) == 1


async def test_whoever_hears_through_something_new_reads_back(stage: Stage) -> None:
    """However short it was deaf: what was on its way then may come again minutes later, or never."""
    await stage.reported()
    platform: Any = StandingBy()
    bench = replace(stage.house.bench, platforms={(NAME, "pit"): platform}, heard={}, sweeps={})
    swept = []
    for through in ("a socket", "a socket", "the next", "", "the next", "the next"):
        platform.through, platform.swept = through, 0
        await sweep_gaps(bench)
        swept.append(platform.swept > 0)
    assert swept == [True, False, True, False, True, False]


class Refusing:
    """A platform whose token lacks the scope to read files."""

    tried = 0

    async def download(self, file: RemoteFile) -> tuple[RemoteFile, bytes]:
        """No bytes."""
        self.tried += 1
        raise Unavailable("the bot token lacks the scope files:read", 60.0)


async def test_a_file_waits_three_days_for_whoever_can_mend_it(stage: Stage) -> None:
    """A refused token or a missing scope loses nothing in a night; after three days the card says why it is lost."""
    case = await stage.reported()
    async with stage.house.store.change(EVERYTHING) as uow:
        [entry] = await uow.entries.of(TicketId(case.number), [EntryKind.REPORT])
        await uow.files.want(entry, NAME, "pit", (RemoteFile("F1", "shot.png"),))
    refusing: Any = Refusing()
    bench = replace(stage.house.bench, platforms={(NAME, "pit"): refusing})
    for _ in range(30):
        await stage.house.change("UPDATE files SET due_at = (SELECT min(received_at) FROM inbox)")
        await fetch_files(bench)
    await fetch_files(bench)
    assert refusing.tried == 30, "it waits as long as it is asked to"
    assert await stage.house.count("SELECT count(*) FROM files WHERE state = 'wanted'") == 1
    await stage.passes(hours=73)
    await stage.house.change("UPDATE files SET due_at = (SELECT min(received_at) FROM inbox)")
    await fetch_files(bench)
    [(state, why)] = await stage.house.rows("SELECT state, error FROM files")
    assert (state, why) == ("lost", "the bot token lacks the scope files:read")
