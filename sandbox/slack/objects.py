"""How people, channels, files and apps look on the wire (https://docs.slack.dev/reference/objects)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.kinds import Json
from sandbox.slack.filetypes import filetype, pretty_type
from sandbox.state import Sandbox
from sandbox.world import App, Channel, StoredFile, Team, User, UserGroup, World


def team_object(team: Team, base_url: str) -> Json:
    """https://docs.slack.dev/reference/methods/team.info"""
    icon = {f"image_{size}": f"{base_url}/icon/{team.id}/{size}.png" for size in (34, 44, 68, 88, 102, 132, 230)}
    return {
        "id": team.id,
        "name": team.name,
        "url": f"{base_url}/",
        "domain": team.domain,
        "email_domain": f"{team.domain}.example",
        "icon": {**icon, "image_default": True},
        "avatar_base_url": f"{base_url}/",
        "is_verified": False,
    }


def user_object(world: World, user: User, app: App) -> Json:
    """A user as this app sees it: a stranger of another company comes without e-mail and locale."""
    external = world.is_external(user, app)
    shown: Json = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "profile": _profile(user, app.may("users:read.email") and not external),
        "is_bot": bool(user.bot_id),
        "is_app_user": False,
        "updated": user.updated,
        "who_can_share_contact_card": "EVERYONE",
    }
    if external:
        shown["is_stranger"] = not _shares_channel(world, user, app)
    if not user.deleted:
        shown |= {
            "color": "9f69e7", "tz": user.tz, "tz_label": user.tz, "tz_offset": _seconds_east(user.tz),
            "is_admin": user.is_admin, "is_owner": False, "is_primary_owner": False, "is_restricted": False,
            "is_ultra_restricted": False, "is_email_confirmed": not user.bot_id,
        }  # fmt: skip
    return shown


def _seconds_east(zone: str) -> int:
    try:
        offset = datetime.now(ZoneInfo(zone)).utcoffset()
    except (KeyError, ValueError):
        return 0
    return int(offset.total_seconds()) if offset else 0


def _shares_channel(world: World, user: User, app: App) -> bool:
    return any(user.id in channel.members for channel in world.channels_of(app.bot_user))


def _profile(user: User, with_email: bool) -> Json:
    first, _, last = user.real_name.partition(" ")
    profile: Json = {
        "title": user.title,
        "phone": "",
        "skype": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.display_name,
        "display_name_normalized": user.display_name,
        "fields": None,
        "status_text": "",
        "status_emoji": "",
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "avatar_hash": "g0123456789a",
        "first_name": first,
        "last_name": last,
        "status_text_canonical": "",
        "team": user.team,
    }
    if user.bot_id:
        profile |= {"bot_id": user.bot_id, "api_app_id": user.app_id, "always_active": False}
    if with_email and user.email:
        profile["email"] = user.email
    return profile


def channel_object(channel: Channel, app: App) -> Json:
    """A conversation as this app sees it (https://docs.slack.dev/reference/objects/conversation-object)."""
    if channel.kind == "im":
        return _dm_object(channel, app)
    shared = bool(channel.shared_with)
    return {
        "id": channel.id,
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.archived,
        "is_channel": not channel.private,
        "is_group": channel.private,
        "is_im": False,
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.private,
        "is_general": False,
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "is_member": app.bot_user in channel.members,
        "is_read_only": False,
        "name": channel.name,
        "name_normalized": channel.name,
        "unlinked": 0,
        "updated": channel.created * 1000,
        "context_team_id": app.team,
        "conversation_host_id": channel.team,
        "shared_team_ids": channel.teams,
        "internal_team_ids": [],
        "connected_team_ids": [team for team in channel.teams if team != app.team] if shared else [],
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "parent_conversation": None,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
        "previous_names": [],
    }


def _dm_object(channel: Channel, app: App) -> Json:
    other = next((member for member in channel.members if member != app.bot_user), app.bot_user)
    return {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": True,
        "is_org_shared": False,
        "is_ext_shared": bool(channel.shared_with),
        "context_team_id": app.team,
        "user": other,
        "is_user_deleted": False,
        "is_open": True,
        "priority": 0,
    }


def usergroup_object(group: UserGroup, with_users: bool) -> Json:
    """https://docs.slack.dev/reference/objects/usergroup-object"""
    shown: Json = {
        "id": group.id, "team_id": group.team, "is_usergroup": True, "is_subteam": True, "name": group.name,
        "description": "", "handle": group.handle, "is_external": False, "date_create": group.created,
        "date_update": group.created, "date_delete": 0, "auto_type": None, "auto_provision": False,
        "enterprise_subteam_id": "", "created_by": "", "updated_by": "", "deleted_by": None,
        "prefs": {"channels": [], "groups": []}, "user_count": len(group.users), "channel_count": 0,
    }  # fmt: skip
    return shown | {"users": list(group.users)} if with_users else shown


def bot_profile(app: App, base_url: str) -> Json:
    """The `bot_profile` beside each message of a bot."""
    icons = {f"image_{size}": f"{base_url}/icon/{app.id}/{size}.png" for size in (36, 48, 72)}
    return {
        "id": app.bot_id,
        "app_id": app.id,
        "user_id": app.bot_user,
        "name": app.bot_name,
        "icons": icons,
        "deleted": False,
        "updated": 1700000000,
        "team_id": app.team,
    }


def file_object(sandbox: Sandbox, file: StoredFile) -> Json:
    """https://docs.slack.dev/reference/objects/file-object"""
    address = f"{sandbox.base_url}/files-pri/{file.team}-{file.id}"
    safe_name = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in file.name.lower())
    shown: Json = {
        "id": file.id, "created": file.created, "timestamp": file.created, "name": file.name,
        "title": file.title or file.name, "mimetype": file.mimetype, "filetype": filetype(file.name, file.mimetype),
        "pretty_type": pretty_type(file.name, file.mimetype), "user": file.user, "user_team": file.team,
        "editable": False, "size": len(file.content), "mode": "hosted", "is_external": False, "external_type": "",
        "is_public": bool(file.shares), "public_url_shared": False, "display_as_bot": False, "username": "",
        "url_private": f"{address}/{safe_name}", "url_private_download": f"{address}/download/{safe_name}",
        "media_display_type": "unknown",
        "permalink": f"{sandbox.base_url}/files/{file.user}/{file.id}/{safe_name}",
        "permalink_public": f"{sandbox.base_url}/{file.team}-{file.id}-0", "is_starred": False,
        "has_rich_preview": False,
        "file_access": "visible",
    }  # fmt: skip
    if file.alt_text:
        shown["alt_txt"] = file.alt_text
    return shown


def unchecked_file(file: StoredFile) -> Json:
    """A file of Slack Connect inside an event (https://docs.slack.dev/apis/slack-connect/#check_file_info)."""
    return {"id": file.id, "created": 0, "timestamp": 0, "user": "", "file_access": "check_file_info"}


def file_shares(world: World, file: StoredFile) -> Json:
    """Where a file was posted, as files.info tells it."""
    shares: Json = {}
    for channel_id, ts in file.shares:
        channel = world.channels[channel_id]
        message = channel.messages.get(ts)
        if message is None:
            continue
        share: Json = {"ts": ts, "channel_name": channel.name, "team_id": channel.team, "share_user_id": file.user,
                       "reply_users": [], "reply_users_count": 0, "reply_count": 0}  # fmt: skip
        if message.thread_ts:
            share["thread_ts"] = message.thread_ts
        shares.setdefault("private" if channel.private else "public", {}).setdefault(channel_id, []).append(share)
    return shares
