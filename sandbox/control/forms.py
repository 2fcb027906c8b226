"""People fill in forms, send them, and close them."""

import re
from typing import Any

from sandbox.control import lookup
from sandbox.control.clicks import opened_view, outcome
from sandbox.control.elements import elements_of, initial_state, state_value
from sandbox.control.people import store_files
from sandbox.kinds import Json, Refusal, flag
from sandbox.slack import interactions, stacks
from sandbox.slack.kit.check import check_view
from sandbox.slack.objects import file_object
from sandbox.state import Sandbox
from sandbox.world import App, User, View

REQUIRED = "Please complete this required field."
TROUBLE = "We had some trouble connecting. Try again?"
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


async def submit(sandbox: Sandbox, body: Json) -> Json:
    """Somebody fills in a form and sends it."""
    user = lookup.person(sandbox, body)
    view = lookup.view(sandbox, user, lookup.text(body, "view_id"))
    app = lookup.app_of(sandbox, view.app, view.team)
    fill(sandbox, user, view, body.get("values") or {})
    if errors := _own_checks(view):
        return {"ack_ms": 0, "sent": False, "errors": errors, "closed": False}
    payload = interactions.view_submission(sandbox, app, user, view, _response_urls(sandbox, app, user, view))
    answer = await sandbox.pusher.interaction(app, "interactive", payload)
    if answer.error:
        return outcome(answer) | {"sent": True, "closed": False, "shown": TROUBLE}
    asked = answer.payload if isinstance(answer.payload, dict) else {}
    before = set(sandbox.world.stacks.get(user.id, []))
    done = outcome(answer) | {"sent": True} | _obey(sandbox, app, user, view, asked)
    return done | await opened_view(sandbox, user, before, float(body.get("wait_view", 0)))


def fill(sandbox: Sandbox, user: User, view: View, values: dict[str, Any]) -> None:
    """Put values into a view, by block id; what is not named keeps its draft or its initial value."""
    there = {block["block_id"]: (block, element) for block, element in elements_of(view.source["blocks"])}
    if unknown := set(values) - set(there):
        raise Refusal(f"no field {', '.join(sorted(unknown))}; there are: {', '.join(there)}")
    for block_id, (block, element) in there.items():
        held = view.draft.setdefault(block_id, {})
        if block_id in values:
            held[element["action_id"]] = _value(sandbox, user, element, values[block_id])
        elif element["action_id"] not in held and (initial := initial_state(element)):
            held[element["action_id"]] = initial
        elif element["action_id"] not in held and block["type"] == "input":
            held[element["action_id"]] = state_value(element, None, [])
        if not held:
            del view.draft[block_id]


def _value(sandbox: Sandbox, user: User, element: Json, value: Any) -> Json:
    if element["type"] == "file_input":
        files = store_files(sandbox, user, value or [])
        value = [file_object(sandbox, file) for file in files]
    known = sandbox.suggested.get((user.id, element["action_id"]), [])
    return state_value(element, value, known)


def _own_checks(view: View) -> dict[str, str]:
    """What Slack's own client refuses before it asks the app."""
    errors = {}
    for block in view.source["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            held = view.draft.get(block["block_id"], {}).get(element["action_id"], {})
            value = next((v for key, v in held.items() if key != "type"), None)
            if problem := _problem(element, value, flag(block.get("optional"))):
                errors[block["block_id"]] = problem
    return errors


def _problem(element: Json, value: Any, optional: bool) -> str:
    if value in (None, "", []):
        return "" if optional else REQUIRED
    kind = element["type"]
    if kind == "plain_text_input":
        if len(value) < int(element.get("min_length", 0)):
            return f"This entry needs to be at least {element['min_length']} characters."
        if len(value) > int(element.get("max_length", 3000)):
            return f"This entry must be {element.get('max_length', 3000)} characters or fewer."
    if kind == "email_text_input" and not EMAIL.fullmatch(value):
        return "Enter a valid email address."
    if kind == "url_text_input" and not re.match(r"https?://[^\s]+\.?[^\s]", value):
        return "Enter a valid URL."
    if kind == "number_input":
        return _number_problem(element, value)
    if kind == "file_input" and len(value) > int(element.get("max_files", 10)):
        return f"Upload up to {element.get('max_files', 10)} files."
    limit = element.get("max_selected_items")
    return f"Select up to {limit}." if limit and isinstance(value, list) and len(value) > int(limit) else ""


def _number_problem(element: Json, value: str) -> str:
    if not NUMBER.fullmatch(value) or ("." in value and not element.get("is_decimal_allowed")):
        return "Enter a valid number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Enter a number of at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Enter a number of at most {element['max_value']}."
    return ""


def _response_urls(sandbox: Sandbox, app: App, user: User, view: View) -> list[Json]:
    urls = []
    for block, element in elements_of(view.source["blocks"]):
        held = view.draft.get(block["block_id"], {}).get(element["action_id"], {})
        chosen = held.get("selected_conversation") or held.get("selected_channel")
        channel = sandbox.world.channels.get(chosen or "")
        if element.get("response_url_enabled") and channel is not None:
            url = interactions.response_url(sandbox, app, user, channel, None)
            urls.append({"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel.id,
                         "response_url": url})  # fmt: skip
    return urls


def _obey(sandbox: Sandbox, app: App, user: User, view: View, asked: Json) -> Json:
    """Do what the acknowledgement of a form asks for (https://docs.slack.dev/surfaces/modals#response_actions)."""
    match asked.get("response_action"):
        case "errors":
            return _field_errors(view, asked.get("errors"))
        case "update" | "push" as what:
            return _draw(sandbox, app, user, view, asked.get("view"), what)
        case "clear":
            stacks.close(sandbox, view, whole_stack=True)
            return {"closed": True}
        case None:
            stacks.close(sandbox, view)
            below = stacks.stack_of(sandbox, user.id)
            return {"closed": True} | ({"view": stacks.view_object(sandbox, below[-1])} if below else {})
        case other:
            return {"closed": False, "error": f"unknown response_action {other}", "shown": TROUBLE}


def _field_errors(view: View, errors: Any) -> Json:
    fields = {block["block_id"] for block in view.source["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or set(errors) - fields:
        return {"closed": False, "error": f"errors must name input blocks of the view: {errors}", "shown": TROUBLE}
    return {"closed": False, "errors": errors}


def _draw(sandbox: Sandbox, app: App, user: User, view: View, source: Any, what: str) -> Json:
    problems = [str(p) for p in check_view(source, "modal")] if isinstance(source, dict) else ["missing view"]
    if what == "push" and stacks.is_full(sandbox, view):
        problems.append("push_limit_reached")
    if problems:
        return {"closed": False, "error": "; ".join(problems), "shown": TROUBLE}
    if what == "push":
        view = stacks.push_modal(sandbox, app, user.id, source, view)
    else:
        stacks.redraw(sandbox, view, source)
    return {"closed": False, "view": stacks.view_object(sandbox, view)}


async def close_view(sandbox: Sandbox, body: Json) -> Json:
    """Somebody closes a form without sending it."""
    user = lookup.person(sandbox, body)
    view = lookup.view(sandbox, user, lookup.text(body, "view_id"))
    app = lookup.app_of(sandbox, view.app, view.team)
    cleared = flag(view.source.get("clear_on_close")) or flag(body.get("clear"))
    gone = [v for v in stacks.stack_of(sandbox, user.id) if v.id == view.id or (cleared and v.root == view.root)]
    payloads = [
        interactions.view_closed(sandbox, app, user, v, cleared) for v in gone if flag(v.source.get("notify_on_close"))
    ]
    stacks.close(sandbox, view, whole_stack=cleared)
    answers = [await sandbox.pusher.interaction(app, "interactive", payload) for payload in payloads]
    return outcome(answers[0]) if answers else {}
