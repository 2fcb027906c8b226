"""Application commands: https://docs.discord.com/developers/interactions/application-commands#endpoints"""

from typing import Any

from sandbox.discord.errors import DiscordError, invalid
from sandbox.discord.kit.rules import at, error
from sandbox.discord.rest.call import Answer, Call
from sandbox.discord.rest.command_rules import CHAT_INPUT, PER_SCOPE, check_command
from sandbox.discord.world import Application, Command
from sandbox.kinds import Json

LOCALIZED = ("name_localizations", "description_localizations")


def command_object(command: Command, localized: bool = True) -> Json:
    """A command as documented; without `localized` its translations are left out, as a list has it by default."""
    source = command.source
    shown: Json = {
        "id": command.id, "application_id": command.application, "version": command.version,
        "type": command.key[1], "name": source["name"], "description": source.get("description") or "",
        "default_member_permissions": source.get("default_member_permissions"), "nsfw": bool(source.get("nsfw")),
        "name_localizations": source.get("name_localizations"),
        "description_localizations": source.get("description_localizations"),
    }  # fmt: skip
    if command.guild:
        shown["guild_id"] = command.guild
    else:
        shown |= {"dm_permission": source.get("dm_permission", True), "contexts": source.get("contexts"),
                  "integration_types": source.get("integration_types") or [0]}  # fmt: skip
    if source.get("options"):
        shown["options"] = source["options"]
    return shown if localized else _without_translations(shown)


def _without_translations(shown: Any) -> Any:
    if isinstance(shown, list):
        return [_without_translations(each) for each in shown]
    if isinstance(shown, dict):
        return {key: _without_translations(value) for key, value in shown.items() if key not in LOCALIZED}
    return shown


def _scope(call: Call) -> tuple[Application, str]:
    """The bot's own application and the guild of the path, or an empty one; raises 20012 and 50001."""
    app = call.application
    if call.id("application") != app.id:
        raise DiscordError(20012 if call.path["application"] in call.world.apps else 10002)
    if "guild" not in call.path:
        return app, ""
    guild = call.world.guilds.get(call.id("guild"))
    if guild is None or app.bot_user not in guild.members:
        raise DiscordError(50001)
    return app, guild.id


def _in_scope(app: Application, guild: str) -> list[Command]:
    return [command for command in app.commands.values() if command.guild == guild]


async def list_commands(call: Call) -> list[Json]:
    """All commands of the scope."""
    app, guild = _scope(call)
    localized = call.flag("with_localizations")
    return [command_object(command, localized) for command in _in_scope(app, guild)]


async def create(call: Call) -> Answer:
    """A new command (201), or the one of this name and type changed (200)."""
    app, guild = _scope(call)
    if errors := check_command(call.args):
        raise invalid(errors)
    command, is_new = _put(call, app, guild, call.args)
    _need_room(app, guild, command)
    return Answer(201 if is_new else 200, command_object(command))


def _put(call: Call, app: Application, guild: str, source: Json) -> tuple[Command, bool]:
    command = Command("", app.id, guild, call.world.mint(), {**source, "type": source.get("type") or CHAT_INPUT})
    for held in _in_scope(app, guild):
        if held.key == command.key:
            if _same(held, command):
                return held, False
            command.id = held.id
    is_new = not command.id
    command.id = command.id or call.world.mint()
    app.commands[command.id] = command
    return command, is_new


def _same(held: Command, other: Command) -> bool:
    return {**command_object(held), "version": ""} == {**command_object(other), "id": held.id, "version": ""}


def _need_room(app: Application, guild: str, newest: Command) -> None:
    kind = newest.key[1]
    if sum(command.key[1] == kind for command in _in_scope(app, guild)) > PER_SCOPE[kind]:
        del app.commands[newest.id]
        raise DiscordError(30032)


def _command(call: Call) -> Command:
    app, guild = _scope(call)
    command = app.commands.get(call.id("command"))
    if command is None or command.guild != guild:
        raise DiscordError(10063)
    return command


async def get(call: Call) -> Json:
    """One command."""
    return command_object(_command(call))


async def edit(call: Call) -> Json:
    """Change some fields of a command; its type stays."""
    command = _command(call)
    source = {**command.source, **call.args, "type": command.key[1]}
    if errors := check_command(source):
        raise invalid(errors)
    names = {held.key: held.id for held in _in_scope(call.application, command.guild)}
    if names.get((source["name"], source["type"]), command.id) != command.id:
        words = "Application command names must be unique"
        raise invalid({"name": error("APPLICATION_COMMANDS_DUPLICATE_NAME", words)})
    command.source, command.version = source, call.world.mint()
    return command_object(command)


async def delete(call: Call) -> None:
    """A command goes."""
    del call.application.commands[_command(call).id]


async def overwrite(call: Call) -> list[Json]:
    """All commands of the scope at once; those of the same name and type keep their ids, the others go."""
    app, guild = _scope(call)
    sources = call.body
    if not isinstance(sources, list):
        raise invalid(error("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"))
    if errors := {str(n): found for n, source in enumerate(sources) if (found := check_command(source))}:
        raise invalid(errors)
    _check_together(sources)
    kept = [_put(call, app, guild, source)[0] for source in sources]
    ids = {command.id for command in kept}
    for gone in [command for command in _in_scope(app, guild) if command.id not in ids]:
        del app.commands[gone.id]
    return [command_object(command) for command in kept]


def _check_together(sources: list[Json]) -> None:
    """Raise 50035 for a name twice, 30032 for too many of a kind."""
    keys = [(source["name"], source.get("type") or CHAT_INPUT) for source in sources]
    for number, key in enumerate(keys):
        if key in keys[:number]:
            words = "Application command names must be unique"
            raise invalid(at([number], error("APPLICATION_COMMANDS_DUPLICATE_NAME", words)))
    for kind, most in PER_SCOPE.items():
        if sum(key[1] == kind for key in keys) > most:
            raise DiscordError(30032)


async def list_permissions(call: Call) -> list[Json]:
    """Nobody set any here: permissions of commands are set by people in the client."""
    _scope(call)
    return []


async def get_permissions(call: Call) -> Json:
    """None are set here: 10066."""
    _command_of_guild(call)
    raise DiscordError(10066)


def _command_of_guild(call: Call) -> None:
    app, guild = _scope(call)
    command = app.commands.get(call.id("command"))
    if command is None or command.guild not in {"", guild}:
        raise DiscordError(10063)
