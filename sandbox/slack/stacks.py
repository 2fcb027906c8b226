"""Open views: each person's stack of modals, and their home tabs."""

import json
import secrets
from copy import deepcopy

from sandbox.clock import now
from sandbox.kinds import Json
from sandbox.slack.content import with_ids
from sandbox.state import Sandbox
from sandbox.world import App, View

STACK_MAX = 3  # https://docs.slack.dev/surfaces/modals
VIEW_BYTES_MAX = 250_000
COPIED = (
    "type", "blocks", "private_metadata", "callback_id", "title", "close", "submit", "clear_on_close",
    "notify_on_close", "submit_disabled", "external_id",
)  # fmt: skip


def too_large(source: Json) -> bool:
    """Whether a view's JSON has more than 250 kB."""
    return len(json.dumps(source, ensure_ascii=False).encode()) > VIEW_BYTES_MAX


def _new_hash() -> str:
    return f"{int(now())}.{secrets.token_urlsafe(6)}"


def _prepared(source: Json) -> Json:
    return {**source, "blocks": with_ids(source.get("blocks", []))}


def _new_view(sandbox: Sandbox, app: App, user: str, source: Json, external_id: str = "") -> View:
    view_id = sandbox.world.new_id("V")
    view = View(view_id, app.id, app.team, user, _prepared(source), _new_hash(), root=view_id, external_id=external_id)
    sandbox.world.views[view_id] = view
    return view


def stack_of(sandbox: Sandbox, user: str) -> list[View]:
    """A person's open modals, the lowest first."""
    return [sandbox.world.views[view_id] for view_id in sandbox.world.stacks.get(user, [])]


def open_modal(sandbox: Sandbox, app: App, user: str, source: Json, external_id: str = "") -> View:
    """A modal that stands for itself."""
    view = _new_view(sandbox, app, user, source, external_id)
    sandbox.world.stacks.setdefault(user, []).append(view.id)
    tell(sandbox, view, "view")
    return view


def is_full(sandbox: Sandbox, below: View) -> bool:
    """Whether three modals of one root lie on each other."""
    return len([v for v in stack_of(sandbox, below.user) if v.root == below.root]) >= STACK_MAX


def push_modal(sandbox: Sandbox, app: App, user: str, source: Json, below: View, external_id: str = "") -> View:
    """A modal on top of another."""
    view = _new_view(sandbox, app, user, source, external_id)
    view.root, view.previous = below.root, below.id
    sandbox.world.stacks.setdefault(user, []).append(view.id)
    tell(sandbox, view, "view")
    return view


def redraw(sandbox: Sandbox, view: View, source: Json) -> None:
    """Put new content into a view; what was filled into blocks that stay is kept."""
    view.source, view.hash = _prepared(source), _new_hash()
    kept = {block["block_id"] for block in view.source["blocks"]}
    view.draft = {block_id: values for block_id, values in view.draft.items() if block_id in kept}
    tell(sandbox, view, "view")


def close(sandbox: Sandbox, view: View, whole_stack: bool = False) -> None:
    """Take a view away, or all of its root."""
    stack = sandbox.world.stacks.get(view.user, [])
    for other in stack_of(sandbox, view.user):
        if other.id == view.id or (whole_stack and other.root == view.root):
            stack.remove(other.id)
            sandbox.world.views.pop(other.id, None)
    tell(sandbox, view, "view")


def home_of(sandbox: Sandbox, app: App, user: str) -> View | None:
    """Somebody's published home tab of an app."""
    return sandbox.world.views.get(sandbox.world.homes.get((app.id, app.team, user), ""))


def publish_home(sandbox: Sandbox, app: App, user: str, source: Json) -> View:
    """Draw a home tab; the view keeps its id."""
    view = home_of(sandbox, app, user)
    if view is None:
        view = _new_view(sandbox, app, user, source)
        sandbox.world.homes[(app.id, app.team, user)] = view.id
        tell(sandbox, view, "home")
    else:
        redraw(sandbox, view, source)
    return view


def tell(sandbox: Sandbox, view: View, what: str) -> None:
    """Tell the person's open pages that a view came, changed or went."""
    kind = "home" if view.source.get("type") == "home" else what
    sandbox.stream.tell({"type": kind, "view_id": view.id}, [view.user])


def view_object(sandbox: Sandbox, view: View) -> Json:
    """A view on the wire (https://docs.slack.dev/reference/views); for an external person it has their team's id."""
    app = sandbox.world.apps[(view.app, view.team)]
    source = view.source
    shown: Json = {
        "id": view.id,
        "team_id": sandbox.world.users[view.user].team,
        "app_id": view.app,
        "app_installed_team_id": view.team,
        "bot_id": app.bot_id,
        "title": source.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "close": None,
        "submit": None,
        "private_metadata": "",
        "callback_id": "",
        "external_id": view.external_id,
        "clear_on_close": False,
        "notify_on_close": False,
        "submit_disabled": False,
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "hash": view.hash,
        "state": {"values": deepcopy(view.draft)},
    }
    return shown | {key: source[key] for key in COPIED if source.get(key) is not None}
