"""views.*: forms and the home tab."""

from typing import Any

from sandbox.kinds import Json
from sandbox.slack import stacks
from sandbox.slack.call import Call
from sandbox.slack.errors import ApiError
from sandbox.slack.kit.check import check_view
from sandbox.slack.tickets import Trigger, TriggerState
from sandbox.world import View


def _source(call: Call, kind: str = "") -> Json:
    """The view of the call; raises invalid_arguments with each problem, or view_too_large."""
    view: Any = call.json("view", "invalid_arguments")
    if not isinstance(view, dict):
        messages = ["[ERROR] missing required field: view"]
        raise ApiError("invalid_arguments", response_metadata={"messages": messages})
    if stacks.too_large(view):
        raise ApiError("view_too_large")
    if problems := check_view(view, kind):
        messages = [f"[ERROR] {problem}" for problem in problems]
        raise ApiError("invalid_arguments", response_metadata={"messages": messages})
    return view


def _trigger(call: Call) -> Trigger:
    """The trigger of the call, used up now; raises why it cannot be used."""
    key = call.text("trigger_id") or call.text("interactivity_pointer")
    if not key:
        raise ApiError(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: trigger_id"]}
        )
    state, trigger = call.sandbox.tickets.judge_trigger(key, call.app.id)
    if trigger is None or state is not TriggerState.GOOD:
        raise ApiError(state.value)
    trigger.used = True
    return trigger


def _external_id(call: Call, source: Json) -> str:
    wanted = str(source.get("external_id") or "")
    if wanted and any(v.external_id == wanted and v.app == call.app.id for v in call.world.views.values()):
        raise ApiError("duplicate_external_id")
    return wanted


async def open_view(call: Call) -> Json:
    """Open a modal for whom the trigger belongs to."""
    source = _source(call, "modal")
    external_id = _external_id(call, source)
    trigger = _trigger(call)
    view = stacks.open_modal(call.sandbox, call.app, trigger.user, source, external_id)
    return {"view": stacks.view_object(call.sandbox, view)}


async def push(call: Call) -> Json:
    """Lay another modal on top; three at most."""
    source = _source(call, "modal")
    external_id = _external_id(call, source)
    trigger = _trigger(call)
    below = call.world.views.get(trigger.view_id)
    if below is None:
        raise ApiError("not_found")
    if stacks.is_full(call.sandbox, below):
        raise ApiError("push_limit_reached")
    view = stacks.push_modal(call.sandbox, call.app, trigger.user, source, below, external_id)
    return {"view": stacks.view_object(call.sandbox, view)}


def _find(call: Call) -> View:
    wanted, external = call.text("view_id"), call.text("external_id")
    for view in call.world.views.values():
        if (
            view.app == call.app.id
            and view.team == call.app.team
            and (view.id == wanted or (external and view.external_id == external))
        ):
            return view
    raise ApiError("not_found")


async def update(call: Call) -> Json:
    """Draw a view anew; with `hash` only if nobody did before."""
    source = _source(call)
    view = _find(call)
    if call.text("hash") and call.text("hash") != view.hash:
        raise ApiError("hash_conflict")
    stacks.redraw(call.sandbox, view, source)
    return {"view": stacks.view_object(call.sandbox, view)}


async def publish(call: Call) -> Json:
    """Draw somebody's home tab."""
    source = _source(call, "home")
    user = call.world.users.get(call.need("user_id"))
    if user is None or not call.knows(user):
        raise ApiError("user_not_found")
    current = stacks.home_of(call.sandbox, call.app, user.id)
    if current is not None and call.text("hash") and call.text("hash") != current.hash:
        raise ApiError("hash_conflict")
    view = stacks.publish_home(call.sandbox, call.app, user.id, source)
    return {"view": stacks.view_object(call.sandbox, view)}
