"""What there is: teams, people, channels, messages, apps; plain state without any protocol."""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.clock import Stamps, now
from sandbox.kinds import Json


@dataclass
class Team:
    """A workspace."""

    id: str
    name: str
    domain: str


@dataclass
class User:
    """A person, or the user that stands for a bot."""

    id: str
    team: str
    name: str
    real_name: str
    email: str = ""
    locale: str = "en-US"
    tz: str = "Europe/London"
    role_label: str = ""
    display_name: str = ""
    title: str = ""
    deleted: bool = False
    is_admin: bool = False
    bot_id: str = ""
    app_id: str = ""
    updated: int = 0


@dataclass
class UserGroup:
    """A handle that stands for several people of one workspace."""

    id: str
    team: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)
    created: int = 0


@dataclass
class App:
    """An app installed in one workspace, with its bot and its tokens."""

    id: str
    team: str
    bot_user: str
    bot_name: str
    bot_id: str
    bot_token: str
    app_token: str
    signing_secret: str
    scopes: list[str] | None
    app_scopes: list[str] | None
    events: list[str] | None
    commands: list[str]
    mode: str = "socket"
    events_url: str | None = None
    interactivity_url: str | None = None
    commands_url: str | None = None
    options_url: str | None = None
    verification_token: str = "verification-token"
    should_escape: bool = False
    delayed_events: bool = False
    state: str = "installed"
    shortcuts: list[dict[str, str]] = field(default_factory=list)
    command_hints: dict[str, str] = field(default_factory=dict)

    def may(self, scope: str) -> bool:
        """Whether the bot token was granted this scope."""
        return self.scopes is None or scope in self.scopes


@dataclass
class Message:
    """One message of a channel; an ephemeral one has `only_for`."""

    channel: str
    ts: str
    user: str
    text: str
    team: str = ""
    subtype: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    bot_id: str = ""
    app_id: str = ""
    username: str = ""
    icons: Json | None = None
    metadata: Json | None = None
    edited: Json | None = None
    client_msg_id: str = ""
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    notified: list[str] = field(default_factory=list)
    only_for: str = ""
    drafts: dict[str, Json] = field(default_factory=dict)
    extra: Json = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread under another message."""
        return bool(self.thread_ts) and self.thread_ts != self.ts


@dataclass
class Channel:
    """A conversation of any kind with its messages."""

    id: str
    name: str
    team: str
    shared_with: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    topic: str = ""
    purpose: str = ""
    post_only: bool = False
    private: bool = False
    archived: bool = False
    kind: str = "channel"
    created: int = field(default_factory=lambda: int(now()))
    creator: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    timeline: list[str] = field(default_factory=list)
    threads: dict[str, list[str]] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)
    pins: dict[str, Json] = field(default_factory=dict)
    bookmarks: list[Json] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    previous_ids: list[str] = field(default_factory=list)

    @property
    def event_kind(self) -> str:
        """The `channel_type` of its messages' events: channel, group, im or mpim."""
        return "group" if self.kind == "channel" and self.private else self.kind

    @property
    def teams(self) -> list[str]:
        """All workspaces that are connected by this channel, the host first."""
        return [self.team, *self.shared_with]

    def add(self, message: Message) -> None:
        """Keep a message in its place in time and thread."""
        self.messages[message.ts] = message
        if message.is_reply:
            insort(self.threads.setdefault(message.thread_ts, []), message.ts)
        if not message.is_reply or message.subtype == "thread_broadcast":
            insort(self.timeline, message.ts)

    def drop(self, ts: str) -> Message:
        """Take a message out of the channel and of its thread."""
        message = self.messages.pop(ts)
        self.pins.pop(ts, None)
        if ts in self.timeline:
            self.timeline.remove(ts)
        if message.is_reply and ts in self.threads.get(message.thread_ts, []):
            self.threads[message.thread_ts].remove(ts)
        return message

    def find(self, ts: str) -> Message | None:
        """A message by its ts, private answers included."""
        return self.messages.get(ts) or self.ephemerals.get(ts)


@dataclass
class StoredFile:
    """An uploaded file with its bytes."""

    id: str
    name: str
    title: str
    mimetype: str
    user: str
    team: str
    content: bytes
    created: int = field(default_factory=lambda: int(now()))
    shares: list[tuple[str, str]] = field(default_factory=list)
    complete: bool = True
    alt_text: str = ""


@dataclass
class View:
    """A modal or a home tab as one person has it open."""

    id: str
    app: str
    team: str
    user: str
    source: Json
    hash: str
    root: str
    previous: str | None = None
    draft: dict[str, Json] = field(default_factory=dict)
    external_id: str = ""


@dataclass
class World:
    """Everything on this floor."""

    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    usergroups: dict[str, UserGroup] = field(default_factory=dict)
    apps: dict[tuple[str, str], App] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    posted: dict[tuple[str, str, str], str] = field(default_factory=dict)
    homes: dict[tuple[str, str, str], str] = field(default_factory=dict)
    stamps: Stamps = field(default_factory=Stamps)
    serial: int = 0

    def new_id(self, letter: str) -> str:
        """An id nobody has, beginning with Slack's letter of its kind."""
        self.serial += 1
        return f"{letter}{int(now()) % 100_000_000:08d}{self.serial:05d}"

    def app_by_id(self, app_id: str, team: str = "") -> App | None:
        """The app's installation, in `team` when that is given."""
        return next((a for a in self.apps.values() if a.id == app_id and team in {"", a.team}), None)

    def is_external(self, user: User, app: App) -> bool:
        """Whether a person belongs to another company than the app."""
        return user.team != app.team

    def channels_of(self, user_id: str) -> Iterator[Channel]:
        """The conversations that somebody is in."""
        return (c for c in self.channels.values() if user_id in c.members)

    def dm_between(self, one: str, other: str) -> Channel:
        """The direct conversation of two people, opened if there is none yet."""
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == {one, other}:
                return channel
        team = self.users[one].team
        channel = Channel(id=self.new_id("D"), name="", team=team, members=[one, other], kind="im", private=True)
        if self.users[other].team != team:
            channel.shared_with = [self.users[other].team]
        self.channels[channel.id] = channel
        return channel
