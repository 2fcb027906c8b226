"""What the application needs on Discord, pure: one table that the set-up tells and `check` proves."""

from dataclasses import dataclass
from urllib.parse import urlencode

INVITE = "https://discord.com/oauth2/authorize"
SCOPES = ("bot", "applications.commands")  # https://docs.discord.com/developers/topics/oauth2#shared-resources
PORTAL = "https://discord.com/developers/applications"
_PLACEHOLDER = "<APPLICATION-ID>"


@dataclass(frozen=True)
class Permission:
    """A permission of the bot, as Discord's own pages call it."""

    name: str
    bit: int
    reason: str


@dataclass(frozen=True)
class Intent:
    """Events that the gateway sends; the privileged ones have to be switched on by hand."""

    name: str
    bit: int
    reason: str
    privileged: bool = False
    granted: tuple[int, int] = (0, 0)


# https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags
PERMISSIONS = (
    Permission("View Channels", 1 << 10, "hear what is said where it works, and nowhere else"),
    Permission("Send Messages", 1 << 11, "post and edit cards"),
    Permission("Create Public Threads", 1 << 35, "a ticket's thread under the message that reports it"),
    Permission("Create Private Threads", 1 << 36, "a thread of their own where people of one client share a channel"),
    Permission("Send Messages in Threads", 1 << 38, "answer in a ticket's thread"),
    Permission("Manage Threads", 1 << 34, "wake a thread that was archived or locked, and read the private ones again"),
    Permission("Read Message History", 1 << 16, "read again what was said during an outage"),
    Permission("Attach Files", 1 << 15, "pass on files and reports"),
    Permission("Add Reactions", 1 << 6, "show a ticket's state as a reaction"),
    Permission("Pin Messages", 1 << 51, "keep a card in sight"),
)

# https://docs.discord.com/developers/events/gateway#gateway-intents; the flags of an application that has a privileged
# one, verified or not: https://docs.discord.com/developers/resources/application#application-object-application-flags
INTENTS = (
    Intent("Guilds", 1 << 0, "know channels, threads and roles, and who may see what"),
    Intent("Server Members", 1 << 1, "follow who has which role", True, (1 << 14, 1 << 15)),
    Intent("Guild Messages", 1 << 9, "hear what is said in channels and threads"),
    Intent("Guild Message Reactions", 1 << 10, "reactions that act on a ticket"),
    Intent("Direct Messages", 1 << 12, "hear direct messages"),
    Intent("Message Content", 1 << 15, "read reports, which mention nobody", True, (1 << 18, 1 << 19)),
)


def permission_bits() -> int:
    """All that is needed, as the invite link says it."""
    return sum(each.bit for each in PERMISSIONS)


def intent_bits() -> int:
    """All that is listened to, as IDENTIFY says it."""
    return sum(each.bit for each in INTENTS)


def missing_permissions(held: int) -> tuple[Permission, ...]:
    """What the bot lacks of what it needs; an administrator lacks nothing."""
    return () if held & 1 << 3 else tuple(each for each in PERMISSIONS if not held & each.bit)


def missing_intents(flags: int) -> tuple[Intent, ...]:
    """The privileged intents that the application's flags do not have."""
    return tuple(each for each in INTENTS if each.privileged and not flags & (each.granted[0] | each.granted[1]))


def invite_link(application: str = _PLACEHOLDER) -> str:
    """The address at which an administrator of the server lets the bot in."""
    asked = {"client_id": application, "scope": " ".join(SCOPES), "permissions": permission_bits()}
    return f"{INVITE}?{urlencode(asked, safe=_PLACEHOLDER)}"


def manifest(application: str = "") -> str:
    """What an administrator does, step by step."""
    privileged = [each for each in INTENTS if each.privileged]
    switched = "\n".join(f"     {each.name} Intent: {each.reason}" for each in privileged)
    heard = "\n".join(f"   {each.name}: {each.reason}" for each in INTENTS if not each.privileged)
    given = "\n".join(f"     {each.name}: {each.reason}" for each in PERMISSIONS)
    return f"""\
1. {PORTAL} → New Application → Pitboss.
2. Bot → Public Bot: off. Privileged Gateway Intents, on:
{switched}
3. Bot → Reset Token, and put it into PITBOSS_DISCORD__<NAME>__BOT_TOKEN.
4. Installation → Guild Install only; or open this link, as somebody who may manage the server:
   {invite_link(application or _PLACEHOLDER)}
   It asks for the scopes {" and ".join(SCOPES)}, and for these permissions:
{given}
5. In Discord: Settings → Advanced → Developer Mode, then the server's menu → Copy Server ID, and put it into
   PITBOSS_DISCORD__<NAME>__SERVER.
6. Let the bot's role see the channels that it works in, and no others; then: python -m bot check

What it listens to besides:
{heard}
The commands are put by the bot itself at its start, once for each version of them.
"""
