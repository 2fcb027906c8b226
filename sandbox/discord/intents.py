"""Which events an app asked for, and what they hold without the content of messages.

https://docs.discord.com/developers/events/gateway#gateway-intents
"""

from sandbox.discord.apps import Application
from sandbox.kinds import Json

GUILDS, GUILD_MEMBERS, GUILD_PRESENCES = 1 << 0, 1 << 1, 1 << 8
GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 9, 1 << 12, 1 << 15
GUILD_REACTIONS, DIRECT_REACTIONS = 1 << 10, 1 << 13
KNOWN = sum(1 << bit for bit in (*range(17), 20, 21, 24, 25))
PRIVILEGED = {"presences": GUILD_PRESENCES, "members": GUILD_MEMBERS, "message_content": MESSAGE_CONTENT}

# (in guilds, in direct conversations); what is not listed is always sent
NEEDED: dict[str, tuple[int, int]] = {
    **dict.fromkeys(
        (
            "GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE", "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE",
            "GUILD_ROLE_DELETE", "CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE", "THREAD_CREATE",
            "THREAD_UPDATE", "THREAD_DELETE", "THREAD_LIST_SYNC", "THREAD_MEMBER_UPDATE",
        ),
        (GUILDS, 0),
    ),
    "CHANNEL_PINS_UPDATE": (GUILDS, DIRECT_MESSAGES),
    "THREAD_MEMBERS_UPDATE": (GUILDS | GUILD_MEMBERS, 0),
    **dict.fromkeys(("GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE"), (GUILD_MEMBERS, 0)),
    **dict.fromkeys(("GUILD_AUDIT_LOG_ENTRY_CREATE", "GUILD_BAN_ADD", "GUILD_BAN_REMOVE"), (1 << 2, 0)),
    **dict.fromkeys(("GUILD_EMOJIS_UPDATE", "GUILD_STICKERS_UPDATE"), (1 << 3, 0)),
    **dict.fromkeys(("GUILD_INTEGRATIONS_UPDATE", "INTEGRATION_CREATE", "INTEGRATION_DELETE"), (1 << 4, 0)),
    "WEBHOOKS_UPDATE": (1 << 5, 0),
    "PRESENCE_UPDATE": (GUILD_PRESENCES, 0),
    **dict.fromkeys(("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE"), (GUILD_MESSAGES, DIRECT_MESSAGES)),
    "MESSAGE_DELETE_BULK": (GUILD_MESSAGES, 0),
    **dict.fromkeys(
        (
            "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE", "MESSAGE_REACTION_REMOVE_ALL",
            "MESSAGE_REACTION_REMOVE_EMOJI",
        ),
        (GUILD_REACTIONS, DIRECT_REACTIONS),
    ),
    "TYPING_START": (1 << 11, 1 << 14),
}  # fmt: skip
CONTENT_FIELDS = ("embeds", "attachments", "components")


def are_known(intents: int) -> bool:
    """Whether every bit is an intent."""
    return not intents & ~KNOWN


def are_allowed(intents: int, app: Application) -> bool:
    """Whether the app's owner switched on every privileged intent among them."""
    return not any(intents & bit and name not in app.intents for name, bit in PRIVILEGED.items())


def asks_for(intents: int, name: str, data: Json, in_guild: bool, bot: str) -> bool:
    """Whether these intents cover an event; some come about the bot itself without them."""
    needed = NEEDED.get(name)
    if needed is None:
        return True
    if name == "GUILD_MEMBER_UPDATE" and data.get("user", {}).get("id") == bot:
        return True
    if name == "THREAD_MEMBERS_UPDATE" and not intents & GUILD_MEMBERS:
        return bool(intents & GUILDS) and _is_about(data, bot)
    return bool(intents & needed[0 if in_guild else 1])


def _is_about(data: Json, bot: str) -> bool:
    added = [member.get("user_id") for member in data.get("added_members") or []]
    return bot in added or bot in (data.get("removed_member_ids") or [])


def without_content(data: Json, bot: str, in_guild: bool) -> Json:
    """A message as an app without MESSAGE_CONTENT gets it: empty, unless it is its own, direct, or mentions the app."""
    shown = dict(data)
    if isinstance(data.get("referenced_message"), dict):
        shown["referenced_message"] = without_content(data["referenced_message"], bot, in_guild)
    mentioned = any(user["id"] == bot for user in data.get("mentions") or [])
    if not in_guild or data.get("author", {}).get("id") == bot or mentioned:
        return shown
    shown |= {name: [] for name in CONTENT_FIELDS if name in data}
    if "content" in data:
        shown["content"] = ""
    return shown
