"""All routes of the REST API that are here, each with the page it is built from; everything else is 404.

`pace` is a bucket's size and seconds; the figures are what bots see, since Discord documents none.
"""

from sandbox.discord.interactions_rest import ROUTES as INTERACTIONS
from sandbox.discord.interactions_rest import (
    delete_message,
    edit_message,
    follow_up,
    get_message,
    or_webhook,
)
from sandbox.discord.rest import (
    channels,
    commands,
    guilds,
    messages,
    pins,
    reactions,
    threads,
    users,
    webhooks,
)
from sandbox.discord.rest.call import Route, Run
from sandbox.discord.rest.rates import DEFAULT_PACE, Pace

POSTS, EDITS, DELETIONS, HISTORY = Pace(5, 5), Pace(5, 5), Pace(5, 1), Pace(5, 5)
REACTIONS = Pace(1, 0.25, "reactions")
PINS = Pace(5, 5, "pins")
THREADS, HOOKS, BULK, TYPING = Pace(50, 300), Pace(5, 2), Pace(1, 3), Pace(5, 5)
CHANNEL_CHANGES, MEMBERS, COMMANDS = Pace(5, 15), Pace(10, 10), Pace(5, 20)

MESSAGE, CHANNEL = "resources/message#", "resources/channel#"
GUILD, USER, HOOK = "resources/guild#", "resources/user#", "resources/webhook#"
APPLICATION, GATEWAY = "resources/application#", "events/gateway#"
COMMAND = "interactions/application-commands#"
TOKEN = "/webhooks/{webhook}/{token}"
ONE, ALL, OWN = "/channels/{channel}", "/channels/{channel}/messages", "/applications/{application}"


def _route(method: str, path: str, run: Run, docs: str, pace: Pace = DEFAULT_PACE) -> Route:
    return Route(method, path, run, docs, pace=pace)


def _open(method: str, path: str, run: Run, docs: str) -> Route:
    return Route(method, path, run, docs, open_to_all=True, pace=HOOKS)


def _commands(scope: str, docs: str) -> tuple[Route, ...]:
    one, kind = f"{scope}/{{command}}", f"{docs}-application-command"
    return (
        _route("GET", scope, commands.list_commands, f"{COMMAND}get-{kind}s"),
        _route("POST", scope, commands.create, f"{COMMAND}create-{kind}", COMMANDS),
        _route("PUT", scope, commands.overwrite, f"{COMMAND}bulk-overwrite-{kind}s", COMMANDS),
        _route("GET", one, commands.get, f"{COMMAND}get-{kind}"),
        _route("PATCH", one, commands.edit, f"{COMMAND}edit-{kind}", COMMANDS),
        _route("DELETE", one, commands.delete, f"{COMMAND}delete-{kind}", COMMANDS),
    )


# fmt: off
ROUTES: tuple[Route, ...] = (
    _route("GET", "/users/@me", users.me, USER + "get-current-user"),
    _route("GET", "/users/@me/guilds", users.my_guilds, USER + "get-current-user-guilds"),
    _route("POST", "/users/@me/channels", users.create_dm, USER + "create-dm"),
    _route("GET", "/users/{user}", users.get, USER + "get-user"),
    _route("GET", "/oauth2/applications/@me", users.application,
           "topics/oauth2#get-current-bot-application-information"),
    _route("GET", "/applications/@me", users.application, APPLICATION + "get-current-application"),
    _route("PATCH", "/applications/@me", users.modify_application, APPLICATION + "edit-current-application"),
    Route("GET", "/gateway", users.gateway, GATEWAY + "get-gateway", open_to_all=True),
    _route("GET", "/gateway/bot", users.gateway_bot, GATEWAY + "get-gateway-bot"),
    _route("POST", "/attachments/refresh-urls", users.refresh_urls, "reference#signed-attachment-cdn-urls"),

    *_commands(f"{OWN}/commands", "global"),
    *_commands(f"{OWN}/guilds/{{guild}}/commands", "guild"),
    _route("GET", f"{OWN}/guilds/{{guild}}/commands/permissions", commands.list_permissions,
           COMMAND + "get-guild-application-command-permissions"),
    _route("GET", f"{OWN}/guilds/{{guild}}/commands/{{command}}/permissions", commands.get_permissions,
           COMMAND + "get-application-command-permissions"),

    _route("GET", "/guilds/{guild}", guilds.get, GUILD + "get-guild"),
    _route("GET", "/guilds/{guild}/channels", channels.list_of_guild, GUILD + "get-guild-channels"),
    _route("POST", "/guilds/{guild}/channels", channels.create, GUILD + "create-guild-channel"),
    _route("GET", "/guilds/{guild}/threads/active", threads.list_active, GUILD + "list-active-guild-threads"),
    _route("GET", "/guilds/{guild}/members", guilds.list_members, GUILD + "list-guild-members", MEMBERS),
    _route("GET", "/guilds/{guild}/members/search", guilds.search_members, GUILD + "search-guild-members", MEMBERS),
    _route("GET", "/guilds/{guild}/members/{user}", guilds.get_member, GUILD + "get-guild-member"),
    _route("PATCH", "/guilds/{guild}/members/{user}", guilds.modify_member, GUILD + "modify-guild-member", MEMBERS),
    _route("DELETE", "/guilds/{guild}/members/{user}", guilds.kick, GUILD + "remove-guild-member"),
    _route("PUT", "/guilds/{guild}/members/{user}/roles/{role}", guilds.give_role,
           GUILD + "add-guild-member-role", MEMBERS),
    _route("DELETE", "/guilds/{guild}/members/{user}/roles/{role}", guilds.take_role,
           GUILD + "remove-guild-member-role", MEMBERS),
    _route("GET", "/guilds/{guild}/roles", guilds.list_roles, GUILD + "get-guild-roles"),
    _route("POST", "/guilds/{guild}/roles", guilds.create_role, GUILD + "create-guild-role"),
    _route("GET", "/guilds/{guild}/roles/{role}", guilds.get_role, GUILD + "get-guild-role"),
    _route("PATCH", "/guilds/{guild}/roles/{role}", guilds.modify_role, GUILD + "modify-guild-role"),
    _route("DELETE", "/guilds/{guild}/roles/{role}", guilds.delete_role, GUILD + "delete-guild-role"),

    _route("GET", ONE, channels.get, CHANNEL + "get-channel"),
    _route("PATCH", ONE, channels.modify, CHANNEL + "modify-channel", CHANNEL_CHANGES),
    _route("DELETE", ONE, channels.delete, CHANNEL + "deleteclose-channel"),
    _route("PUT", f"{ONE}/permissions/{{overwrite}}", channels.put_overwrite, CHANNEL + "edit-channel-permissions"),
    _route("DELETE", f"{ONE}/permissions/{{overwrite}}", channels.drop_overwrite,
           CHANNEL + "delete-channel-permission"),
    _route("POST", f"{ONE}/typing", messages.typing, CHANNEL + "trigger-typing-indicator", TYPING),

    _route("GET", ALL, messages.list_messages, MESSAGE + "get-channel-messages", HISTORY),
    _route("POST", ALL, messages.create, MESSAGE + "create-message", POSTS),
    _route("POST", f"{ALL}/bulk-delete", messages.bulk_delete, MESSAGE + "bulk-delete-messages", BULK),
    _route("GET", f"{ALL}/{{message}}", messages.get_message, MESSAGE + "get-channel-message"),
    _route("PATCH", f"{ALL}/{{message}}", messages.edit, MESSAGE + "edit-message", EDITS),
    _route("DELETE", f"{ALL}/{{message}}", messages.delete, MESSAGE + "delete-message", DELETIONS),

    _route("DELETE", f"{ALL}/{{message}}/reactions", reactions.clear, MESSAGE + "delete-all-reactions", REACTIONS),
    _route("GET", f"{ALL}/{{message}}/reactions/{{emoji}}", reactions.list_users, MESSAGE + "get-reactions"),
    _route("DELETE", f"{ALL}/{{message}}/reactions/{{emoji}}", reactions.clear_emoji,
           MESSAGE + "delete-all-reactions-for-emoji", REACTIONS),
    _route("PUT", f"{ALL}/{{message}}/reactions/{{emoji}}/@me", reactions.add, MESSAGE + "create-reaction", REACTIONS),
    _route("DELETE", f"{ALL}/{{message}}/reactions/{{emoji}}/@me", reactions.remove_own,
           MESSAGE + "delete-own-reaction", REACTIONS),
    _route("DELETE", f"{ALL}/{{message}}/reactions/{{emoji}}/{{user}}", reactions.remove_of,
           MESSAGE + "delete-user-reaction", REACTIONS),

    _route("GET", f"{ALL}/pins", pins.list_pins, MESSAGE + "get-channel-pins", PINS),
    _route("PUT", f"{ALL}/pins/{{message}}", pins.pin, MESSAGE + "pin-message", PINS),
    _route("DELETE", f"{ALL}/pins/{{message}}", pins.unpin, MESSAGE + "unpin-message", PINS),
    _route("GET", f"{ONE}/pins", pins.list_old, MESSAGE + "get-pinned-messages-deprecated", PINS),
    _route("PUT", f"{ONE}/pins/{{message}}", pins.pin, MESSAGE + "pin-message-deprecated", PINS),
    _route("DELETE", f"{ONE}/pins/{{message}}", pins.unpin, MESSAGE + "unpin-message-deprecated", PINS),

    _route("POST", f"{ALL}/{{message}}/threads", threads.from_message,
           CHANNEL + "start-thread-from-message", THREADS),
    _route("POST", f"{ONE}/threads", threads.detached, CHANNEL + "start-thread-in-forum-or-media-channel", THREADS),
    _route("GET", f"{ONE}/threads/archived/public", threads.archived_public, CHANNEL + "list-public-archived-threads"),
    _route("GET", f"{ONE}/threads/archived/private", threads.archived_private,
           CHANNEL + "list-private-archived-threads"),
    _route("GET", f"{ONE}/users/@me/threads/archived/private", threads.archived_joined,
           CHANNEL + "list-joined-private-archived-threads"),
    _route("GET", f"{ONE}/thread-members", threads.list_members, CHANNEL + "list-thread-members"),
    _route("PUT", f"{ONE}/thread-members/@me", threads.join, CHANNEL + "join-thread"),
    _route("DELETE", f"{ONE}/thread-members/@me", threads.leave, CHANNEL + "leave-thread"),
    _route("GET", f"{ONE}/thread-members/{{user}}", threads.get_member, CHANNEL + "get-thread-member"),
    _route("PUT", f"{ONE}/thread-members/{{user}}", threads.add_member, CHANNEL + "add-thread-member"),
    _route("DELETE", f"{ONE}/thread-members/{{user}}", threads.remove_member, CHANNEL + "remove-thread-member"),

    _route("GET", f"{ONE}/webhooks", webhooks.list_of_channel, HOOK + "get-channel-webhooks"),
    _route("POST", f"{ONE}/webhooks", webhooks.create, HOOK + "create-webhook"),
    _route("GET", "/webhooks/{webhook}", webhooks.get, HOOK + "get-webhook"),
    _route("DELETE", "/webhooks/{webhook}", webhooks.delete, HOOK + "delete-webhook"),
    _open("GET", TOKEN, webhooks.get, HOOK + "get-webhook-with-token"),
    _open("DELETE", TOKEN, webhooks.delete, HOOK + "delete-webhook-with-token"),
    _open("POST", TOKEN, or_webhook(follow_up, webhooks.execute), HOOK + "execute-webhook"),
    _open("GET", f"{TOKEN}/messages/{{message}}", or_webhook(get_message, webhooks.get_message),
          HOOK + "get-webhook-message"),
    _open("PATCH", f"{TOKEN}/messages/{{message}}", or_webhook(edit_message, webhooks.edit_message),
          HOOK + "edit-webhook-message"),
    _open("DELETE", f"{TOKEN}/messages/{{message}}", or_webhook(delete_message, webhooks.delete_message),
          HOOK + "delete-webhook-message"),
    *INTERACTIONS,
)
# fmt: on
