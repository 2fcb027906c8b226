"""Finding what a control request about the Discord names; raises Refusal with words for its caller."""

from sandbox.control.lookup import text
from sandbox.discord.apps import Application
from sandbox.discord.interactions import OpenModal
from sandbox.discord.permissions import sees
from sandbox.discord.world import DM, Channel, Guild, Message, User
from sandbox.kinds import Json, Refusal
from sandbox.state import Sandbox


def person(sandbox: Sandbox, body: Json, name: str = "as") -> User:
    """The person who acts, by id or user name."""
    wanted = text(body, name)
    for user in sandbox.discord.users.values():
        if wanted in {user.id, user.username}:
            return user
    raise Refusal(f"unknown Discord user {wanted}")


def guild(sandbox: Sandbox, body: Json) -> Guild:
    """The guild that is named by id or name, else the first one."""
    wanted = str(body.get("guild") or "")
    for found in sandbox.discord.guilds.values():
        if wanted in {"", found.id, found.name}:
            return found
    raise Refusal(f"unknown guild {wanted}")


def channel(sandbox: Sandbox, body: Json, user: User | None = None) -> Channel:
    """A channel or thread by id or name; of several with one name the first that the person sees."""
    wanted = text(body, "channel").lstrip("#")
    world = sandbox.discord
    if wanted in world.channels:
        return world.channels[wanted]
    named = [c for c in world.channels.values() if c.name == wanted and str(body.get("guild") or c.guild) == c.guild]
    seen = [c for c in named if user is not None and sees(world, user.id, c)]
    if not named:
        raise Refusal(f"unknown channel {wanted}")
    return (seen or named)[0]


def seen_channel(sandbox: Sandbox, body: Json, user: User) -> Channel:
    """A channel that the person sees."""
    found = channel(sandbox, body, user)
    if not sees(sandbox.discord, user.id, found):
        raise Refusal(f"{user.username} does not see channel {found.name or found.id}")
    return found


def message(place: Channel, user: User, message_id: str) -> Message:
    """A message that the person can see."""
    found = place.find(message_id)
    if found is None or found.only_for not in {"", user.id}:
        raise Refusal(f"no message {message_id} in {place.name or place.id} that {user.username} can see")
    return found


def modal(sandbox: Sandbox, body: Json, user: User) -> OpenModal:
    """A form that the person has open: the named one, else the only one."""
    mine = sandbox.interactions.modals_of(user.id)
    wanted = str(body.get("modal") or "")
    for found in mine:
        if wanted in {"", found.id, found.source["custom_id"]}:
            return found
    raise Refusal(f"{user.username} has no open modal {wanted}")


def app(sandbox: Sandbox, body: Json, place: Channel | None = None) -> Application:
    """The app that is named by id or name, else the first one that is there."""
    wanted = str(body.get("app") or "")
    for found in sandbox.discord.apps.values():
        if wanted in {found.id, found.name} or (not wanted and _is_there(sandbox, found, place)):
            return found
    raise Refusal(f"no app {wanted} there")


def _is_there(sandbox: Sandbox, found: Application, place: Channel | None) -> bool:
    if place is None:
        return True
    if place.type == DM:
        return found.bot_user in place.recipients
    return found.bot_user in sandbox.discord.guilds[place.guild].members
