"""The JSON of interactions (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object)."""

from sandbox.discord.apps import Application
from sandbox.discord.interactions import Interaction, Kind
from sandbox.discord.objects import (
    channel_object,
    member_in_interaction,
    member_object,
    message_object,
    role_object,
    user_object,
)
from sandbox.discord.permissions import permissions_in
from sandbox.discord.world import Channel, Discord, Message
from sandbox.kinds import Json

ATTACHMENT_BYTES_MAX = 10 * 1024 * 1024
PARTIAL_CHANNEL = (
    "id", "name", "type", "last_message_id", "last_pin_timestamp", "nsfw", "parent_id", "guild_id", "flags",
    "rate_limit_per_user", "topic", "position", "thread_metadata",
)  # fmt: skip


def interaction_object(world: Discord, interaction: Interaction, data: Json) -> Json:
    """What the app is sent; `message` for components and for forms that a component opened."""
    app = world.apps[interaction.app]
    channel = world.channels[interaction.channel]
    user = world.users[interaction.user]
    shown: Json = {
        "id": interaction.id, "application_id": app.id, "type": int(interaction.kind), "data": data,
        "token": interaction.token, "version": 1, "locale": user.locale, "channel_id": channel.id,
        "channel": {**channel_object(world, channel, app.bot_user), "permissions": _may(world, user.id, channel)},
        "app_permissions": _may(world, app.bot_user, channel), "entitlements": [],
        "authorizing_integration_owners": {"0": interaction.guild or "0"},
        "attachment_size_limit": ATTACHMENT_BYTES_MAX,
    }  # fmt: skip
    shown |= _in_guild(world, interaction, channel) if interaction.guild else {"user": user_object(user), "context": 1}
    message = channel.find(interaction.message) if interaction.message else None
    if message is not None:
        shown["message"] = message_object(world, message, app.bot_user)
    return shown


def _in_guild(world: Discord, interaction: Interaction, channel: Channel) -> Json:
    guild = world.guilds[interaction.guild]
    member = member_in_interaction(world, guild.members[interaction.user], channel)
    partial = {"id": guild.id, "locale": guild.preferred_locale, "features": list(guild.features)}
    return {"guild": partial, "guild_id": guild.id, "guild_locale": guild.preferred_locale, "member": member,
            "context": 0}  # fmt: skip


def _may(world: Discord, user_id: str, channel: Channel) -> str:
    return str(int(permissions_in(world, user_id, channel)))


def metadata(world: Discord, interaction: Interaction, **more: object) -> Json:
    """`interaction_metadata` of the messages that answer it."""
    shown: Json = {
        "id": interaction.id, "type": int(interaction.kind), "user": user_object(world.users[interaction.user]),
        "authorizing_integration_owners": {"0": interaction.guild or "0"},
    }  # fmt: skip
    if interaction.kind is Kind.COMPONENT:
        shown["interacted_message_id"] = interaction.message
    return shown | more


class Resolved:
    """Collects the people, roles, channels, messages and files that an interaction names."""

    def __init__(self, world: Discord, guild: str, app: Application, actor: str) -> None:
        self._world, self._guild, self._app, self._actor = world, world.guilds.get(guild), app, actor
        self.found: Json = {}

    def _put(self, kind: str, key: str, value: Json) -> None:
        self.found.setdefault(kind, {})[key] = value

    def user(self, user_id: str, channel: Channel) -> None:
        """A user, and their member where there is a guild."""
        self._put("users", user_id, user_object(self._world.users[user_id]))
        member = self._guild.members.get(user_id) if self._guild else None
        if member is not None:
            shown = member_object(self._world, member, with_user=False)
            shown = {key: value for key, value in shown.items() if key not in {"deaf", "mute"}}
            self._put("members", user_id, shown | {"permissions": _may(self._world, user_id, channel)})

    def role(self, role_id: str) -> None:
        """A role of the guild."""
        if self._guild is not None:
            self._put("roles", role_id, role_object(self._guild.roles[role_id]))

    def channel(self, channel_id: str) -> None:
        """A channel with what the actor may do there."""
        channel = self._world.channels[channel_id]
        shown = channel_object(self._world, channel)
        partial = {key: shown[key] for key in PARTIAL_CHANNEL if key in shown}
        self._put("channels", channel_id, partial | {"permissions": _may(self._world, self._actor, channel)})

    def message(self, message: Message) -> None:
        """A message, with its content whatever the app's intents."""
        self._put("messages", message.id, message_object(self._world, message, self._app.bot_user))

    def attachment(self, shown: Json) -> None:
        """An uploaded file."""
        self._put("attachments", shown["id"], {**shown, "ephemeral": True})

    def into(self, data: Json) -> Json:
        """The data with what was found, if anything."""
        return {**data, "resolved": self.found} if self.found else data
