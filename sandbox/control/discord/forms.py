"""People fill in modals, send them, and close them."""

from collections.abc import Iterator
from typing import Any

from sandbox.control.discord import lookup
from sandbox.control.discord.acting import begin, deliver
from sandbox.control.discord.choosing import SELECTS, Choosing, offered
from sandbox.discord.interactions import Kind, OpenModal
from sandbox.discord.interactions_payloads import Resolved, metadata
from sandbox.kinds import Json, Refusal
from sandbox.state import Sandbox

ROW, TEXT_INPUT, TEXT_DISPLAY, LABEL = 1, 4, 10, 18
FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 19, 21, 22, 23
REQUIRED = "This field is required"
TEXT_MAX = 4000


def inputs_of(modal: OpenModal) -> Iterator[Json]:
    """The components that take a value."""
    for part in modal.source["components"]:
        if part["type"] == LABEL:
            yield part["component"]
        elif part["type"] == ROW:
            yield from part["components"]


async def submit(sandbox: Sandbox, body: Json) -> Json:
    """Somebody fills in a form and sends it; `sent: false` where Discord's own client refuses."""
    user = lookup.person(sandbox, body)
    modal = lookup.modal(sandbox, body, user)
    values: Json = body.get("values") or {}
    there = {component["custom_id"]: component for component in inputs_of(modal)}
    if unknown := set(values) - set(there):
        raise Refusal(f"no field {', '.join(sorted(unknown))}; there are: {', '.join(there)}")
    held = {name: values.get(name, _initial(component)) for name, component in there.items()}
    if errors := {name: problem for name, one in there.items() if (problem := _problem(one, held[name]))}:
        return {"sent": False, "ack_ms": 0, "errors": errors, "closed": False}
    app, channel = sandbox.discord.apps[modal.app], sandbox.discord.channels[modal.channel]
    choosing = Choosing(sandbox, channel, Resolved(sandbox.discord, modal.guild, app, user.id))
    parts = [_answered(part, held, choosing) for part in modal.source["components"]]
    data = choosing.resolved.into({"custom_id": modal.source["custom_id"], "components": parts})
    interaction = begin(sandbox, Kind.MODAL, app, user, channel)
    interaction.message = modal.message
    interaction.metadata = metadata(sandbox.discord, interaction, triggering_interaction_metadata=modal.opener)
    told = await deliver(sandbox, interaction, data, float(body.get("wait", 0)))
    if "error" not in told:
        sandbox.interactions.modals.pop(modal.id, None)
    return {"sent": True, "closed": "error" not in told, **told}


def _initial(component: Json) -> Any:
    """What a field holds before anybody touched it."""
    match component["type"]:
        case 4:
            return component.get("value") or ""
        case 21:
            return next((option["value"] for option in component["options"] if option.get("default")), None)
        case 3 | 22:
            return [option["value"] for option in component["options"] if option.get("default")]
        case 5 | 6 | 7 | 8:
            return [value["id"] for value in component.get("default_values") or []]
        case 23:
            return bool(component.get("default"))
    return []


def _problem(component: Json, value: Any) -> str:
    """What Discord's client says of a field before it sends the form."""
    kind, required = component["type"], component.get("required", True)
    if kind == CHECKBOX:
        return ""
    if value in (None, "", []):
        return REQUIRED if required else ""
    if kind == TEXT_INPUT:
        least, most = int(component.get("min_length") or 0), int(component.get("max_length") or TEXT_MAX)
        return "" if least <= len(str(value)) <= most else f"Must be between {least} and {most} in length."
    return "" if kind == RADIO_GROUP else _count_problem(component, value if isinstance(value, list) else [value])


def _count_problem(component: Json, values: list[Any]) -> str:
    least, most = component.get("min_values"), component.get("max_values")
    if most is None:
        most = len(component["options"]) if component["type"] == CHECKBOX_GROUP else 1
    least = 1 if least is None else least
    noun = "files" if component["type"] == FILE_UPLOAD else "options"
    if len(values) < least:
        return f"Choose at least {least} {noun}"
    return f"Choose at most {most} {noun}" if len(values) > most else ""


def _answered(part: Json, held: Json, choosing: Choosing) -> Json:
    """One part of the form as it is sent back."""
    shown: Json = {"type": part["type"], "id": part["id"]}
    if part["type"] == LABEL:
        shown["component"] = _filled(part["component"], held, choosing)
    elif part["type"] == ROW:
        shown["components"] = [_filled(component, held, choosing) for component in part["components"]]
    return shown


def _filled(component: Json, held: Json, choosing: Choosing) -> Json:
    kind, value = component["type"], held[component["custom_id"]]
    shown: Json = {"type": kind, "id": component["id"], "custom_id": component["custom_id"]}
    many = value if isinstance(value, list) else [] if value in (None, "") else [value]
    if kind == TEXT_INPUT:
        return shown | {"value": str(value or "")}
    if kind == CHECKBOX:
        return shown | {"value": bool(value)}
    if kind == RADIO_GROUP:
        return shown | {"value": offered(component, value) if value is not None else None}
    if kind == CHECKBOX_GROUP:
        return shown | {"values": [offered(component, one) for one in many]}
    if kind == FILE_UPLOAD:
        return shown | {"values": [choosing.attachment(one) for one in many]}
    assert kind in SELECTS
    return shown | {"values": choosing.in_select(component, many)}


async def close(sandbox: Sandbox, body: Json) -> Json:
    """Somebody closes a form without sending it; the app never hears of it."""
    modal = lookup.modal(sandbox, body, lookup.person(sandbox, body))
    del sandbox.interactions.modals[modal.id]
    return {"closed": modal.id}
