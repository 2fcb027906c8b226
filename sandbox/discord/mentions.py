"""Who is mentioned by a message and who of them is really notified; allowed_mentions decides.

https://docs.discord.com/developers/resources/message#allowed-mentions-object
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.discord.errors import invalid
from sandbox.discord.kit.rules import Errors, Shape, array, boolean, choice, error, snowflake
from sandbox.discord.permissions import P, permissions_in, sees
from sandbox.discord.world import Channel, Discord, Message
from sandbox.kinds import Json

USER = re.compile(r"<@!?(\d{1,20})>")
ROLE = re.compile(r"<@&(\d{1,20})>")
EVERYONE = re.compile(r"@(everyone|here)\b")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
TEXT_DISPLAY = 10
LISTED_MAX = 100
KINDS = frozenset({"roles", "users", "everyone"})
SILENT = 1 << 12
ROLE_MEMBERS_ADDED_TO_THREADS = 100  # larger roles are notified but not added


def _not_twice(source: Json) -> Errors:
    for name in ("users", "roles"):
        if source.get(name) and name in (source.get("parse") or []):
            words = f'parse:["{name}"] and {name}: [ids...] are mutually exclusive.'
            return error("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words)
    return {}


ALLOWED = Shape(
    {
        "parse": array(choice("roles", "users", "everyone")),
        "users": array(snowflake, 0, LISTED_MAX),
        "roles": array(snowflake, 0, LISTED_MAX),
        "replied_user": boolean,
    },
    also=(_not_twice,),
)


@dataclass(frozen=True)
class Allowed:
    """What a message's mentions may do; by default all but what permissions forbid."""

    parse: frozenset[str] = KINDS
    users: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    replied_user: bool = True

    def user(self, user_id: str) -> bool:
        """Whether this person may be notified."""
        return "users" in self.parse or user_id in self.users

    def role(self, role_id: str) -> bool:
        """Whether this role may be notified."""
        return "roles" in self.parse or role_id in self.roles


@dataclass
class Mentioned:
    """What a text mentions with effect."""

    users: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    everyone: bool = False


def read_allowed(source: Json | None) -> Allowed:
    """Allowed mentions of a request; raises 50035 where `parse` contradicts a list."""
    if source is None:
        return Allowed()
    if errors := ALLOWED(source):
        raise invalid({"allowed_mentions": errors})
    parse, users, roles = (source.get(key) or [] for key in ("parse", "users", "roles"))
    return Allowed(frozenset(parse), frozenset(map(str, users)), frozenset(map(str, roles)),
                   bool(source.get("replied_user", False)))  # fmt: skip


def texts(components: list[Json]) -> Iterator[str]:
    """Every text of Components V2, in order; buttons and selects have none that mentions."""
    for component in components:
        if component.get("type") == TEXT_DISPLAY:
            yield str(component.get("content", ""))
        yield from texts(component.get("components") or [])


def mentioned(world: Discord, channel: Channel, message: Message, allowed: Allowed) -> Mentioned:
    """What the message mentions with effect: allowed by its sender and by the sender's permissions."""
    text = CODE.sub(" ", "\n".join([message.content, *texts(message.components)]))
    guild = world.guilds.get(channel.guild)
    may_call_all = bool(permissions_in(world, message.author, channel) & P.MENTION_EVERYONE) or bool(message.webhook)
    found = Mentioned([u for u in dict.fromkeys(USER.findall(text)) if u in world.users and allowed.user(u)])
    if guild is not None:
        found.everyone = bool(EVERYONE.search(text)) and "everyone" in allowed.parse and may_call_all
        roles = [r for r in dict.fromkeys(ROLE.findall(text)) if r in guild.roles and r != guild.id]
        found.roles = [r for r in roles if allowed.role(r) and (may_call_all or guild.roles[r].mentionable)]
    replied = _replied_author(world, message)
    if replied and allowed.replied_user and replied not in found.users and replied in world.users:
        found.users.append(replied)
    return found


def _replied_author(world: Discord, message: Message) -> str:
    reference = message.reference
    if reference is None or message.type != 19:
        return ""
    channel = world.channels.get(reference.get("channel_id", ""))
    original = channel.messages.get(reference.get("message_id", "")) if channel else None
    return original.author if original and not original.webhook else ""


def notified(world: Discord, channel: Channel, message: Message, found: Mentioned) -> list[str]:
    """Who is called: the mentioned who see the channel, without the author; nobody by a silent message."""
    if message.flags & SILENT:
        return []
    if not channel.guild:
        return [user for user in channel.recipients if user != message.author]
    called = set(found.users)
    for member in world.guilds[channel.guild].members.values():
        if found.everyone or not set(found.roles).isdisjoint(member.roles):
            called.add(member.user)
    return [user for user in sorted(called, key=int) if user != message.author and sees(world, user, channel)]


def drawn_into_thread(world: Discord, thread: Channel, found: Mentioned) -> list[str]:
    """Who becomes a member of a thread because they were mentioned in it and may see its channel."""
    guild, parent = world.guilds[thread.guild], world.channels.get(thread.parent)
    if parent is None:
        return []
    called = list(found.users)
    for role_id in found.roles:
        holders = [member.user for member in guild.members.values() if role_id in member.roles]
        called += holders if len(holders) < ROLE_MEMBERS_ADDED_TO_THREADS else []
    return [
        user
        for user in dict.fromkeys(called)
        if user not in thread.members and permissions_in(world, user, parent) & P.VIEW_CHANNEL
    ]
