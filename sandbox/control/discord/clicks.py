"""People click buttons and choose in selects of messages."""

from typing import Any

from sandbox.control.discord import lookup
from sandbox.control.discord.acting import begin, deliver
from sandbox.control.discord.choosing import SELECTS, Choosing, bounds_problem
from sandbox.control.lookup import text
from sandbox.discord.interactions import Kind
from sandbox.discord.interactions_payloads import Resolved, metadata
from sandbox.discord.kit.check import walk
from sandbox.discord.world import Channel, Message, User
from sandbox.kinds import Json, Refusal
from sandbox.state import Sandbox

BUTTON, LINK = 2, 5


def find(components: list[Json], custom_id: str) -> Json:
    """The component with this custom id, or a button with this label; raises Refusal with those that are there."""
    there = [component for _, component in walk(components) if component["type"] in {BUTTON, *SELECTS}]
    for component in there:
        if custom_id in {component.get("custom_id"), component.get("url")}:
            return component
    labelled = [component for component in there if component.get("label") == custom_id]
    if len(labelled) == 1:
        return labelled[0]
    names = ", ".join(str(component.get("custom_id") or component.get("url")) for component in there)
    raise Refusal(f"no component {custom_id}; there are: {names}")


def _target(sandbox: Sandbox, body: Json) -> tuple[User, Channel, Message, Json]:
    user = lookup.person(sandbox, body)
    channel = lookup.seen_channel(sandbox, body, user)
    message = lookup.message(channel, user, text(body, "message"))
    component = find(message.components, text(body, "custom_id"))
    if component.get("disabled"):
        raise Refusal(f"{component.get('custom_id')} is disabled")
    return user, channel, message, component


async def _use(sandbox: Sandbox, body: Json, data: Json, user: User, channel: Channel, message: Message) -> Json:
    app = sandbox.discord.apps.get(message.application) or sandbox.discord.app_of_bot(message.author)
    if app is None:
        raise Refusal("that message is not an app's")
    interaction = begin(sandbox, Kind.COMPONENT, app, user, channel)
    interaction.message = message.id
    interaction.metadata = metadata(sandbox.discord, interaction)
    return await deliver(sandbox, interaction, data, float(body.get("wait", 0)))


async def click(sandbox: Sandbox, body: Json) -> Json:
    """Somebody presses a button; a link only opens."""
    user, channel, message, component = _target(sandbox, body)
    if component["type"] != BUTTON:
        raise Refusal(f"{component['custom_id']} is a select: use select")
    if component["style"] == LINK:
        return {"opens": component["url"]}
    data = {"component_type": BUTTON, "id": component["id"], "custom_id": component["custom_id"]}
    return await _use(sandbox, body, data, user, channel, message)


async def select(sandbox: Sandbox, body: Json) -> Json:
    """Somebody chooses in a select, as many as it takes."""
    user, channel, message, component = _target(sandbox, body)
    if component["type"] == BUTTON:
        raise Refusal(f"{component.get('custom_id')} is a button: use click")
    given: Any = body.get("values")
    values = given if isinstance(given, list) else [text(body, "values")]
    if problem := bounds_problem(component, len(values)):
        return {"sent": False, "errors": {component["custom_id"]: problem}}
    app = sandbox.discord.apps.get(message.application) or sandbox.discord.app_of_bot(message.author)
    if app is None:
        raise Refusal("that message is not an app's")
    choosing = Choosing(sandbox, channel, Resolved(sandbox.discord, channel.guild, app, user.id))
    chosen = choosing.in_select(component, values)
    data = {"component_type": component["type"], "id": component["id"], "custom_id": component["custom_id"],
            "values": chosen}  # fmt: skip
    return await _use(sandbox, body, choosing.resolved.into(data), user, channel, message)
