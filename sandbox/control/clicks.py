"""People click buttons, choose in selects, and type into selects that ask the app."""

import asyncio
from typing import Any

from sandbox.clock import now
from sandbox.control import lookup
from sandbox.control.elements import BUTTONS, action, find, state_value
from sandbox.kinds import Json, Refusal
from sandbox.slack import interactions, stacks
from sandbox.slack.push import Answer
from sandbox.state import Sandbox
from sandbox.world import App, Channel, Message, User, View

FAILED = "Something went wrong. The app did not acknowledge in time."


def outcome(answer: Answer) -> Json:
    """How an interaction ended, as its caller reads it."""
    told: Json = {"delivered": not answer.error, "ack_ms": answer.ms, "status": answer.status}
    return told | ({"error": answer.error, "shown": FAILED} if answer.error else {})


def message_blocks(message: Message) -> list[Json]:
    """All blocks of a message, those in attachments included."""
    return [*message.blocks, *(block for item in message.attachments for block in item.get("blocks", []))]


def _in_message(sandbox: Sandbox, body: Json, user: User) -> tuple[App, Channel, Message]:
    channel = lookup.entered(sandbox, body, user)
    message = lookup.message(channel, user, lookup.text(body, "ts"))
    if not message.app_id:
        raise Refusal("that message is not an app's")
    return lookup.app_of(sandbox, message.app_id, message.team), channel, message


def _suggested(sandbox: Sandbox, user: User, action_id: str) -> list[Json]:
    return sandbox.suggested.get((user.id, action_id), [])


def _chosen(body: Json, element: Json) -> Any:
    if element["type"] in BUTTONS:
        return None
    return body.get("selected", body.get("value"))


async def click(sandbox: Sandbox, body: Json) -> Json:
    """Somebody uses an element of a message or of a view."""
    user = lookup.person(sandbox, body)
    before = set(sandbox.world.stacks.get(user.id, []))
    if body.get("view_id"):
        answer = await _click_in_view(sandbox, body, user)
    else:
        answer = await _click_in_message(sandbox, body, user)
    return outcome(answer) | await opened_view(sandbox, user, before, float(body.get("wait_view", 0)))


async def _click_in_message(sandbox: Sandbox, body: Json, user: User) -> Answer:
    app, channel, message = _in_message(sandbox, body, user)
    if channel.post_only and user.team != app.team:
        raise Refusal("in a post-only channel people of another company cannot use buttons")
    action_id = lookup.text(body, "action_id")
    block, element = find(message_blocks(message), action_id, str(body.get("block_id") or ""))
    known = _suggested(sandbox, user, action_id)
    made = action(block, element, _chosen(body, element), known, f"{now():.6f}")
    if element["type"] not in BUTTONS and element["type"] != "overflow":
        draft = message.drafts.setdefault(user.id, {})
        draft.setdefault(block["block_id"], {})[action_id] = state_value(element, _chosen(body, element), known)
    payload = interactions.message_click(sandbox, app, user, channel, message, made)
    return await sandbox.pusher.interaction(app, "interactive", payload)


async def _click_in_view(sandbox: Sandbox, body: Json, user: User) -> Answer:
    view = lookup.view(sandbox, user, lookup.text(body, "view_id"))
    app = lookup.app_of(sandbox, view.app, view.team)
    action_id = lookup.text(body, "action_id")
    block, element = find(view.source["blocks"], action_id, str(body.get("block_id") or ""))
    known = _suggested(sandbox, user, action_id)
    made = action(block, element, _chosen(body, element), known, f"{now():.6f}")
    if element["type"] not in BUTTONS and element["type"] != "overflow":
        value = state_value(element, _chosen(body, element), known)
        view.draft.setdefault(block["block_id"], {})[action_id] = value
    if block["type"] == "input" and not block.get("dispatch_action"):
        return Answer(status=200)
    return await sandbox.pusher.interaction(app, "interactive", interactions.view_click(sandbox, app, user, view, made))


async def opened_view(sandbox: Sandbox, user: User, before: set[str], seconds: float) -> Json:
    """The modal that opened meanwhile, waited for as long as the caller wants."""
    end = now() + seconds
    while True:
        new = [v for v in stacks.stack_of(sandbox, user.id) if v.id not in before]
        if new:
            return {"opened_view": stacks.view_object(sandbox, new[-1])}
        if now() >= end:
            return {}
        await asyncio.sleep(0.01)


async def suggest(sandbox: Sandbox, body: Json) -> Json:
    """Somebody types into a select whose options come from the app."""
    user = lookup.person(sandbox, body)
    action_id, typed = lookup.text(body, "action_id"), lookup.text(body, "value", "")
    place: View | tuple[Channel, Message]
    if body.get("view_id"):
        view = place = lookup.view(sandbox, user, lookup.text(body, "view_id"))
        app, blocks = lookup.app_of(sandbox, view.app, view.team), view.source["blocks"]
    else:
        app, channel, message = _in_message(sandbox, body, user)
        place, blocks = (channel, message), message_blocks(message)
    block, element = find(blocks, action_id, str(body.get("block_id") or ""))
    if len(typed) < int(element.get("min_query_length", 3)):
        return {"options": [], "shown": f"type at least {element.get('min_query_length', 3)} characters"}
    named = {"action_id": action_id, "block_id": block["block_id"]}
    payload = interactions.suggestion(sandbox, app, user, named, typed, place)
    answer = await sandbox.pusher.interaction(app, "interactive", payload)
    given = answer.payload if isinstance(answer.payload, dict) else {}
    options = [*(given.get("options") or [])]
    options += [option for group in given.get("option_groups") or [] for option in group.get("options", [])]
    sandbox.suggested[(user.id, action_id)] = options
    return outcome(answer) | {"options": options, "option_groups": given.get("option_groups")}
