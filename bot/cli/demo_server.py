"""The demo's floor on Discord: the whole of it as one server, or one client's part of it beside the workspace."""

import re
import zlib
from collections.abc import Mapping
from typing import Any

import yaml

TOKEN = "floor-discord-pit"  # noqa: S105 - the sandbox's own
OWNER = "90000000000000001"
APP_NAME = "Pitboss"
PERMISSIONS = (
    "VIEW_CHANNEL",
    "SEND_MESSAGES",
    "CREATE_PUBLIC_THREADS",
    "CREATE_PRIVATE_THREADS",
    "SEND_MESSAGES_IN_THREADS",
    "MANAGE_THREADS",
    "READ_MESSAGE_HISTORY",
    "ATTACH_FILES",
    "ADD_REACTIONS",
    "PIN_MESSAGES",
)
COLOURS = (0x3498DB, 0xF1C40F, 0x1ABC9C, 0xE67E22, 0x9B59B6, 0x2ECC71, 0xE91E63, 0x95A5A6)
GUEST = "lucky7"
"""The client who is on both platforms when the demo shows both."""

_ID = re.compile(r"\b[UCSTA]0[A-Z0-9]+\b")
_KINDS = {"U": "1", "C": "2", "S": "3", "T": "4", "A": "5"}
_TEAMS = re.compile(r"teams: \{discord: \[(\d+)\]\}")


def snowflake(name: str) -> str:
    """The id on Discord of what has this id on the demo's floor; anything else stays as it is."""
    return f"{_KINDS[name[0]]}{zlib.crc32(name.encode()):010d}000000" if _ID.fullmatch(name) else name


def discord_desk(text: str) -> str:
    """A desk.yaml of the demo's floor for that floor on Discord: a client's people have a role of one server."""
    moved = _ID.sub(lambda found: snowflake(found[0]), text.replace("slack", "discord"))
    return _TEAMS.sub(r'groups: ["discord:pit:\1"]', moved)


def desk_on_both(text: str, world: Mapping[str, Any]) -> str:
    """The same desk, where one client has a channel on the server besides, and our people an account there."""
    desk = yaml.safe_load(text)
    home = snowflake(_home(world))
    desk["workspaces"]["discord:pit"] = home
    client = desk["clients"][GUEST]
    own = client["channels"][0]
    client["channels"].append({**own, "channel": f"discord:pit:{snowflake(own['channel'].rpartition(':')[2])}"})
    client["groups"] = [f"discord:pit:{snowflake(client['teams']['slack'][0])}"]
    for person in desk["people"].values():
        person["accounts"] += [f"discord:{home}:{snowflake(each.rpartition(':')[2])}" for each in person["accounts"]]
    return yaml.safe_dump(desk, allow_unicode=True, sort_keys=False)


def server_of(world: Mapping[str, Any], *, whole: bool = True) -> dict[str, Any]:
    """The floor as one server: a role for each group and company, channels that only their people see.

    Not `whole`: only the channel of the client who is on both platforms.
    """
    app, home = world["apps"][0], _home(world)
    channels = [row for row in world["channels"] if whole or row["name"].startswith(GUEST)]
    inside = {user for row in channels for user in row["members"]}
    people = [row for row in world["users"] if row["id"] in inside]
    return {
        "users": [{"id": OWNER, "username": "owner"}, *map(_user, people)],
        "apps": [
            {
                "id": snowflake(app["id"]),
                "bot_user": snowflake(app["bot_user"]),
                "name": APP_NAME,
                "token": TOKEN,
                "intents": ["members", "message_content"],
            }
        ],
        "guilds": [
            {
                "id": snowflake(home),
                "name": next(row["name"] for row in world["teams"] if row["id"] == home),
                "owner": OWNER,
                "roles": _roles(world, home),
                "members": [{"user": OWNER}, *(_member(world, row, home) for row in people)],
                "bots": [{"app": snowflake(app["id"]), "permissions": list(PERMISSIONS)}],
                "channels": [_channel(row, app) for row in channels],
            }
        ],
    }


def _roles(world: Mapping[str, Any], home: str) -> list[dict[str, Any]]:
    colours = iter(COLOURS)
    groups = [
        {"id": snowflake(row["id"]), "name": row["name"], "mentionable": True, "hoist": True, "color": next(colours)}
        for row in world["usergroups"]
    ]
    companies = [
        {"id": snowflake(row["id"]), "name": row["name"], "color": next(colours)}
        for row in world["teams"]
        if row["id"] != home
    ]
    return [*groups, *companies]


def server_id(world: Mapping[str, Any]) -> str:
    """The server's own id."""
    return snowflake(_home(world))


def _home(world: Mapping[str, Any]) -> str:
    return str(world["apps"][0]["team"])


def _user(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: row[name] for name in ("locale", "tz", "role_label", "email") if name in row}
    return {"id": snowflake(row["id"]), "username": row["name"], "global_name": row["real_name"], **kept}


def _member(world: Mapping[str, Any], row: Mapping[str, Any], home: str) -> dict[str, Any]:
    groups = [snowflake(group["id"]) for group in world["usergroups"] if row["id"] in group["users"]]
    company = [snowflake(row["team"])] if row["team"] != home else []
    return {"user": snowflake(row["id"]), "roles": [*groups, *company]}


def _channel(row: Mapping[str, Any], app: Mapping[str, Any]) -> dict[str, Any]:
    people = [snowflake(user) for user in row["members"]]
    bot = [APP_NAME] if row["id"] in app.get("channels", [row["id"]]) else []
    return {
        "id": snowflake(row["id"]),
        "name": row["name"],
        "topic": row.get("topic", ""),
        "private_to": [*people, *bot],
    }
