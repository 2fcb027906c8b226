"""What we know of a server's rooms, as the gateway tells it: whose thread is where, and which channels we see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.words import Source
from integrations.discord.payloads import FORUMS, TEXTS, address_of, parent_of
from integrations.wire.shapes import dict_at, dicts_at, number_at, text_at, texts_at

VIEW_CHANNEL = 1 << 10  # https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags
ADMINISTRATOR = 1 << 3
_MOST_THREADS = 50_000


@dataclass
class _Room:
    kind: int
    overwrites: dict[str, tuple[int, int]]


@dataclass
class Rooms:
    """Channels with their overwrites, threads with their parents, and the roles that decide what we see."""

    server: str
    me: str = ""
    role: str = ""
    _owner: str = ""
    _mine: frozenset[str] = frozenset()
    _roles: dict[str, int] = field(default_factory=dict)
    _rooms: dict[str, _Room] = field(default_factory=dict)
    _parents: dict[str, str] = field(default_factory=dict)
    _seen: frozenset[str] | None = None
    _viewers: dict[str, frozenset[str]] = field(default_factory=dict)

    def parent(self, room: str) -> str | None:
        """A thread's channel, empty for a channel, None for what we never heard of."""
        return self._parents.get(room) or ("" if room in self._rooms else None)

    @property
    def known(self) -> bool:
        """Whether we know the server at all."""
        return bool(self._rooms)

    def is_forum(self, channel: str) -> bool:
        """Whether a channel holds posts only."""
        room = self._rooms.get(channel)
        return room is not None and room.kind in FORUMS

    def address(self, source: Source) -> tuple[str, str]:
        """The room and the message that Discord calls a source; a forum's post begins with a message in itself."""
        room, message = address_of(source)
        return (message, message) if room == source.channel.id and self.is_forum(room) else (room, message)

    def keep(self, channel: Mapping[str, Any]) -> str:
        """Remember a channel or thread object; its parent when it is a thread."""
        number, parent = text_at(channel, "id"), parent_of(channel)
        if parent:
            if len(self._parents) >= _MOST_THREADS:
                self._parents.clear()  # what is asked for again is asked of Discord
            self._parents[number] = parent
        elif number:
            rows = dicts_at(channel, "permission_overwrites")
            overwrites = {text_at(row, "id"): (_bits(row, "allow"), _bits(row, "deny")) for row in rows}
            self._rooms[number] = _Room(number_at(channel, "type", default=-1), overwrites)
        return parent

    def learn(self, event: str, data: Mapping[str, Any]) -> tuple[dict[str, str], ...]:
        """Follow an event of the server; the channels that we were let into or lost by it, as data of SIGHT."""
        if event in ("THREAD_CREATE", "THREAD_UPDATE"):
            self.keep(data)
        elif event == "THREAD_DELETE":
            self._parents.pop(text_at(data, "id"), None)
        elif event == "THREAD_LIST_SYNC":
            self._keep_all(dicts_at(data, "threads"))
        elif event in _CHANGES:
            self._change(event, data)
            return self._compare()
        return ()

    def _change(self, event: str, data: Mapping[str, Any]) -> None:
        match event:
            case "GUILD_CREATE":
                self._begin(data)
            case "GUILD_UPDATE":
                self._owner = text_at(data, "owner_id") or self._owner
            case "CHANNEL_CREATE" | "CHANNEL_UPDATE":
                self.keep(data)
            case "CHANNEL_DELETE":
                self._rooms.pop(text_at(data, "id"), None)
            case "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE":
                self._roles[text_at(data, "role", "id")] = _bits(dict_at(data, "role"), "permissions")
            case "GUILD_ROLE_DELETE":
                self._roles.pop(text_at(data, "role_id"), None)
            case "GUILD_MEMBER_UPDATE" if text_at(data, "user", "id") == self.me:
                self._mine = frozenset(texts_at(data, "roles"))

    def _begin(self, guild: Mapping[str, Any]) -> None:
        """The whole server anew, as after each IDENTIFY."""
        roles = dicts_at(guild, "roles")
        self._owner = text_at(guild, "owner_id")
        self._roles = {text_at(role, "id"): _bits(role, "permissions") for role in roles}
        self.role = next((text_at(role, "id") for role in roles if text_at(role, "tags", "bot_id") == self.me), "")
        for member in dicts_at(guild, "members"):
            if text_at(member, "user", "id") == self.me:
                self._mine = frozenset(texts_at(member, "roles"))
        self._rooms = {}
        self._keep_all(dicts_at(guild, "channels"))
        self._keep_all(dicts_at(guild, "threads"))

    def _keep_all(self, channels: Iterable[Mapping[str, Any]]) -> None:
        for channel in channels:
            self.keep(channel)

    def _compare(self) -> tuple[dict[str, str], ...]:
        before, now = self._seen, frozenset(channel for channel in self._rooms if self.sees(channel))
        looked, self._viewers = self._viewers, {channel: self.viewers(channel) for channel in now}
        self._seen = now
        if before is None:
            return ()
        opened = [
            {"channel_id": each, "viewers": " ".join(sorted(self._viewers[each]))}
            for each in sorted(now & before)
            if self._viewers[each] != looked.get(each)
        ]
        joined = [{"channel_id": each, "why": ""} for each in sorted(now - before) if self._is_invited(each)]
        lost = [{"channel_id": each, "why": self._why_lost(each)} for each in sorted(before - now)]
        return tuple({**row, "guild_id": self.server} for row in (*joined, *lost, *opened))

    def _why_lost(self, channel: str) -> str:
        return "removed" if channel in self._rooms else "deleted"

    def sees(self, channel: str) -> bool:
        """Whether we may look into a channel in which people write."""
        room = self._rooms.get(channel)
        if room is None or room.kind not in TEXTS | FORUMS:
            return False
        base = self._roles.get(self.server, 0)
        for role in self._mine:
            base |= self._roles.get(role, 0)
        if self._owner == self.me or base & ADMINISTRATOR:
            return True
        return bool(self._overwritten(base, room.overwrites) & VIEW_CHANNEL)

    def viewers(self, channel: str) -> frozenset[str]:
        """The roles whose holders may look into a channel that we know."""
        room = self._rooms.get(channel)
        if room is None:
            return frozenset()
        everyone = room.overwrites.get(self.server, (0, 0))
        found = set()
        for role, permissions in self._roles.items():
            allow, deny = room.overwrites.get(role, (0, 0))
            base = (self._roles.get(self.server, 0) | permissions) & ~everyone[1] | everyone[0]
            if permissions & ADMINISTRATOR or (base & ~deny | allow) & VIEW_CHANNEL:
                found.add(role)
        return frozenset(found)

    def _overwritten(self, base: int, overwrites: Mapping[str, tuple[int, int]]) -> int:
        """https://docs.discord.com/developers/topics/permissions#permission-overwrites"""
        everyone = overwrites.get(self.server, (0, 0))
        base = base & ~everyone[1] | everyone[0]
        roles = [overwrites[role] for role in self._mine if role in overwrites]
        for _, deny in roles:
            base &= ~deny
        for allow, _ in roles:
            base |= allow
        allow, deny = overwrites.get(self.me, (0, 0))
        return base & ~deny | allow

    def _is_invited(self, channel: str) -> bool:
        """Whether somebody let us in by name: a new channel that everybody sees is none of our business yet."""
        overwrites = self._rooms[channel].overwrites
        return any(overwrites.get(each, (0, 0))[0] & VIEW_CHANNEL for each in (self.me, self.role) if each)


_CHANGES = frozenset(
    {
        "GUILD_CREATE",
        "GUILD_UPDATE",
        "CHANNEL_CREATE",
        "CHANNEL_UPDATE",
        "CHANNEL_DELETE",
        "GUILD_ROLE_CREATE",
        "GUILD_ROLE_UPDATE",
        "GUILD_ROLE_DELETE",
        "GUILD_MEMBER_UPDATE",
    }
)


def _bits(row: Mapping[str, Any], name: str) -> int:
    text = text_at(row, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 25 else 0
