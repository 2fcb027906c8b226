"""A chat platform's own side, in memory: people, channels, messages, forms and files; it outlives our restarts."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.chat.cards import Card, People
from bot.chat.forms import Form
from bot.chat.platform import Features, Outcome
from bot.chat.requests import RemoteFile
from bot.domain.words import Place

if TYPE_CHECKING:
    from tests.fakes.platform import FakePlatform

BOT = "UBOT"
DISCORDANT = Features(form_fields=5, slash_in_threads=True, private_in_channel=True)
"""What the platform with the tighter forms can do."""


@dataclass
class Person:
    """Somebody with an account: `team` is where they come from."""

    id: str
    team: str
    name: str
    locale: str | None = None
    zone: str | None = None
    active: bool = True


@dataclass
class Post:
    """A message: a person's words, or a card of ours with its sealed buttons."""

    id: str
    channel: str
    thread: str | None
    author: str
    at: datetime
    text: str = ""
    card: Card | None = None
    people: People = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    ref: str = ""
    only_for: str = ""
    called: frozenset[str] = frozenset()
    reactions: set[tuple[str, str]] = field(default_factory=set)
    files: tuple[RemoteFile, ...] = ()
    payloads: list[Mapping[str, Any]] = field(default_factory=list)
    pinned: bool = False
    edits: int = 0


@dataclass
class Opened:
    """A form before somebody's eyes, one step of it at a time."""

    form: Form
    place: Place
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Trouble:
    """How one call of a method ends; `accepted` when it had its effect all the same."""

    outcome: Outcome
    accepted: bool = False


class FakeChat:
    """The platform as its owner runs it."""

    def __init__(self, name: str, workspace: str, team: str, features: Features = DISCORDANT) -> None:
        self.name, self.workspace, self.team, self.features = name, workspace, team, features
        self.app: FakePlatform | None = None
        self.people: dict[str, Person] = {}
        self.members: dict[str, list[str]] = {}
        self.names: dict[str, str] = {}
        self.foreign: dict[str, tuple[str, ...]] = {}
        self.archived: set[str] = set()
        self.groups: dict[str, list[str]] = {}
        self.posts: dict[str, Post] = {}
        self.homes: dict[str, Card] = {}
        self.open_forms: dict[str, Opened] = {}
        self.uploads: dict[str, bytes] = {}
        self.calls: list[tuple[str, object]] = []
        self.triggers_die = False
        self.unreadable = False
        self._troubles: dict[str, list[Trouble]] = {}
        self._numbers = itertools.count(1)

    def next_id(self) -> str:
        """An id that sorts by age."""
        return f"{next(self._numbers):09d}"

    def write(self, post: Post) -> Post:
        """A message is there."""
        self.posts[post.id] = post
        return post

    def will(self, method: str, outcome: Outcome, *, accepted: bool = False) -> None:
        """The next call of a method ends so."""
        self._troubles.setdefault(method, []).append(Trouble(outcome, accepted))

    def trouble(self, method: str, told: object) -> Trouble | None:
        """Write a call down, and say how it ends when that was ordered."""
        self.calls.append((method, told))
        waiting = self._troubles.get(method)
        return waiting.pop(0) if waiting else None

    @staticmethod
    def now() -> datetime:
        """The platform's own time."""
        return datetime.now(UTC)
