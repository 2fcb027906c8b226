"""All methods of the Web API that are here: name, function, scopes (any of them), rate tier, documented errors.

The page of each is https://docs.slack.dev/reference/methods/<name>. What is not in the table answers `unknown_method`.
"""

from collections.abc import Awaitable, Callable

from sandbox.kinds import Json
from sandbox.slack.call import Call, Method
from sandbox.slack.methods import (
    auth,
    blocks,
    chat,
    conversations,
    files,
    pins,
    reactions,
    team,
    usergroups,
    users,
    views,
)  # fmt: skip
from sandbox.slack.rates import Tier

COMMON_ERRORS = (
    "not_authed invalid_auth account_inactive token_revoked token_expired missing_scope not_allowed_token_type "
    "ratelimited invalid_arguments invalid_cursor internal_error fatal_error service_unavailable request_timeout "
    "invalid_json json_not_object unknown_method team_access_not_granted ekm_access_denied"
)
POSTING_ERRORS = (
    "channel_not_found not_in_channel is_archived no_text msg_too_long msg_blocks_too_long invalid_blocks "
    "invalid_blocks_format invalid_attachments too_many_attachments invalid_metadata_format invalid_metadata_schema "
    "metadata_too_large markdown_text_conflict thread_not_found invalid_thread_ts cannot_reply_to_message"
)
VIEW_ERRORS = "duplicate_external_id view_too_large hash_conflict not_found user_not_found"
TRIGGER_ERRORS = "invalid_trigger_id expired_trigger_id exchanged_trigger_id trigger_app_mismatch"
ONE_MESSAGE = "channel_not_found not_in_channel is_archived message_not_found"
READ = "channels:read groups:read im:read mpim:read"
HISTORY = "channels:history groups:history im:history mpim:history"
MANAGE = "channels:manage groups:write im:write mpim:write"

Run = Callable[[Call], Awaitable[Json]]


def _method(name: str, run: Run, scopes: str, tier: Tier, errors: str = "", token: str = "bot") -> Method:
    documented = frozenset(f"{COMMON_ERRORS} {errors}".split())
    return Method(name, run, tuple(scopes.split()), tier, documented, token)


# fmt: off
_ROWS = (
    _method("auth.test", auth.test, "", Tier.SPECIAL, token="any"),
    _method("apps.connections.open", auth.open_connection, "connections:write", Tier.ONE, "forbidden_team", "app"),
    _method("apps.event.authorizations.list", auth.list_authorizations, "authorizations:read", Tier.FOUR,
            "invalid_event_context", "app"),
    _method("team.info", team.info, "team:read", Tier.THREE, "team_not_found"),
    _method("bots.info", team.bot_info, "users:read", Tier.THREE, "bot_not_found"),

    _method("users.info", users.info, "users:read", Tier.FOUR, "user_not_found user_not_visible"),
    _method("users.list", users.list_users, "users:read", Tier.TWO, "limit_required"),
    _method("users.lookupByEmail", users.lookup_by_email, "users:read.email", Tier.THREE, "users_not_found"),
    _method("users.conversations", users.conversations, READ, Tier.THREE, "user_not_found invalid_types"),
    _method("usergroups.list", usergroups.list_groups, "usergroups:read", Tier.TWO),
    _method("usergroups.users.list", usergroups.list_users, "usergroups:read", Tier.TWO, "no_such_subteam"),

    _method("conversations.list", conversations.list_channels, READ, Tier.TWO, "invalid_types"),
    _method("conversations.info", conversations.info, READ, Tier.THREE, "channel_not_found"),
    _method("conversations.history", conversations.history, HISTORY, Tier.THREE, "channel_not_found not_in_channel"),
    _method("conversations.replies", conversations.replies, HISTORY, Tier.THREE,
            "channel_not_found not_in_channel thread_not_found"),
    _method("conversations.members", conversations.members, READ, Tier.FOUR, "channel_not_found"),
    _method("conversations.open", conversations.open_direct, "im:write mpim:write", Tier.THREE,
            "channel_not_found user_not_found users_list_not_supplied user_disabled"),
    _method("conversations.join", conversations.join, "channels:join", Tier.THREE,
            "channel_not_found is_archived method_not_supported_for_channel_type"),
    _method("conversations.create", conversations.create, MANAGE, Tier.TWO,
            "name_taken invalid_name_required invalid_name_maxlength invalid_name_specials invalid_name_punctuation"),
    _method("conversations.invite", conversations.invite, MANAGE, Tier.THREE,
            "channel_not_found not_in_channel is_archived no_user user_not_found cant_invite_self already_in_channel "
            "not_in_team"),
    _method("conversations.archive", conversations.archive, MANAGE, Tier.TWO,
            "channel_not_found not_in_channel already_archived method_not_supported_for_channel_type"),
    _method("conversations.setTopic", conversations.set_topic, MANAGE, Tier.TWO,
            "channel_not_found not_in_channel is_archived too_long"),

    _method("chat.postMessage", chat.post_message, "chat:write", Tier.POSTING, POSTING_ERRORS),
    _method("chat.update", chat.update, "chat:write", Tier.THREE,
            POSTING_ERRORS + " message_not_found cant_update_message edit_window_closed"),
    _method("chat.delete", chat.delete, "chat:write", Tier.THREE,
            "channel_not_found message_not_found cant_delete_message"),
    _method("chat.postEphemeral", chat.post_ephemeral, "chat:write", Tier.FOUR,
            POSTING_ERRORS + " user_not_found user_not_in_channel"),
    _method("chat.getPermalink", chat.get_permalink, "", Tier.SPECIAL, "channel_not_found message_not_found"),
    _method("chat.scheduleMessage", chat.schedule_message, "chat:write", Tier.THREE,
            POSTING_ERRORS + " time_in_past time_too_far"),

    _method("reactions.add", reactions.add, "reactions:write", Tier.THREE,
            ONE_MESSAGE + " already_reacted invalid_name too_many_emoji"),
    _method("reactions.remove", reactions.remove, "reactions:write", Tier.TWO, ONE_MESSAGE + " no_reaction"),
    _method("reactions.get", reactions.get, "reactions:read", Tier.THREE, ONE_MESSAGE),
    _method("pins.add", pins.add, "pins:write", Tier.TWO, ONE_MESSAGE + " already_pinned too_many_pins"),
    _method("pins.remove", pins.remove, "pins:write", Tier.TWO, ONE_MESSAGE + " no_pin"),
    _method("bookmarks.add", pins.add_bookmark, "bookmarks:write", Tier.TWO,
            "channel_not_found not_in_channel invalid_bookmark_type invalid_link too_many_bookmarks"),

    _method("views.open", views.open_view, "", Tier.FOUR, f"{VIEW_ERRORS} {TRIGGER_ERRORS}"),
    _method("views.push", views.push, "", Tier.FOUR, f"{VIEW_ERRORS} {TRIGGER_ERRORS} push_limit_reached"),
    _method("views.update", views.update, "", Tier.FOUR, VIEW_ERRORS),
    _method("views.publish", views.publish, "", Tier.FOUR, VIEW_ERRORS + " not_enabled"),
    _method("blocks.validate", blocks.validate, "", Tier.SPECIAL, "invalid_blocks invalid_message invalid_view", "any"),

    _method("files.getUploadURLExternal", files.get_upload_url, "files:write", Tier.FOUR,
            "file_upload_size_restricted"),
    _method("files.completeUploadExternal", files.complete_upload, "files:write", Tier.FOUR,
            "file_not_found channel_not_found not_in_channel is_archived thread_not_found invalid_thread_ts "
            "cannot_reply_to_message invalid_blocks invalid_blocks_format msg_blocks_too_long"),
    _method("files.info", files.info, "files:read", Tier.FOUR, "file_not_found"),
)
# fmt: on

METHODS = {method.name: method for method in _ROWS}
