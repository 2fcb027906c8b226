"""People run application commands: slash commands with typed options, autocompletion, context menus."""

from sandbox.control.discord import lookup
from sandbox.control.discord.acting import begin, deliver
from sandbox.control.discord.choosing import Choosing
from sandbox.control.lookup import text
from sandbox.discord import options
from sandbox.discord.apps import Application, Command
from sandbox.discord.interactions import Interaction, Kind
from sandbox.discord.interactions_payloads import Resolved, metadata
from sandbox.discord.permissions import P, permissions_in
from sandbox.discord.world import DM, Channel, User
from sandbox.kinds import Json, Refusal
from sandbox.state import Sandbox

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
SLASH_ANSWER, MENU_ANSWER = 20, 23
IN_GUILD, IN_BOT_DM = 0, 1


def offered(sandbox: Sandbox, user: User, channel: Channel, app: Application) -> list[Command]:
    """The commands that a person finds in a channel: a guild's own hide global ones of the same name."""
    held = permissions_in(sandbox.discord, user.id, channel)
    if not held & P.USE_APPLICATION_COMMANDS:
        return []
    mine = [c for c in app.commands.values() if c.guild == channel.guild and c.guild]
    taken = {command.key for command in mine}
    mine += [c for c in app.commands.values() if not c.guild and c.key not in taken]
    return [command for command in mine if _is_for(command, channel, int(held))]


def _is_for(command: Command, channel: Channel, held: int) -> bool:
    contexts = command.source.get("contexts")
    place = IN_BOT_DM if channel.type == DM else IN_GUILD
    if contexts is not None and not command.guild and place not in contexts:
        return False
    if place == IN_BOT_DM:
        return command.source.get("dm_permission") is not False
    needed = command.source.get("default_member_permissions")
    if needed is None or held & P.ADMINISTRATOR:
        return True
    return int(needed) != 0 and held & int(needed) == int(needed)


def _find(
    sandbox: Sandbox, body: Json, user: User, channel: Channel, kind: int, name: str
) -> tuple[Application, Command]:
    apps = [lookup.app(sandbox, body, channel)] if body.get("app") else list(sandbox.discord.apps.values())
    known = [(app, command) for app in apps for command in offered(sandbox, user, channel, app)]
    for app, command in known:
        if command.key == (name, kind):
            return app, command
    names = ", ".join(command.source["name"] for _, command in known if command.key[1] == kind)
    raise Refusal(f"{user.username} finds no command {name} there; there are: {names}")


def _data(command: Command, **more: object) -> Json:
    data: Json = {"id": command.id, "name": command.source["name"], "type": command.key[1], **more}
    return data | ({"guild_id": command.guild} if command.guild else {})


def _begin(sandbox: Sandbox, kind: Kind, app: Application, user: User, channel: Channel, name: str) -> Interaction:
    interaction = begin(sandbox, kind, app, user, channel)
    interaction.metadata = metadata(sandbox.discord, interaction, name=name)
    return interaction


def _typed(sandbox: Sandbox, body: Json) -> tuple[User, Channel, Application, Command, list[str]]:
    user = lookup.person(sandbox, body)
    channel = lookup.seen_channel(sandbox, body, user)
    words = text(body, "command").removeprefix("/").split()
    app, command = _find(sandbox, body, user, channel, CHAT_INPUT, words[0] if words else "")
    return user, channel, app, command, words


async def command(sandbox: Sandbox, body: Json) -> Json:
    """Somebody runs a slash command: `command` with its sub-commands, `options` by name."""
    user, channel, app, found, words = _typed(sandbox, body)
    path, known = options.descend(found.source, words[1:])
    choosing = Choosing(sandbox, channel, Resolved(sandbox.discord, channel.guild, app, user.id))
    filled, errors = options.filled(known, body.get("options") or {}, choosing.find)
    if errors:
        return {"sent": False, "ack_ms": 0, "errors": errors}
    data = choosing.resolved.into(_data(found, options=options.wrapped(path, filled)))
    interaction = _begin(sandbox, Kind.COMMAND, app, user, channel, " ".join(words))
    interaction.message_type = SLASH_ANSWER
    return {"sent": True, **await deliver(sandbox, interaction, data, float(body.get("wait", 0)))}


async def autocomplete(sandbox: Sandbox, body: Json) -> Json:
    """Somebody types into an option that asks the app; the choices that come back."""
    user, channel, app, found, words = _typed(sandbox, body)
    path, known = options.descend(found.source, words[1:])
    typed = options.half_typed(known, body.get("options") or {}, text(body, "focused"))
    interaction = _begin(sandbox, Kind.AUTOCOMPLETE, app, user, channel, " ".join(words))
    told = await deliver(sandbox, interaction, _data(found, options=options.wrapped(path, typed)))
    return {"choices": [], **told}


async def menu(sandbox: Sandbox, body: Json) -> Json:
    """Somebody uses a context menu of a message or of a user."""
    user = lookup.person(sandbox, body)
    channel = lookup.seen_channel(sandbox, body, user)
    kind = MESSAGE_MENU if body.get("message") else USER_MENU
    app, found = _find(sandbox, body, user, channel, kind, text(body, "name"))
    resolved = Resolved(sandbox.discord, channel.guild, app, user.id)
    if kind == MESSAGE_MENU:
        message = lookup.message(channel, user, text(body, "message"))
        resolved.message(message)
        target = message.id
    else:
        target = lookup.person(sandbox, body, "user").id
        resolved.user(target, channel)
    interaction = _begin(sandbox, Kind.COMMAND, app, user, channel, found.source["name"])
    interaction.message_type = MENU_ANSWER
    data = resolved.into(_data(found, target_id=target))
    return await deliver(sandbox, interaction, data, float(body.get("wait", 0)))


async def commands(sandbox: Sandbox, query: Json) -> Json:
    """The commands that a person finds in a channel, with their options."""
    user = lookup.person(sandbox, query)
    channel = lookup.seen_channel(sandbox, query, user)
    known = [(app, one) for app in sandbox.discord.apps.values() for one in offered(sandbox, user, channel, app)]
    return {"commands": [{"app": app.id, "id": one.id, "guild": one.guild, **one.source} for app, one in known]}
