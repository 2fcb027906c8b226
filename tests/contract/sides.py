"""What the contract needs to know of a platform besides its hand on people: how it fails, and how it spells."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from bot.chat.platform import Ambiguous, ChatPlatform, Gesture, TryLater
from bot.clock import Clock
from bot.domain.words import Channel, Place, Source
from bot.offering import menu_of
from bot.settings import DiscordServer, SlackMode, SlackWorkspace
from commands import COMMANDS
from integrations.discord import DiscordPlatform
from integrations.slack import SlackPlatform
from integrations.slack.emoji import emoji
from tests.builders import desk_text, write_desk
from tests.fakes.floor import NAME, FakeFloor, Upload
from tests.fakes.house import SEAL, House, opened, words
from tests.fakes.platform import FakePlatform
from tests.stories.discord_floor import TOKEN, DiscordFloor, snowflake
from tests.stories.seen import Judged, Seen, Shown
from tests.stories.slack_floor import FLOOR, SlackFloor

PATIENCE = 10.0
LIMITED = 7.0
"""Seconds that a rate limit asks for."""


class Side:
    """One platform with a bot at work on it; a new platform is one more of these."""

    floor: FakeFloor | SlackFloor | DiscordFloor
    house: House
    name: str
    tells_zones = True
    """Whether the platform tells where somebody lives."""

    @property
    def platform(self) -> ChatPlatform:
        """Our side."""
        return self.house.platform

    def id(self, name: str) -> str:
        """What the demo's floor calls by this id."""
        return name

    def team(self, who: str) -> str:
        """The team of somebody's account."""
        return next(str(row["team"]) for row in FLOOR["users"] if row["name"] == who)

    def foreign(self, channel: str) -> tuple[str, ...]:
        """The teams that share a channel with us."""
        return next(tuple(row["shared_with"]) for row in FLOOR["channels"] if row["name"] == channel)

    def place(self, channel: str, thread: str | None = None) -> Place:
        """Where something is said."""
        return Place(Channel(self.platform.name, self.platform.workspace, self.floor.channel(channel)), thread)

    def source(self, channel: str, message: str) -> Source:
        """One message."""
        return Source(self.place(channel).channel, message)

    async def say(
        self,
        who: str,
        text: str,
        channel: str = "acme-support",
        thread: str | None = None,
        files: tuple[Upload, ...] = (),
    ) -> str:
        """Somebody writes."""
        raise NotImplementedError

    async def sees(self, channel: str, who: str = "ben") -> list[Seen]:
        """What somebody sees there."""
        return await self.floor.messages(self.floor.user(who), self.floor.channel(channel))

    async def one(self, channel: str, message: str, who: str = "ben") -> Seen:
        """One message as somebody sees it."""
        return next(seen for seen in await self.sees(channel, who) if seen.id == message)

    async def shows(self, channel: str, *words: str, who: str = "ben", button: str = "") -> Seen:
        """Sooner or later a message has all these words, and that button."""
        end = time.monotonic() + PATIENCE
        while True:
            seen = await self.sees(channel, who)
            if found := [each for each in seen if each.says(*words) and (not button or button in each.buttons)]:
                return found[-1]
            assert time.monotonic() < end, f"{words} not in {[(each.text, each.buttons) for each in seen]}"
            await asyncio.sleep(0.02)

    async def settles(self) -> None:
        """Everything has had its effect."""
        end = time.monotonic() + PATIENCE
        while not await self.floor.quiet():
            assert time.monotonic() < end
            await asyncio.sleep(0.01)
        await self.house.drain()

    async def connected(self) -> None:
        """Our side listens."""
        end = time.monotonic() + PATIENCE
        while why := self.platform.ready():
            assert time.monotonic() < end, why
            await asyncio.sleep(0.02)

    async def restarts(self) -> None:
        """Another process on the same database takes over."""
        await self.house.restart()
        await self.connected()

    async def clicks(self, who: str, seen: Seen, label: str, *, forms: bool = True) -> Shown | None:
        """A button is pressed."""
        return await self.floor.click(self.floor.user(who), seen, label, forms=forms)

    async def submits(self, who: str, form: Shown, **values: object) -> Judged:
        """A form is sent."""
        return await self.floor.submit(self.floor.user(who), form, values)

    def spelt(self, gesture: Gesture) -> str:
        """How a reaction of ours looks there."""
        raise NotImplementedError

    async def is_limited(self) -> None:
        """The next post meets a rate limit."""
        raise NotImplementedError

    async def loses_an_answer(self, *, arrived: bool) -> None:
        """The next post goes out and no answer comes back; it arrived, or it did not."""
        raise NotImplementedError

    async def forged(self, who: str, token: str) -> None:
        """Somebody presses a button that carries that token."""
        raise NotImplementedError


class FakeSide(Side):
    """The platform in memory, whose forms take five fields."""

    name = "five fields"
    floor: FakeFloor

    async def say(
        self,
        who: str,
        text: str,
        channel: str = "acme-support",
        thread: str | None = None,
        files: tuple[Upload, ...] = (),
    ) -> str:
        """Somebody writes."""
        return await self.floor.say(self.floor.user(who), channel, text, thread, files)

    def spelt(self, gesture: Gesture) -> str:
        """Its neutral name."""
        return gesture.value

    async def is_limited(self) -> None:
        """As ordered."""
        self.floor.chat.will("post", TryLater(LIMITED, "ratelimited", counts=False))

    async def loses_an_answer(self, *, arrived: bool) -> None:
        """As ordered."""
        self.floor.chat.will("post", Ambiguous("cut"), accepted=arrived)

    async def forged(self, who: str, token: str) -> None:
        """Any message will do."""
        seen = (await self.sees("acme-support", who))[0]
        await self.floor.click_forged(self.floor.user(who), seen, token)


class SlackSide(Side):
    """Slack over the wire, in a sandbox that runs as a process."""

    name = "slack"
    floor: SlackFloor

    async def say(
        self,
        who: str,
        text: str,
        channel: str = "acme-support",
        thread: str | None = None,
        files: tuple[Upload, ...] = (),
    ) -> str:
        """Somebody writes."""
        return await self.floor.say(self.floor.user(who), self.floor.channel(channel), text, thread, files, False)

    def spelt(self, gesture: Gesture) -> str:
        """The emoji's name."""
        return emoji(gesture)

    async def _breaks(self, **rule: object) -> None:
        await self.floor.do("faults", rules=[{"match": {"method": "chat.postMessage"}, "times": 1, **rule}])

    async def is_limited(self) -> None:
        """429 with Retry-After."""
        await self._breaks(action="status", status=429, retry_after=int(LIMITED))

    async def loses_an_answer(self, *, arrived: bool) -> None:
        """The connection is cut after the call was done, or Slack answers 500 having done nothing."""
        await self._breaks(**({"action": "drop"} if arrived else {"action": "status", "status": 500}))

    async def forged(self, who: str, token: str) -> None:
        """A message from the bot's own account that the bot never made."""
        seen = await self.floor.post_as_bot("acme-support", "Press", token)
        await self.floor.click(self.floor.user(who), seen, "Press", forms=False)


class DiscordSide(Side):
    """Discord over the wire, in a sandbox that runs as a process."""

    name = "discord"
    floor: DiscordFloor
    tells_zones = False

    def id(self, name: str) -> str:
        """Its snowflake."""
        return snowflake(name)

    def team(self, who: str) -> str:
        """The server is everybody's."""
        return self.floor.server

    def foreign(self, channel: str) -> tuple[str, ...]:
        """One server is nobody else's."""
        return ()

    async def say(
        self,
        who: str,
        text: str,
        channel: str = "acme-support",
        thread: str | None = None,
        files: tuple[Upload, ...] = (),
    ) -> str:
        """Somebody writes."""
        return await self.floor.say(self.floor.user(who), self.floor.channel(channel), text, thread, files)

    def spelt(self, gesture: Gesture) -> str:
        """As stories call it."""
        return emoji(gesture)

    async def _breaks(self, **rule: object) -> None:
        await self.floor.breaks({"match": {"method": "chat.postMessage"}, "times": 1, **rule})

    async def is_limited(self) -> None:
        """429 with Retry-After."""
        await self._breaks(action="status", status=429, retry_after=int(LIMITED))

    async def loses_an_answer(self, *, arrived: bool) -> None:
        """The connection is cut after the call was done, or Discord answers 500 having done nothing."""
        await self._breaks(**({"action": "drop"} if arrived else {"action": "status", "status": 500}))

    async def forged(self, who: str, token: str) -> None:
        """A message from the bot's own account that the bot never made."""
        seen = await self.floor.post_as_bot("acme-support", "Press", token)
        await self.floor.click(self.floor.user(who), seen, "Press", forms=False)


@asynccontextmanager
async def fake(url: str, folder: Path) -> AsyncIterator[Side]:
    """The fake's side."""
    side = FakeSide()
    side.floor = FakeFloor()
    async with opened(url, write_desk(folder, NAME), lambda clock: FakePlatform(side.floor.chat, SEAL)) as side.house:
        yield side


@asynccontextmanager
async def slack(url: str, folder: Path, address: str) -> AsyncIterator[Side]:
    """Slack's side, in Socket Mode."""
    side = SlackSide()
    side.floor = SlackFloor(address, "socket", 0)
    await side.floor.begin()
    await side.floor.do("faults", rules=[])
    app = side.floor.world["apps"][0]
    settings = SlackWorkspace(
        bot_token=SecretStr(app["bot_token"]), app_token=SecretStr(app["app_token"]), mode=SlackMode.SOCKET
    )

    def make(clock: Clock) -> ChatPlatform:
        return SlackPlatform("pit", settings, f"{address}/api/", SEAL, clock, patience=3.0)

    try:
        async with opened(url, write_desk(folder), make) as side.house:
            await side.connected()
            yield side
            await side.settles()
    finally:
        await side.floor.do("faults", rules=[])
        await side.floor.end()


@asynccontextmanager
async def discord(url: str, folder: Path, address: str) -> AsyncIterator[Side]:
    """Discord's side."""
    side = DiscordSide()
    side.floor = DiscordFloor(address)
    side.floor.by_step = True
    await side.floor.begin()
    await side.floor.breaks()
    settings = DiscordServer(bot_token=SecretStr(TOKEN), server=side.floor.server)
    menu = menu_of(COMMANDS, words())

    def make(clock: Clock) -> ChatPlatform:
        urls = side.floor.api_url, side.floor.gateway_url
        return DiscordPlatform("pit", settings, *urls, SEAL, clock, patience=3.0, menu=menu)

    try:
        async with opened(url, write_desk(folder, text=side.floor.desk(desk_text())), make) as side.house:
            await side.connected()
            yield side
            await side.settles()
    finally:
        await side.floor.breaks()
        await side.floor.end()
