"""One call of a method: who calls, with which arguments; and the checks that many methods share."""

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.kinds import Json, flag
from sandbox.slack.errors import ApiError, invalid_arguments
from sandbox.slack.rates import Tier
from sandbox.state import Sandbox
from sandbox.world import App, Channel, Message, User, World

DOCS = "https://docs.slack.dev/reference/methods/"
MAX_PAGE = 1000


@dataclass(frozen=True)
class Method:
    """A row of the table of methods; `scopes` are alternatives, `token` is the kind of token it takes."""

    name: str
    run: "Callable[[Call], Awaitable[Json]]"
    scopes: tuple[str, ...]
    tier: Tier
    errors: frozenset[str]
    token: str = "bot"

    @property
    def docs(self) -> str:
        """The page that this method is built from."""
        return DOCS + self.name


@dataclass
class Call:
    """A call that passed its token's check."""

    sandbox: Sandbox
    app: App
    method: Method
    args: Json
    host: str
    notes: Json = field(default_factory=dict)

    @property
    def world(self) -> World:
        """The world."""
        return self.sandbox.world

    def text(self, name: str, default: str = "") -> str:
        """A text argument."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def need(self, name: str) -> str:
        """A text argument that must be there; raises invalid_arguments."""
        if not (value := self.text(name)):
            raise invalid_arguments(f"missing required field: {name}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes or no."""
        return flag(self.args[name]) if self.args.get(name) is not None else default

    def number(self, name: str, default: int) -> int:
        """A whole number; raises invalid_arguments."""
        try:
            return int(self.args.get(name) or default)
        except ValueError as error:
            raise invalid_arguments(f"expected number [json-pointer:/{name}]") from error

    def json(self, name: str, error: str = "invalid_arguments") -> Any:
        """An argument that is JSON, given as such or as text; None without it."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as problem:
            raise ApiError(error) from problem

    def names(self, name: str) -> list[str]:
        """A list given as JSON or separated by commas."""
        value = self.args.get(name)
        if isinstance(value, list):
            return [str(item) for item in value]
        text = str(value or "")
        if text.startswith("["):
            return [str(item) for item in self.json(name) or []]
        return [part.strip() for part in text.split(",") if part.strip()]

    def need_scope(self, *scopes: str) -> None:
        """Raise missing_scope unless the token has one of these."""
        if not any(self.app.may(scope) for scope in scopes):
            raise ApiError("missing_scope", needed=",".join(scopes), provided=",".join(self.app.scopes or []))

    def bot(self) -> User:
        """The app's bot user."""
        return self.world.users[self.app.bot_user]

    def channel(self, name: str = "channel") -> Channel:
        """A conversation that the app can see; raises channel_not_found."""
        channel = self.world.channels.get(self.need(name))
        if channel is None or not self.sees(channel):
            raise ApiError("channel_not_found")
        return channel

    def sees(self, channel: Channel) -> bool:
        """Whether the app knows of a conversation: it is in it, or it is a public one of its workspace."""
        inside = self.app.bot_user in channel.members
        return inside or (not channel.private and self.app.team in channel.teams)

    def joined_channel(self, name: str = "channel") -> Channel:
        """A conversation that the bot is in; raises channel_not_found or not_in_channel."""
        channel = self.channel(name)
        if self.app.bot_user not in channel.members:
            raise ApiError("not_in_channel")
        return channel

    def message(self, channel: Channel, name: str = "ts", error: str = "message_not_found") -> Message:
        """A message of the channel; raises the given error."""
        message = channel.messages.get(self.need(name))
        if message is None:
            raise ApiError(error)
        return message

    def user(self, name: str = "user") -> User:
        """A person that the app can know: of its workspace, or in a channel with it; raises user_not_found."""
        user = self.world.users.get(self.need(name))
        if user is None or not self.knows(user):
            raise ApiError("user_not_found")
        return user

    def knows(self, user: User) -> bool:
        """Whether a person is of the app's workspace or of one that it shares a channel with."""
        return user.team == self.app.team or any(
            user.id in c.members or user.team in c.teams for c in self.world.channels_of(self.app.bot_user)
        )

    def page(self, rows: list[Any], default: int = 100) -> tuple[list[Any], Json]:
        """One page of rows by `cursor` and `limit`, and the response_metadata for the next; raises invalid_cursor."""
        limit = min(max(self.number("limit", default), 1), MAX_PAGE)
        start = 0
        if cursor := self.text("cursor"):
            start = read_cursor(cursor)
        more = str(start + limit) if start + limit < len(rows) else ""
        return rows[start : start + limit], {"next_cursor": make_cursor(more) if more else ""}


def make_cursor(position: str) -> str:
    """An opaque cursor as Slack makes them."""
    return base64.b64encode(f"next:{position}".encode()).decode()


def read_cursor(cursor: str) -> int:
    """The position in a cursor; raises invalid_cursor."""
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except ValueError as error:
        raise ApiError("invalid_cursor") from error
