"""What a command is: its words, who may say them, its form and what it does; written once for all platforms."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Generic, TypeVar

from bot.chat.forms import Form
from bot.chat.platform import Gesture
from bot.chat.replies import Reply
from bot.chat.requests import RemoteFile
from bot.domain.clients import ChannelBinding, ChannelKind
from bot.domain.people import Role
from bot.domain.permissions import Actor
from bot.domain.rules import DeskRules
from bot.domain.sheets import Setting
from bot.domain.tickets import Entry
from bot.domain.words import DraftId, Place, Source, TicketId
from bot.store.unit_of_work import UnitOfWork
from bot.words import Words

Input = TypeVar("Input")


class Kind(StrEnum):
    """What a word of a command names; dispatch turns it into the thing itself."""

    TICKET = "ticket"
    TEAM = "team"
    PERSON = "person"
    CATEGORY = "category"
    CLIENT = "client"
    LEVEL = "level"
    PRIORITY = "priority"
    CHOICE = "choice"
    FIELDS = "fields"
    MOMENT = "moment"
    NUMBER = "number"
    WORD = "word"
    TEXT = "text"


@dataclass(frozen=True)
class Argument:
    """One input: a word, or (kind TEXT) all that is left."""

    name: str
    kind: Kind
    required: bool = True
    choices: tuple[str, ...] = ()
    named: bool = False
    here: bool = False

    @property
    def usage(self) -> str:
        """How it is typed: `[page=…]`, `client|provider`, `why`."""
        few = self.choices if len(self.choices) <= FEW_CHOICES else ()
        shown = f"{self.name}={'|'.join(few) or '…'}" if self.named else "|".join(few) or self.name
        return shown if self.required else f"[{shown}]"


FEW_CHOICES = 3
"""So many choices are named where it is told how an input is typed."""


def argument(
    kind: Kind, *, required: bool = True, choices: tuple[str, ...] = (), named: bool = False, here: bool = False
) -> Any:
    """Declare an input on a command's dataclass; a required one is never None when the command runs.

    A `named` one is only given as name=value; one that is `here` may be left out where the place says it: the team in
    a team's thread.
    """
    said = {"kind": kind, "required": required, "choices": choices, "named": named, "here": here}
    return field(default=None, metadata=said)


class How(StrEnum):
    """The way in which a command came."""

    SLASH = "slash"
    MENTION = "mention"
    BUTTON = "button"
    REACTION = "reaction"
    SHORTCUT = "shortcut"
    FORM = "form"


@dataclass(frozen=True)
class Message:
    """The message that a gesture, a shortcut or a mention points at; `entry` when we have kept it."""

    place: Place
    entry: Entry | None
    author: Actor | None = None
    text: str = ""
    source: Source | None = None
    files: tuple[RemoteFile, ...] = ()


@dataclass(frozen=True)
class Call(Generic[Input]):
    """One use of a command: who, where, with which inputs; `answers` holds the form's other fields."""

    actor: Actor
    place: Place
    binding: ChannelBinding | None
    how: How
    input: Input
    words: Words
    setting: Setting
    answers: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[RemoteFile, ...]] = field(default_factory=dict)
    message: Message | None = None
    draft: DraftId | None = None
    known: "tuple[Command, ...]" = ()
    raw: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Call[Any], UnitOfWork], Awaitable[Reply]]
FormMaker = Callable[[Call[Any], UnitOfWork], Awaitable[Form]]
Permission = Callable[[DeskRules, Actor], bool]


def usage(name: str, arguments: Iterable[Argument]) -> str:
    """How a command is typed with these inputs."""
    return " ".join((name, *(each.usage for each in arguments)))


@dataclass(frozen=True)
class Command:
    """A command as COMMANDS lists it; `hidden` ones are reached by buttons only, `room` is the only kind of channel.

    The words of one that `only_looks` are kept nowhere. A `permission` is asked beside the roles, by the command.
    """

    name: str
    roles: frozenset[Role]
    takes: type[Any]
    run: Handler
    form: FormMaker | None = None
    aliases: tuple[str, ...] = ()
    gesture: Gesture | None = None
    shortcut: bool = False
    hidden: bool = False
    room: ChannelKind | None = None
    only_looks: bool = False
    permission: Permission | None = None

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """The inputs, in the order in which they are typed."""
        return tuple(Argument(each.name, **each.metadata) for each in fields(self.takes))

    @property
    def usage(self) -> str:
        """How it is typed: `escalate ticket [team] [why]`."""
        return usage(self.name, self.arguments)

    @property
    def takes_reason(self) -> bool:
        """Whether one may say behind it why."""
        return any(each.name == "why" for each in self.arguments)


@dataclass(frozen=True)
class NoInput:
    """A command that takes no words."""


def command(
    name: str,
    *,
    roles: frozenset[Role],
    takes: type[Any] = NoInput,
    form: FormMaker | None = None,
    aliases: tuple[str, ...] = (),
    gesture: Gesture | None = None,
    shortcut: bool = False,
    hidden: bool = False,
    room: ChannelKind | None = None,
    only_looks: bool = False,
    permission: Permission | None = None,
) -> Callable[[Handler], Command]:
    """Make a command of a function: `async def take(call, uow) -> Reply`."""

    def make(run: Handler) -> Command:
        return Command(name, roles, takes, run, form, aliases, gesture, shortcut, hidden, room, only_looks, permission)

    return make


@dataclass(frozen=True)
class TicketInput:
    """A command on one ticket; in a ticket's thread the number may be left out."""

    ticket: TicketId = argument(Kind.TICKET)


@dataclass(frozen=True)
class DraftInput:
    """A button on a draft, or on a letter that waits for a decision: its id."""

    draft: str = argument(Kind.WORD)


@dataclass(frozen=True)
class EntryInput:
    """A button on a kept message: its number."""

    entry: int = argument(Kind.NUMBER)
