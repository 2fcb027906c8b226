"""What is heard: everything that people do on a platform, as frozen requests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.people import AccountKey, GroupKey
from bot.domain.words import DraftId, Place, Source

AccountRef = AccountKey


@dataclass(frozen=True)
class RemoteFile:
    """A file that a platform holds for us to fetch; size in bytes, 0 when unknown."""

    id: str
    name: str
    mime: str = ""
    size: int = 0
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Request:
    """Something that happened: `id` is the inbox key, `at` the platform's own time in UTC (not shifted)."""

    id: str
    workspace: str
    actor: AccountRef
    place: Place
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Said(Request):
    """A message; `call` is what follows the mention of us, None when we were not mentioned."""

    source: Source
    text: str
    files: tuple[RemoteFile, ...] = ()
    call: str | None = None
    direct: bool = False


@dataclass(frozen=True, kw_only=True)
class Edited(Request):
    """A message has new text (files included)."""

    source: Source
    text: str
    files: tuple[RemoteFile, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Deleted(Request):
    """A message is gone; the actor may be unknown."""

    source: Source


@dataclass(frozen=True, kw_only=True)
class Reacted(Request):
    """A reaction was put on a message or taken away; `gesture` is its neutral name (Gesture) or the platform's."""

    source: Source
    gesture: str
    added: bool


@dataclass(frozen=True, kw_only=True)
class Typed(Request):
    """A slash command: its words as typed, or a command and its inputs by name where the platform parts them."""

    words: str = ""
    direct: bool = False
    command: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Clicked(Request):
    """A button was pressed: its sealed token, the message that it stands on, and what was chosen beside it."""

    token: str
    source: Source | None = None
    chosen: str = ""


@dataclass(frozen=True, kw_only=True)
class Picked(Request):
    """A message shortcut: a command on somebody's message."""

    command: str
    source: Source
    text: str
    author: AccountRef | None = None
    files: tuple[RemoteFile, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Submitted(Request):
    """A form (or one step of it) came back: raw values by field key, files as remote files."""

    draft: DraftId
    step: int = 1
    values: Mapping[str, str | tuple[str, ...] | None] = field(default_factory=dict)
    files: Mapping[str, tuple[RemoteFile, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Suggested(Request):
    """Somebody is typing an input of a command and wants to choose: what stands there so far, and the other inputs."""

    command: str
    argument: str
    typed: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OpenedHome(Request):
    """Somebody looks at their own page of the bot."""


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Request):
    """What the platform tells of the actor (name, roles) is not what it was."""


@dataclass(frozen=True, kw_only=True)
class BotJoined(Request):
    """We were added to a channel (by the actor)."""


@dataclass(frozen=True, kw_only=True)
class BotLeft(Request):
    """We were removed from a channel, or it was archived or deleted."""

    why: str


@dataclass(frozen=True, kw_only=True)
class CutOff(Request):
    """The whole workspace is lost to us: token revoked or app uninstalled."""

    why: str


@dataclass(frozen=True, kw_only=True)
class ChannelMoved(Request):
    """A channel has a new id (as when it becomes shared)."""

    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class ChannelShared(Request):
    """A channel is now shared with the given foreign teams."""

    teams: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChannelSeen(Request):
    """These groups, and no others, may look into a channel now."""

    groups: tuple[GroupKey, ...]


@dataclass(frozen=True, kw_only=True)
class ChannelUnshared(Request):
    """A channel is no longer shared with the given foreign teams."""

    teams: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChannelBack(Request):
    """A channel that was archived is there again."""
