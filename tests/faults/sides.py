"""What faults need to know of a platform: how people act on it, and how its ledger is read; a new one is one more."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from random import Random
from typing import Any

from tests.stories.discord_floor import DiscordFloor
from tests.stories.slack_floor import SlackFloor

REPEAT = "r"  # ends the outbox id of a page that is sent as a repeat
Entry = Mapping[str, Any]
Spot = tuple[str, str]
"""A message: its channel, and its id as the outbox has it."""


@dataclass
class Posted:
    """A message of the bot: where it stands, how it looks now, its outbox id, and of a card the ticket's number."""

    channel: str
    ts: str
    thread: str
    letter: str
    blocks: list[dict[str, Any]]
    number: int = 0

    @property
    def is_repeat(self) -> bool:
        """Whether it is a page that was sent again, marked as a possible repeat, since nobody could tell."""
        return self.letter.endswith(REPEAT)

    @property
    def words(self) -> str:
        """Everything that can be read in it."""
        return json.dumps(self.blocks, ensure_ascii=False)


@dataclass(frozen=True)
class Form:
    """A form that somebody has open."""

    id: str


class Sending(Enum):
    """What came of sending a form."""

    TAKEN = "taken"
    REFUSED = "refused"
    TROUBLE = "trouble"  # the platform says that it went wrong, and the form is still open


class Told(Enum):
    """What a person saw of a form that they asked for."""

    SHOWN = "forms shown"
    ANSWERED = "forms offered"  # something else was said to them in its place
    UNKNOWN = "forms told of directly, if at all"


@dataclass(frozen=True)
class Pressed:
    """What a button stands for, whoever pressed it."""

    command: str
    number: int

    @classmethod
    def of(cls, token: str) -> "Pressed":
        """The press behind a button's sealed value."""
        command, *words = token.partition(".")[2].split("/")
        return cls(command, int(words[0]) if words and words[0].isdigit() else 0)


class Side(ABC):
    """One platform of the faults."""

    platform: SlackFloor | DiscordFloor
    told_directly = 0
    """How many private answers there were that name nothing that they answer."""

    @property
    def name(self) -> str:
        """The platform's name, as keys begin with it."""
        return self.platform.name

    @property
    def desk(self) -> str:
        """The desk's channel."""
        return self.platform.channel("desk")

    @property
    def homes(self) -> dict[str, str]:
        """Who reports where."""
        return {self.platform.user(name): self.platform.home_of(name) for name in ("rita", "rui", "luz")}

    @property
    def analysts(self) -> tuple[str, ...]:
        """Who works at the desk."""
        return self.platform.user("ana"), self.platform.user("ben")

    def is_card(self, post: Posted) -> bool:
        """Whether a message with a ticket's number is its card."""
        return bool(post.number) and (post.channel != self.desk or not post.thread)

    # -- what people do

    @abstractmethod
    async def say(self, person: str, channel: str, text: str) -> str:
        """Somebody writes at the top of a channel; the message's id."""

    @abstractmethod
    async def reply(self, person: str, post: Posted, text: str) -> None:
        """Somebody writes in a message's thread."""

    @abstractmethod
    def button(self, post: Posted, labels: Sequence[str]) -> dict[str, Any] | None:
        """The button with one of these labels, as it is pressed."""

    @abstractmethod
    async def press(self, person: str, post: Posted, button: Mapping[str, Any], wait: float) -> Form | None:
        """Somebody presses it; the form that opens within so many seconds."""

    @abstractmethod
    async def send(self, person: str, form: Form, values: Mapping[str, str]) -> Sending:
        """Somebody sends a form."""

    @abstractmethod
    async def close(self, person: str, form: Form) -> None:
        """Somebody closes a form."""

    @abstractmethod
    async def disturb(self, random: Random) -> str:
        """The platform itself breaks a connection in one of its ways; which."""

    # -- how the ledger is read

    @abstractmethod
    def posted(self, entry: Entry) -> Posted | None:
        """The message that an answered call put there; None for any other call."""

    @abstractmethod
    def changed(self, entry: Entry) -> tuple[Spot, list[dict[str, Any]]] | None:
        """The message that an answered call changed, with how it looks now."""

    @abstractmethod
    def letter(self, outbox: str) -> str:
        """How an outbox id stands in a message."""

    @abstractmethod
    def key(self, push: Entry) -> str:
        """The inbox key of a person's deed that the bot must have kept; empty for what does not concern it."""

    @abstractmethod
    def may_have_no_row(self, push: Entry, consumed: set[str]) -> bool:
        """Whether it is a form that came back with errors, or one sent again after it was taken."""

    @abstractmethod
    def pressed(self, push: Entry) -> Pressed | None:
        """The button that was pressed and acknowledged; None for any other deed."""

    @abstractmethod
    def note(self, entry: Entry) -> None:
        """Remember of a call what the answers to people are."""

    @abstractmethod
    def told(self, push: Entry) -> Told:
        """What a person saw of the form that a press asked for, by what was noted."""

    @abstractmethod
    def said_at(self, message: str) -> datetime:
        """When a message was said, in UTC."""
