"""The documented JSON of what there is; https://docs.discord.com/developers/resources/ has a page for each."""

from sandbox.discord import cdn
from sandbox.discord.components import with_links
from sandbox.discord.permissions import permissions_in
from sandbox.discord.snowflakes import iso, moment_of
from sandbox.discord.world import (
    DM,
    PRIVATE_THREAD,
    Application,
    Attachment,
    Channel,
    Discord,
    Guild,
    Member,
    Message,
    Overwrite,
    Role,
    User,
    Webhook,
)  # fmt: skip
from sandbox.kinds import Json

HAS_THREAD = 1 << 5
SUPPRESS_EMBEDS = 1 << 2
SUPPRESS_NOTIFICATIONS = 1 << 12
IS_COMPONENTS_V2 = 1 << 15
EPHEMERAL = 1 << 6


def user_object(user: User) -> Json:
    """https://docs.discord.com/developers/resources/user#user-object"""
    shown: Json = {
        "id": user.id, "username": user.username, "global_name": user.global_name or None, "discriminator": "0",
        "avatar": None, "public_flags": 0, "flags": 0, "avatar_decoration_data": None, "banner": None,
        "accent_color": None,
    }  # fmt: skip
    if user.bot:
        shown["bot"] = True
    return shown


def member_object(world: Discord, member: Member, with_user: bool = True) -> Json:
    """https://docs.discord.com/developers/resources/guild#guild-member-object"""
    shown: Json = {
        "nick": member.nick or None, "avatar": None, "banner": None, "roles": list(member.roles),
        "joined_at": member.joined_at, "premium_since": None, "deaf": False, "mute": False, "flags": 0,
        "pending": member.pending, "communication_disabled_until": member.timeout_until or None,
    }  # fmt: skip
    if with_user:
        shown = {"user": user_object(world.users[member.user]), **shown}
    return shown


def member_in_interaction(world: Discord, member: Member, channel: Channel) -> Json:
    """A member with the permissions that they have in the channel, as interactions show it."""
    return {**member_object(world, member), "permissions": str(int(permissions_in(world, member.user, channel)))}


def role_object(role: Role) -> Json:
    """https://docs.discord.com/developers/topics/permissions#role-object"""
    shown: Json = {
        "id": role.id, "name": role.name, "description": None, "permissions": str(role.permissions),
        "position": role.position, "color": role.color,
        "colors": {"primary_color": role.color, "secondary_color": None, "tertiary_color": None},
        "hoist": role.hoist, "managed": role.managed, "mentionable": role.mentionable, "icon": None,
        "unicode_emoji": None, "flags": 0,
    }  # fmt: skip
    if role.bot_id:
        shown["tags"] = {"bot_id": role.bot_id}
    return shown


def overwrite_object(overwrite: Overwrite) -> Json:
    """https://docs.discord.com/developers/resources/channel#overwrite-object"""
    return {
        "id": overwrite.id,
        "type": overwrite.kind,
        "allow": str(overwrite.allow),
        "deny": str(overwrite.deny),
    }


def channel_object(world: Discord, channel: Channel, viewer: str = "") -> Json:
    """Any channel; a thread with the viewer's membership where they are in it."""
    if channel.is_thread:
        return thread_object(world, channel, viewer)
    if channel.type == DM:
        others = [world.users[user] for user in channel.recipients if user != viewer]
        return {"id": channel.id, "type": DM, "last_message_id": channel.last_message or None, "flags": 0,
                "recipients": [user_object(user) for user in others],
                "last_pin_timestamp": channel.last_pin_at or None}  # fmt: skip
    shown: Json = {
        "id": channel.id, "type": channel.type, "guild_id": channel.guild, "name": channel.name,
        "topic": channel.topic or None, "position": channel.position, "parent_id": channel.parent or None,
        "permission_overwrites": [overwrite_object(o) for o in channel.overwrites.values()], "nsfw": channel.nsfw,
        "flags": channel.flags, "rate_limit_per_user": channel.slowmode,
        "last_message_id": channel.last_message or None, "last_pin_timestamp": channel.last_pin_at or None,
        "default_auto_archive_duration": channel.default_auto_archive,
    }  # fmt: skip
    if channel.is_forum:
        shown |= {"available_tags": channel.available_tags, "default_reaction_emoji": None,
                  "default_sort_order": None, "default_forum_layout": 0}  # fmt: skip
    return shown


def thread_object(world: Discord, thread: Channel, viewer: str = "") -> Json:
    """A thread, with `member` where the viewer is in it."""
    metadata: Json = {
        "archived": thread.archived, "auto_archive_duration": thread.auto_archive, "locked": thread.locked,
        "archive_timestamp": thread.archive_at, "create_timestamp": thread.created_at,
    }  # fmt: skip
    if thread.type == PRIVATE_THREAD:
        metadata["invitable"] = thread.invitable
    shown: Json = {
        "id": thread.id, "type": thread.type, "guild_id": thread.guild, "parent_id": thread.parent,
        "owner_id": thread.owner, "name": thread.name, "last_message_id": thread.last_message or None,
        "rate_limit_per_user": thread.slowmode, "flags": thread.flags, "message_count": thread.message_count,
        "member_count": min(len(thread.members), 50), "total_message_sent": thread.total_sent,
        "thread_metadata": metadata, "last_pin_timestamp": thread.last_pin_at or None,
    }  # fmt: skip
    parent = world.channels.get(thread.parent)
    if parent is not None and parent.is_forum:
        shown["applied_tags"] = list(thread.applied_tags)
    if viewer in thread.members:
        shown["member"] = thread_member_object(thread, viewer)
    return shown


def thread_member_object(thread: Channel, user_id: str) -> Json:
    """https://docs.discord.com/developers/resources/channel#thread-member-object"""
    return {"id": thread.id, "user_id": user_id, "join_timestamp": thread.members[user_id], "flags": 0}


def attachment_object(world: Discord, attachment: Attachment) -> Json:
    """An attachment with links that are signed anew each time."""
    url = cdn.signed(world, attachment)
    shown: Json = {"id": attachment.id, "filename": attachment.filename, "size": len(attachment.content),
                   "url": url, "proxy_url": url}  # fmt: skip
    optional: Json = {"title": attachment.title, "description": attachment.description,
                      "content_type": attachment.content_type, "width": attachment.width,
                      "height": attachment.height}  # fmt: skip
    return shown | {key: value for key, value in optional.items() if value}


def emoji_object(emoji: str) -> Json:
    """The partial emoji of a reaction: a character, or `name:id`."""
    name, _, emoji_id = emoji.partition(":")
    return {"id": emoji_id or None, "name": name}


def message_object(world: Discord, message: Message, viewer: str = "", *, with_reference: bool = True) -> Json:
    """A message as the viewer (a bot's user id) gets it by REST; `nonce` is shown by `created_object` only."""
    shown: Json = {
        "id": message.id, "channel_id": message.channel, "type": message.type, "content": message.content,
        "author": _author(world, message), "timestamp": iso(moment_of(message.id)),
        "edited_timestamp": message.edited_at or None, "tts": message.tts, "flags": message.flags,
        "mention_everyone": message.mention_everyone, "mention_roles": list(message.mention_roles),
        "mentions": [user_object(world.users[user]) for user in message.mentions],
        "attachments": [attachment_object(world, each) for each in message.attachments],
        "embeds": with_links(world, message, [] if message.flags & SUPPRESS_EMBEDS else message.embeds),
        "components": with_links(world, message, message.components), "pinned": bool(message.pinned_at),
    }  # fmt: skip
    if message.reactions:
        shown["reactions"] = [_reaction(each.emoji, each.users, viewer) for each in message.reactions.values()]
    if message.webhook:
        shown["webhook_id"] = message.webhook
    if message.application:
        shown["application_id"] = message.application
    if message.interaction:
        shown["interaction_metadata"] = message.interaction
    if message.thread and message.thread in world.channels:
        shown["thread"] = thread_object(world, world.channels[message.thread], viewer)
    if message.reference:
        shown["message_reference"] = message.reference
        if with_reference and message.type in {19, 21}:
            shown["referenced_message"] = _referenced(world, message.reference, viewer)
    return shown


def _author(world: Discord, message: Message) -> Json:
    if message.webhook and message.webhook_name:
        return {"id": message.webhook, "username": message.webhook_name, "avatar": None, "discriminator": "0000",
                "public_flags": 0, "flags": 0, "bot": True, "global_name": None}  # fmt: skip
    return user_object(world.users[message.author])


def _reaction(emoji: str, users: list[str], viewer: str) -> Json:
    count = {"burst": 0, "normal": len(users)}
    return {"emoji": emoji_object(emoji), "count": len(users), "count_details": count, "burst_colors": [],
            "me": viewer in users, "me_burst": False}  # fmt: skip


def _referenced(world: Discord, reference: Json, viewer: str) -> Json | None:
    channel = world.channels.get(reference.get("channel_id", ""))
    message = channel.messages.get(reference.get("message_id", "")) if channel else None
    return message_object(world, message, viewer, with_reference=False) if message else None


def created_object(world: Discord, message: Message, viewer: str = "") -> Json:
    """A message as the answer to its sender shows it, with its nonce."""
    shown = message_object(world, message, viewer)
    if message.nonce is not None:
        shown["nonce"] = message.nonce
    return shown


def message_event(world: Discord, message: Message) -> Json:
    """A message as the gateway dispatches it: with guild_id, the author's member, and members of the mentioned."""
    shown = created_object(world, message)
    channel = world.channels[message.channel]
    shown["channel_type"] = channel.type
    guild = world.guilds.get(channel.guild)
    if guild is None:
        return shown
    shown["guild_id"] = guild.id
    if message.author in guild.members and not message.webhook:
        shown["member"] = member_object(world, guild.members[message.author], with_user=False)
    for user in shown["mentions"]:
        if user["id"] in guild.members:
            user["member"] = member_object(world, guild.members[user["id"]], with_user=False)
    return shown


def guild_object(world: Discord, guild: Guild) -> Json:
    """https://docs.discord.com/developers/resources/guild#guild-object , without channels and members."""
    return {
        "id": guild.id, "name": guild.name, "icon": None, "icon_hash": None, "splash": None,
        "discovery_splash": None, "owner_id": guild.owner, "afk_channel_id": None, "afk_timeout": 300,
        "widget_enabled": False, "widget_channel_id": None, "verification_level": 1,
        "default_message_notifications": 1, "explicit_content_filter": 0,
        "roles": [role_object(role) for role in guild.roles.values()], "emojis": [], "stickers": [],
        "features": list(guild.features), "mfa_level": 0, "application_id": None, "system_channel_id": None,
        "system_channel_flags": 0, "rules_channel_id": None, "max_presences": None, "max_members": 500_000,
        "vanity_url_code": None, "description": guild.description or None, "banner": None, "premium_tier": 0,
        "premium_subscription_count": 0, "preferred_locale": guild.preferred_locale,
        "public_updates_channel_id": None, "max_video_channel_users": 25, "max_stage_video_channel_users": 50,
        "nsfw_level": 0, "premium_progress_bar_enabled": False, "safety_alerts_channel_id": None,
        "incidents_data": None,
    }  # fmt: skip


def application_object(world: Discord, app: Application) -> Json:
    """https://docs.discord.com/developers/resources/application#application-object"""
    flags = sum(bit for intent, bit in {"presences": 1 << 13, "members": 1 << 15, "message_content": 1 << 19}.items()
                if intent in app.intents)  # fmt: skip
    return {
        "id": app.id, "name": app.name, "icon": None, "description": "", "bot_public": False,
        "bot_require_code_grant": False, "verify_key": app.public_key or app.id.rjust(64, "0"), "flags": flags,
        "summary": "", "bot": user_object(world.users[app.bot_user]), "hook": True, "team": None,
        "owner": user_object(next((u for u in world.users.values() if not u.bot), world.users[app.bot_user])),
        "approximate_guild_count": sum(1 for _ in world.guilds_of(app.bot_user)), "redirect_uris": [],
        "interactions_endpoint_url": None, "role_connections_verification_url": None, "tags": [],
        "integration_types_config": {"0": {"oauth2_install_params": {"scopes": ["applications.commands", "bot"],
                                                                     "permissions": "0"}}},
    }  # fmt: skip


def webhook_object(world: Discord, hook: Webhook) -> Json:
    """https://docs.discord.com/developers/resources/webhook#webhook-object"""
    return {"id": hook.id, "type": 1, "guild_id": hook.guild, "channel_id": hook.channel, "name": hook.name,
            "avatar": None, "token": hook.token, "application_id": hook.application or None,
            "user": user_object(world.users[hook.user])}  # fmt: skip
