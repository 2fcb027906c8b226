"""Floor JSON → world, and back without secrets."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from sandbox.kinds import Json, Refusal
from sandbox.world import App, Channel, Team, User, UserGroup, World

SMALL_FLOOR: Json = {
    "teams": [
        {"id": "T0PIT", "name": "Pit Platform", "domain": "pit"},
        {"id": "T0ACME", "name": "Acme Casino", "domain": "acme"},
    ],
    "users": [
        {"id": "U0ANA", "team": "T0PIT", "name": "ana", "real_name": "Ana Souza", "locale": "pt-BR",
         "tz": "America/Sao_Paulo", "role_label": "Analyst", "email": "ana@pit.example"},
        {"id": "U0RITA", "team": "T0ACME", "name": "rita", "real_name": "Rita Lima", "locale": "pt-BR",
         "tz": "America/Sao_Paulo", "role_label": "Reporter", "email": "rita@acme.example"},
    ],
    "channels": [
        {"id": "C0ACME", "name": "acme-support", "team": "T0PIT", "shared_with": ["T0ACME"],
         "members": ["U0ANA", "U0RITA"]},
        {"id": "C0DESK", "name": "desk", "team": "T0PIT", "members": ["U0ANA"]},
    ],
    "usergroups": [{"id": "S0ANALYSTS", "team": "T0PIT", "handle": "analysts", "name": "Analysts", "users": ["U0ANA"]}],
    "apps": [
        {"id": "A0PIT", "bot_user": "U0BOT", "bot_name": "pitboss", "bot_id": "B0PIT", "bot_token": "xoxb-sandbox-pit",
         "app_token": "xapp-sandbox-pit", "signing_secret": "sandbox-signing", "commands": ["/pit"],
         "channels": ["C0ACME", "C0DESK"]},
    ],
}  # fmt: skip

Row = TypeVar("Row")


def read_floor(path: Path | None) -> Json:
    """The floor of a JSON file, or the small one that is built in."""
    if path is None:
        return SMALL_FLOOR
    floor: Json = json.loads(path.read_text(encoding="utf-8"))
    return floor


def build_world(floor: Json) -> World:
    """A fresh world; raises Refusal where the floor names what is not there."""
    world = World()
    for row in floor.get("teams", []):
        world.teams[row["id"]] = _fill(Team, row, domain=row["id"].lower(), name=row["id"])
    for row in floor.get("users", []):
        make_user(world, row)
    for row in floor.get("channels", []):
        channel = _fill(Channel, row, name=row["id"].lower(), team=_first_team(world))
        world.channels[channel.id] = channel
    for row in floor.get("usergroups", []):
        world.usergroups[row["id"]] = _fill(UserGroup, row, name=row.get("handle", ""))
    for row in floor.get("apps", []):
        install(world, row)
    _check(world)
    return world


def make_user(world: World, row: Json) -> User:
    """A person of the floor."""
    defaults: Json = {"real_name": row.get("name", row["id"]), "name": row["id"].lower(), "team": _first_team(world)}
    user = _fill(User, row, **defaults)
    world.users[user.id] = user
    return user


def install(world: World, row: Json) -> App:
    """Install an app in its workspace, with its bot user, and put that in the app's channels."""
    bot_user = row["bot_user"]
    team = row.get("team") or (world.users[bot_user].team if bot_user in world.users else _first_team(world))
    defaults: Json = {"app_token": "", "signing_secret": "", "scopes": None, "app_scopes": None, "events": None}
    app = _fill(App, {**row, "team": team}, commands=[], bot_name="bot", bot_id="B" + bot_user[1:], **defaults)
    if bot_user not in world.users:
        world.users[bot_user] = User(bot_user, team, app.bot_name, app.bot_name)
    world.users[bot_user].bot_id, world.users[bot_user].app_id = app.bot_id, app.id
    for channel_id in row.get("channels", []):
        if channel_id not in world.channels:
            raise Refusal(f"app {app.id}: unknown channel {channel_id}")
        if bot_user not in world.channels[channel_id].members:
            world.channels[channel_id].members.append(bot_user)
    world.apps[(app.id, team)] = app
    return app


def describe(world: World) -> Json:
    """The floor as it is now, apps without their secrets."""
    return {
        "teams": [vars(team) for team in world.teams.values()],
        "users": [vars(user) for user in world.users.values()],
        "channels": [_channel_row(channel) for channel in world.channels.values()],
        "usergroups": [vars(group) for group in world.usergroups.values()],
        "apps": [_app_row(world, app) for app in world.apps.values()],
    }


def _channel_row(channel: Channel) -> Json:
    keys = ("id", "name", "team", "shared_with", "members", "topic", "post_only", "private", "archived", "kind")
    return {key: getattr(channel, key) for key in keys}


def _app_row(world: World, app: App) -> Json:
    keys = (
        "id",
        "team",
        "bot_user",
        "bot_name",
        "bot_id",
        "scopes",
        "mode",
        "events_url",
        "commands",
        "events",
        "state",
        "shortcuts",
        "command_hints",
    )
    row: Json = {key: getattr(app, key) for key in keys}
    row["channels"] = [channel.id for channel in world.channels_of(app.bot_user)]
    return row


def _fill(kind: type[Row], row: Json, **defaults: Any) -> Row:
    """A dataclass from a row; keys that it does not know are left out."""
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]  # every kind here is a dataclass
    merged = {**defaults, **row}
    copied = {key: list(value) if isinstance(value, list) else value for key, value in merged.items() if key in known}
    try:
        return kind(**copied)
    except TypeError as error:
        raise Refusal(f"{kind.__name__} {row.get('id')}: {error}") from error


def _first_team(world: World) -> str:
    if not world.teams:
        raise Refusal("a floor needs at least one team")
    return next(iter(world.teams))


def _check(world: World) -> None:
    for user in world.users.values():
        if user.team not in world.teams:
            raise Refusal(f"user {user.id}: unknown team {user.team}")
    for channel in world.channels.values():
        unknown = [m for m in channel.members if m not in world.users]
        unknown += [t for t in channel.teams if t not in world.teams]
        if unknown:
            raise Refusal(f"channel {channel.id}: unknown {', '.join(unknown)}")
