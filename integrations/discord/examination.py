"""What is wrong with token, intents, permissions and commands, each with how to mend it."""

from bot.chat.offers import Menu
from integrations.discord.manifest import PORTAL, invite_link, missing_intents, missing_permissions
from integrations.discord.outcomes import Answer, Failure, Trouble
from integrations.discord.syncing import are_put
from integrations.discord.web import Web
from integrations.wire.shapes import number_at, text_at, texts_at


async def examine(web: Web, workspace: str, server: str, menu: Menu | None) -> tuple[str, ...]:
    """What is wrong with a server, in plain English; nothing when all is well."""
    name = f"Discord server {workspace}"
    application = await web.call("GET", "/applications/@me", probe=True)
    if isinstance(application, Failure):
        return (f"{name}: {_refused(application, workspace)}",)
    number = text_at(application.data, "id")
    found = [
        f"{name}: the {each.name} Intent is off. Switch it on at {PORTAL}/{number}/bot."
        for each in missing_intents(number_at(application.data, "flags"))
    ]
    found += [f"{name}: {each}" for each in await _permissions(web, server, number, workspace)]
    if menu is not None and not await are_put(web, number, menu):
        found.append(f"{name}: the commands there are another version's; `python -m bot run` puts ours at its start.")
    return tuple(found)


def _refused(failure: Failure, workspace: str) -> str:
    if failure.trouble is not Trouble.NO:
        return f"no answer ({failure.word}); check network and API address."
    variable = f"PITBOSS_DISCORD__{workspace.upper()}__BOT_TOKEN"
    return f"the token is refused ({failure.word}). Reset it at {PORTAL} → Bot, and put it into {variable}."


async def _permissions(web: Web, server: str, application: str, workspace: str) -> list[str]:
    member = await web.call("GET", f"/guilds/{server}/members/{application}", probe=True)
    roles = await web.call("GET", f"/guilds/{server}/roles", probe=True)
    if isinstance(member, Failure):
        me = await web.call("GET", "/users/@me", probe=True)
        number = text_at(me.data, "id") if isinstance(me, Answer) else ""
        member = await web.call("GET", f"/guilds/{server}/members/{number}", probe=True)
    if isinstance(member, Failure) or isinstance(roles, Failure):
        where = f"PITBOSS_DISCORD__{workspace.upper()}__SERVER"
        return [f"the bot is not on the server {server}. Check {where}, or let it in: {invite_link(application)}"]
    mine = {server, *texts_at(member.data, "roles")}
    held = 0
    for role in roles.items:
        text = text_at(role, "permissions")
        held |= int(text) if text.isdigit() and text_at(role, "id") in mine else 0
    missing = ", ".join(each.name for each in missing_permissions(held))
    return [f"permissions are missing: {missing}. Let the bot in again: {invite_link(application)}"] if missing else []
