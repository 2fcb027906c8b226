"""Finding what a control request names; raises Refusal with words for its caller."""

from sandbox.kinds import Json, Refusal
from sandbox.state import Sandbox
from sandbox.world import App, Channel, Message, User, View


def text(body: Json, name: str, default: str | None = None) -> str:
    """A text of the request; without a default it must be there."""
    value = body.get(name, default)
    if value is None:
        raise Refusal(f"missing {name}")
    return str(value)


def person(sandbox: Sandbox, body: Json, name: str = "as") -> User:
    """The person who acts."""
    wanted = text(body, name)
    user = sandbox.world.users.get(wanted)
    if user is None:
        raise Refusal(f"unknown person {wanted}")
    if user.deleted:
        raise Refusal(f"{wanted} is deactivated")
    return user


def channel(sandbox: Sandbox, body: Json) -> Channel:
    """A channel by id, or by name."""
    wanted = text(body, "channel")
    found = sandbox.world.channels.get(wanted)
    found = found or next((c for c in sandbox.world.channels.values() if c.name and c.name == wanted.lstrip("#")), None)
    if found is None:
        raise Refusal(f"unknown channel {wanted}")
    return found


def entered(sandbox: Sandbox, body: Json, user: User) -> Channel:
    """A channel that the person is in."""
    found = channel(sandbox, body)
    if user.id not in found.members:
        raise Refusal(f"{user.id} is not in channel {found.id}")
    return found


def message(place: Channel, user: User, ts: str) -> Message:
    """A message that the person can see."""
    found = place.find(ts)
    if found is None or found.only_for not in {"", user.id}:
        raise Refusal(f"no message {ts} in {place.id} that {user.id} can see")
    return found


def view(sandbox: Sandbox, user: User, view_id: str) -> View:
    """A view that the person has open."""
    found = sandbox.world.views.get(view_id)
    if found is None or found.user != user.id:
        raise Refusal(f"{user.id} has no open view {view_id}")
    return found


def app_of(sandbox: Sandbox, app_id: str, team: str) -> App:
    """The app behind a message or a view."""
    app = sandbox.world.app_by_id(app_id, team) or sandbox.world.app_by_id(app_id)
    if app is None:
        raise Refusal(f"no app {app_id}")
    return app


def some_app(sandbox: Sandbox, body: Json, team: str = "") -> App:
    """The app that the request names with `app`, else the first one of the team, else the first of all."""
    wanted = str(body.get("app") or body.get("team_app") or "")
    apps = list(sandbox.world.apps.values())
    matching = [a for a in apps if wanted in {"", a.id, a.team}]
    matching = [a for a in matching if a.team == team] or matching
    if not matching:
        raise Refusal(f"unknown app {wanted}")
    return matching[0]
