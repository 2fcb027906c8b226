"""The addresses under /control/discord/."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.control.discord import breaking, changing, clicks, commands, conversations, forms, people, sees
from sandbox.discord.errors import DiscordError
from sandbox.discord.floor import describe_discord
from sandbox.kinds import Json, Refusal
from sandbox.state import Sandbox

Act = Callable[[Sandbox, Json], Awaitable[Json]]


async def _floor(sandbox: Sandbox, query: Json) -> Json:
    return describe_discord(sandbox.discord)


POSTS: dict[str, Act] = {
    "say": people.say,
    "edit": people.edit,
    "delete": people.delete,
    "react": people.react,
    "pin": people.pin,
    "open_dm": people.open_dm,
    "thread": conversations.thread,
    "click": clicks.click,
    "select": clicks.select,
    "submit": forms.submit,
    "close": forms.close,
    "command": commands.command,
    "autocomplete": commands.autocomplete,
    "menu": commands.menu,
    "channel": changing.change_channel,
    "member": changing.change_member,
    "role": changing.change_role,
    "guild": changing.change_guild,
    "app": changing.change_app,
    "gateway": breaking.gateway,
}
GETS: dict[str, Act] = {
    "floor": _floor,
    "sees": sees.sees,
    "commands": commands.commands,
    "sessions": breaking.sessions,
}


def answering(act: Act) -> Act:
    """The act with Discord's own errors as refusals."""

    async def run(sandbox: Sandbox, body: Json) -> Json:
        try:
            return await act(sandbox, body)
        except DiscordError as error:
            raise Refusal(str(error)) from error

    return run


async def file(request: web.Request, sandbox: Sandbox) -> web.StreamResponse:
    """A file's bytes for the page, without a signed link."""
    stored = sandbox.discord.attachments.get(request.match_info["file"])
    if stored is None:
        raise web.HTTPNotFound
    kind = stored.content_type.partition(";")[0] or "application/octet-stream"
    headers = {"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"}
    return web.Response(body=stored.content, content_type=kind, headers=headers)
