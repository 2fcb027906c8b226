"""One bot on both platforms: a client on one, the desk on the other, whichever way round."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from bot.cli.demo_server import desk_on_both, discord_desk, server_of
from tests.stories.conftest import EXAMPLE, opened_floor
from tests.stories.discord_floor import DiscordFloor
from tests.stories.floor import SCREENSHOT, Floor, Spot
from tests.stories.processes import SandboxProcess, free_port
from tests.stories.seen import Seen, eventually
from tests.stories.slack_floor import SlackFloor

GUEST = {"desk on slack": ("luz", "lucky7-soporte"), "desk on discord": ("rita", "acme-support")}
FILL_IN = (("Completar",), ("Preencher",))
REPORT = "La ronda 99812-77 del jugador 83921 no pagó, apuesta 50 EUR"


class BothFloor(SlackFloor):
    """A workspace and a server in one sandbox; the bot is told of both."""

    def __init__(self, address: str, port: int) -> None:
        super().__init__(address, "socket", port)
        self.server = DiscordFloor(address)
        self.world["discord"] = server_of(self.world)

    async def begin(self) -> None:
        """Both with one seed."""
        await super().begin()
        self.server._http = aiohttp.ClientSession()

    async def end(self) -> None:
        """Let go of both."""
        await super().end()
        await self.server.end()

    def environment(self) -> dict[str, str]:
        """What the bot must know of both."""
        return super().environment() | self.server.environment()

    async def quiet(self) -> bool:
        """Whether both are."""
        return await super().quiet() and await self.server.quiet()


@dataclass(frozen=True)
class Meeting:
    """The side where the desk is, the client's side, and who reports there in which channel."""

    desk: Floor
    guest: Floor
    reporter: str
    room: str


def _desk_on_discord(text: str) -> str:
    """Everything on the server, but for one client's channel in the workspace."""
    desk: dict[str, Any] = yaml.safe_load(discord_desk(text))
    desk["workspaces"]["slack:pit"] = "T0PIT"
    desk["clients"]["acme"]["teams"] = {"slack": ["T0ACME"]}
    desk["clients"]["acme"]["channels"] = [{"channel": "slack:pit:C0ACME"}]
    for person in desk["people"].values():
        person["accounts"] = list(person["accounts"])
    return yaml.safe_dump(desk, allow_unicode=True, sort_keys=False)


@pytest.fixture(params=list(GUEST))
async def meeting(
    request: pytest.FixtureRequest, sandbox: SandboxProcess, make_database: Callable[[str], str], tmp_path: Path
) -> AsyncIterator[Meeting]:
    """A bot that is on both."""
    both = BothFloor(sandbox.address, free_port())
    text, on_slack = EXAMPLE.read_text(encoding="utf-8"), request.param == "desk on slack"
    desk = tmp_path / "desk.yaml"
    desk.write_text(desk_on_both(text, both.world) if on_slack else _desk_on_discord(text), encoding="utf-8")
    url = make_database("sqlite" if on_slack else "postgresql")
    async with opened_floor(both, url, desk, tmp_path) as workspace:
        await workspace.bot.start()
        server = Floor(both.server, workspace.bot, workspace.books, tmp_path)
        sides = (workspace, server) if on_slack else (server, workspace)
        yield Meeting(*sides, *GUEST[request.param])
        assert not workspace.mistakes(), "\n".join(workspace.mistakes())


async def test_a_ticket_is_worked_across_platforms(meeting: Meeting) -> None:
    """Cards, files, words, edits and deletions cross over; an answer goes back, and a form is filled in there."""
    reporter = meeting.guest.client(meeting.reporter)
    said = await reporter.says(REPORT, in_=meeting.room, files=[SCREENSHOT])
    card = await said.thread_shows("#1 ")
    desk = await meeting.desk.channel("desk").card_of(1)
    await desk.shows("99812-77", REPORT)
    await desk.thread_carries("screen.png")
    ben = meeting.desk.analyst("ben")
    await ben.clicks(desk, "Take it")
    await desk.shows("Owner: Ben Okoro")
    await said.wears("eyes")
    await _words_cross_over(meeting, said, desk)
    await ben.types("update 1 We are looking at the round.")
    await ben.clicks(await ben.is_told("We are looking"), "Send")
    await card.thread_shows("We are looking at the round.")
    await ben.types("need 1 bet_transaction_id")
    question = await eventually(lambda: _question(said), "a question with a form")
    await reporter.clicks(question, question.buttons[0], bet_transaction_id="NBX-777000111")
    await desk.shows("NBX-777000111")


async def _question(said: Spot) -> Seen | None:
    """The reply with a form behind its only button."""
    return next((seen for seen in await said.thread() if seen.buttons in FILL_IN), None)


async def _words_cross_over(meeting: Meeting, said: Spot, desk: Spot) -> None:
    reporter = meeting.guest.client(meeting.reporter)
    more = await reporter.says("el jugador sigue esperando", under=said)
    copy = await desk.thread_shows("el jugador sigue esperando")
    await reporter.edits(more, "la jugadora sigue esperando")
    await copy.shows("la jugadora sigue esperando")
    await reporter.deletes(more)
    await copy.hides("la jugadora sigue esperando")
