"""One call of a route: who calls, with which path, query and body; and the checks that many routes share."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sandbox.discord.errors import DiscordError, invalid_field
from sandbox.discord.permissions import Permission, need
from sandbox.discord.rest.rates import DEFAULT_PACE, Pace
from sandbox.discord.world import Application, Channel, Discord, Guild, Message, Webhook
from sandbox.kinds import Json
from sandbox.state import Sandbox

DOCS = "https://docs.discord.com/developers/"
SNOWFLAKE_DIGITS = 20


@dataclass(frozen=True)
class Answer:
    """A status with a body; None for no content. A run may also return the bare body (200) or None (204)."""

    status: int
    body: Any = None


@dataclass(frozen=True)
class Upload:
    """A file of a multipart body: `files[n]`."""

    number: int
    filename: str
    content: bytes
    content_type: str


Run: TypeAlias = "Callable[[Call], Awaitable[Any]]"


@dataclass(frozen=True)
class Route:
    """A row of the table of routes; `open_to_all`: no token of a bot is asked for (a web hook's own is in the path)."""

    method: str
    path: str
    run: Run
    docs: str
    open_to_all: bool = False
    pace: Pace = DEFAULT_PACE

    @property
    def name(self) -> str:
        """The route as the ledger and fault rules name it."""
        return f"{self.method} {self.path}"

    @property
    def page(self) -> str:
        """The page that this route is built from."""
        return DOCS + self.docs


@dataclass
class Call:
    """A call that passed its token's check; without an app where the route is open to all."""

    sandbox: Sandbox
    route: Route
    path: dict[str, str]
    query: Mapping[str, str]
    body: Any
    uploads: list[Upload]
    app: Application | None
    notes: Json = field(default_factory=dict)

    @property
    def world(self) -> Discord:
        """The Discord."""
        return self.sandbox.discord

    @property
    def bot(self) -> str:
        """The id of the bot's user; raises 40001 without a token."""
        return self.application.bot_user

    @property
    def application(self) -> Application:
        """The app that calls; raises 40001 without a token."""
        if self.app is None:
            raise DiscordError(40001)
        return self.app

    @property
    def args(self) -> Json:
        """The body as an object; raises 50035 when it is something else."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise invalid_field("", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return self.body

    def id(self, name: str) -> str:
        """A snowflake of the path; raises 50035 when it is none."""
        value = self.path[name]
        if not value.isdecimal() or len(value) > SNOWFLAKE_DIGITS:
            raise invalid_field(f"{name}_id", "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return value

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number of the query; raises 50035."""
        value = self.query.get(name)
        if value is None:
            return default
        if not value.lstrip("-").isdecimal():
            raise invalid_field(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        if int(value) < least:
            words = f"int value should be greater than or equal to {least}."
            raise invalid_field(name, "NUMBER_TYPE_MIN", words)
        if int(value) > most:
            raise invalid_field(name, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")
        return int(value)

    def flag(self, name: str) -> bool:
        """A yes or no of the query."""
        return self.query.get(name, "").lower() in {"true", "1"}

    def any_channel(self, name: str = "channel") -> Channel:
        """A channel that exists; raises 10003."""
        channel = self.world.channels.get(self.id(name))
        if channel is None:
            raise DiscordError(10003)
        return channel

    def channel(self, *needed: Permission) -> Channel:
        """The channel of the path, where the bot may do this; raises 10003, 50001, 50013."""
        channel = self.any_channel()
        need(self.world, self.bot, channel, *needed)
        return channel

    def message(self, channel: Channel, name: str = "message") -> Message:
        """The message of the path; raises 10008."""
        message = channel.messages.get(self.id(name))
        if message is None:
            raise DiscordError(10008)
        return message

    def guild(self) -> Guild:
        """The guild of the path with the bot in it; raises 10004, also where the bot is no member."""
        guild = self.world.guilds.get(self.id("guild"))
        if guild is None or self.bot not in guild.members:
            raise DiscordError(10004)
        return guild

    def webhook(self) -> Webhook:
        """The web hook of the path; raises 10015, or 50027 for a wrong token."""
        hook = self.world.webhooks.get(self.id("webhook"))
        if hook is None:
            raise DiscordError(10015)
        if "token" in self.path and self.path["token"] != hook.token:
            raise DiscordError(50027)
        return hook
