"""The bot itself, its guilds and its direct conversations; the gateway's address.

https://docs.discord.com/developers/resources/user , /application , /events/gateway
"""

from sandbox.clock import now
from sandbox.discord import cdn
from sandbox.discord.errors import DiscordError, invalid, invalid_field
from sandbox.discord.kit.rules import array, string
from sandbox.discord.objects import application_object, channel_object, user_object
from sandbox.discord.permissions import guild_permissions
from sandbox.discord.rest.call import Call
from sandbox.kinds import Json

GUILDS_PAGE_MAX = 200
IDENTIFIES_A_DAY = 1000
REFRESHED_MAX = 50


async def me(call: Call) -> Json:
    """The bot's user."""
    return user_object(call.world.users[call.bot]) | {"verified": True, "mfa_enabled": False, "locale": "en-US"}


async def get(call: Call) -> Json:
    """Any user; 10013 for nobody."""
    user = call.world.users.get(call.id("user"))
    if user is None:
        raise DiscordError(10013)
    return user_object(user)


async def my_guilds(call: Call) -> list[Json]:
    """One page of the bot's guilds by id."""
    limit = call.number("limit", GUILDS_PAGE_MAX, 1, GUILDS_PAGE_MAX)
    before, after = call.number("before", 2**63, 0, 2**63), call.number("after", 0, 0, 2**63)
    guilds = sorted(call.world.guilds_of(call.bot), key=lambda guild: int(guild.id))
    chosen = [guild for guild in guilds if after < int(guild.id) < before]
    return [
        {"id": guild.id, "name": guild.name, "icon": None, "banner": None, "owner": guild.owner == call.bot,
         "permissions": str(int(guild_permissions(guild, call.bot))), "features": guild.features}
        for guild in (chosen[-limit:] if "before" in call.query else chosen[:limit])
    ]  # fmt: skip


async def create_dm(call: Call) -> Json:
    """The direct conversation with somebody; whether they take messages shows when one is sent."""
    recipient = str(call.args.get("recipient_id") or "")
    if not recipient:
        raise invalid_field("recipient_id", "BASE_TYPE_REQUIRED", "This field is required")
    if recipient not in call.world.users or recipient == call.bot:
        raise DiscordError(50033)
    channel = call.world.dm_between(call.bot, recipient)
    return channel_object(call.world, channel, call.bot)


async def application(call: Call) -> Json:
    """The bot's application."""
    return application_object(call.world, call.application)


async def modify_application(call: Call) -> Json:
    """Accepted and not kept, but for nothing: the floor says what an application is."""
    return application_object(call.world, call.application)


async def gateway(call: Call) -> Json:
    """Where the gateway is."""
    return {"url": _gateway(call)}


async def gateway_bot(call: Call) -> Json:
    """Where the gateway is, how many shards are advised, and how many sessions may still begin today."""
    app = call.application
    limit = {"total": IDENTIFIES_A_DAY, "remaining": max(IDENTIFIES_A_DAY - app.identifies, 0),
             "reset_after": int((86_400 - now() % 86_400) * 1000), "max_concurrency": app.max_concurrency}  # fmt: skip
    return {"url": _gateway(call), "shards": app.shards, "session_start_limit": limit}


def _gateway(call: Call) -> str:
    return call.world.origin().replace("http", "ws", 1) + "/discord/gateway"


async def refresh_urls(call: Call) -> Json:
    """Fresh links for attachments' old ones."""
    urls = call.args.get("attachment_urls")
    if errors := array(string(2048), 1, REFRESHED_MAX)(urls):
        raise invalid({"attachment_urls": errors})
    pairs = [{"original": url, "refreshed": cdn.refreshed(call.world, url)} for url in urls or []]
    return {"refreshed_urls": pairs}
