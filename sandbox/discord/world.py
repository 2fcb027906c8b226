"""What there is on the Discord side: guilds, people, channels, messages, apps; plain state without any protocol."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sandbox.discord.apps import Application, Command, Webhook
from sandbox.discord.snowflakes import Mint, iso_now
from sandbox.kinds import Json

__all__ = [
    "Application", "Attachment", "Channel", "Command", "Discord", "Event", "Guild", "Listener", "Member", "Message",
    "Overwrite", "Reaction", "Role", "User", "Webhook",
]  # fmt: skip

TEXT, DM, CATEGORY, ANNOUNCEMENT = 0, 1, 4, 5
ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD, FORUM, MEDIA = 10, 11, 12, 15, 16
THREADS = frozenset({ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD})
FORUMS = frozenset({FORUM, MEDIA})


@dataclass
class User:
    """A person, or the user that stands for a bot."""

    id: str
    username: str
    global_name: str = ""
    bot: bool = False
    locale: str = "en-US"
    tz: str = "Europe/London"
    role_label: str = ""
    email: str = ""
    closed_dms: bool = False

    @property
    def shown_name(self) -> str:
        """The name that others read where there is no nickname."""
        return self.global_name or self.username


@dataclass
class Role:
    """A role of a guild; the one with the guild's id is @everyone."""

    id: str
    guild: str
    name: str
    permissions: int = 0
    color: int = 0
    hoist: bool = False
    position: int = 1
    managed: bool = False
    mentionable: bool = False
    bot_id: str = ""


@dataclass
class Member:
    """A user in a guild; `roles` without @everyone."""

    guild: str
    user: str
    nick: str = ""
    roles: list[str] = field(default_factory=list)
    joined_at: str = field(default_factory=iso_now)
    timeout_until: str = ""
    pending: bool = False


@dataclass
class Overwrite:
    """What a channel allows and denies a role (kind 0) or a member (kind 1)."""

    id: str
    kind: int
    allow: int = 0
    deny: int = 0


@dataclass
class Attachment:
    """A file of a message with its bytes."""

    id: str
    channel: str
    filename: str
    content: bytes
    content_type: str = ""
    description: str = ""
    title: str = ""
    width: int = 0
    height: int = 0


@dataclass
class Reaction:
    """Who reacted with one emoji: an emoji's character, or `name:id` of a guild's own."""

    emoji: str
    users: list[str] = field(default_factory=list)


@dataclass
class Message:
    """One message; an ephemeral one has `only_for` and stands in its channel's `ephemerals`."""

    id: str
    channel: str
    author: str
    content: str = ""
    type: int = 0
    edited_at: str = ""
    tts: bool = False
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    reactions: dict[str, Reaction] = field(default_factory=dict)
    mentions: list[str] = field(default_factory=list)
    mention_roles: list[str] = field(default_factory=list)
    mention_everyone: bool = False
    notified: list[str] = field(default_factory=list)
    pinned_at: str = ""
    nonce: str | int | None = None
    flags: int = 0
    reference: Json | None = None
    thread: str = ""
    webhook: str = ""
    webhook_name: str = ""
    application: str = ""
    interaction: Json | None = None
    only_for: str = ""


@dataclass
class Channel:
    """A channel, category, forum, thread or direct conversation (https://docs.discord.com/developers/resources/channel)."""

    id: str
    type: int = TEXT
    guild: str = ""
    name: str = ""
    topic: str = ""
    position: int = 0
    parent: str = ""
    nsfw: bool = False
    slowmode: int = 0
    flags: int = 0
    overwrites: dict[str, Overwrite] = field(default_factory=dict)
    recipients: list[str] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)
    last_message: str = ""
    last_pin_at: str = ""
    default_auto_archive: int = 1440
    available_tags: list[Json] = field(default_factory=list)
    # of threads only
    owner: str = ""
    members: dict[str, str] = field(default_factory=dict)
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    auto_archive: int = 1440
    archive_at: str = ""
    created_at: str = ""
    message_count: int = 0
    total_sent: int = 0
    applied_tags: list[str] = field(default_factory=list)
    # of the page only: what each person has read
    seen: dict[str, str] = field(default_factory=dict)

    @property
    def is_thread(self) -> bool:
        """Whether it is a thread of any kind."""
        return self.type in THREADS

    @property
    def is_forum(self) -> bool:
        """Whether it holds posts (threads) only."""
        return self.type in FORUMS

    def find(self, message_id: str) -> Message | None:
        """A message by its id, private answers included."""
        return self.messages.get(message_id) or self.ephemerals.get(message_id)


@dataclass
class Guild:
    """A server."""

    id: str
    name: str
    owner: str
    roles: dict[str, Role] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    preferred_locale: str = "en-US"
    description: str = ""
    features: list[str] = field(default_factory=lambda: ["COMMUNITY"])


@dataclass(frozen=True)
class Event:
    """Something the gateway may dispatch; with `user_id` only to that user, else to who sees the channel or guild."""

    name: str
    data: Json
    guild_id: str = ""
    channel_id: str = ""
    user_id: str = ""


Listener = Callable[[Event], None]


@dataclass
class Discord:
    """Everything there is; `tell` calls every listener at once, before a deleted thing is gone."""

    guilds: dict[str, Guild] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    apps: dict[str, Application] = field(default_factory=dict)
    webhooks: dict[str, Webhook] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    nonces: dict[tuple[str, str, str], tuple[str, float]] = field(default_factory=dict)
    listeners: list[Listener] = field(default_factory=list)
    origin: Callable[[], str] = str
    link_seconds: float = 86_400.0
    nonce_seconds: float = 300.0
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    _mint: Mint = field(default_factory=Mint)

    def mint(self) -> str:
        """A new snowflake."""
        return self._mint.next()

    def tell(self, name: str, data: Json, guild_id: str = "", channel_id: str = "", user_id: str = "") -> None:
        """Let every listener know what happened."""
        event = Event(name, data, guild_id, channel_id, user_id)
        for listener in list(self.listeners):
            listener(event)

    def app_of_token(self, token: str) -> Application | None:
        """The application whose bot has this token."""
        return next((app for app in self.apps.values() if token and app.token == token), None)

    def app_of_bot(self, user_id: str) -> Application | None:
        """The application whose bot this user is."""
        return next((app for app in self.apps.values() if app.bot_user == user_id), None)

    def guilds_of(self, user_id: str) -> Iterator[Guild]:
        """The guilds that somebody is a member of."""
        return (guild for guild in self.guilds.values() if user_id in guild.members)

    def channels_of(self, guild_id: str) -> Iterator[Channel]:
        """A guild's channels without its threads."""
        return (c for c in self.channels.values() if c.guild == guild_id and not c.is_thread)

    def threads_of(self, guild_id: str, parent: str = "") -> Iterator[Channel]:
        """A guild's threads, or those of one channel."""
        return (c for c in self.channels.values() if c.is_thread and c.guild == guild_id and parent in {"", c.parent})

    def dm_between(self, one: str, other: str) -> Channel:
        """The direct conversation of two users, opened if there is none yet."""
        for channel in self.channels.values():
            if channel.type == DM and set(channel.recipients) == {one, other}:
                return channel
        channel = Channel(self.mint(), DM, recipients=[one, other])
        self.channels[channel.id] = channel
        return channel
