"""How an interaction that a person starts goes out, and what the person then sees."""

import asyncio

from sandbox.clock import now
from sandbox.control.discord.sees import message_row, modal_row
from sandbox.discord.apps import Application
from sandbox.discord.interactions import Interaction, Kind
from sandbox.discord.interactions_payloads import interaction_object
from sandbox.discord.world import Channel, User
from sandbox.kinds import Json
from sandbox.state import Sandbox

FAILED = "This interaction failed"
SILENT = "The application did not respond"
TRY_AGAIN = "Something went wrong. Try again."
SHOWN = {
    Kind.COMMAND: SILENT,
    Kind.COMPONENT: FAILED,
    Kind.AUTOCOMPLETE: "Loading options failed",
    Kind.MODAL: TRY_AGAIN,
}


def begin(sandbox: Sandbox, kind: Kind, app: Application, user: User, channel: Channel) -> Interaction:
    """A new interaction of a person in a channel."""
    return sandbox.interactions.begin(sandbox.discord, kind, app.id, user.id, channel.guild, channel.id)


async def deliver(sandbox: Sandbox, interaction: Interaction, data: Json, wait: float = 0.0) -> Json:
    """Send it and wait for the first answer; then up to `wait` seconds for a deferred one."""
    world = sandbox.discord
    interaction.born = now()
    payload = interaction_object(world, interaction, data)
    interaction.pushes = sandbox.gateway.interact(world.apps[interaction.app], payload)
    sandbox.ledger.add(
        "person", platform="discord", act=interaction.kind.name.lower(), user=interaction.user,
        channel=interaction.channel, interaction=interaction.id,
    )  # fmt: skip
    if not interaction.pushes:
        return {"delivered": False, "ack_ms": 0, "error": "not_connected", "shown": SHOWN[interaction.kind]}
    try:
        await asyncio.wait_for(interaction.acked.wait(), sandbox.interactions.ack_seconds)
    except TimeoutError:
        for entry in interaction.pushes:
            entry["error"] = entry["error"] or "timeout"
        delivered = any(entry["error"] == "timeout" for entry in interaction.pushes)
        return {"delivered": delivered, "ack_ms": None, "error": "timeout", "shown": SHOWN[interaction.kind],
                "interaction": interaction.id}  # fmt: skip
    if wait and interaction.loading:
        await _filled(interaction, wait)
    return _told(sandbox, interaction)


async def _filled(interaction: Interaction, seconds: float) -> None:
    try:
        await asyncio.wait_for(interaction.filled.wait(), seconds)
    except TimeoutError:
        return


def _told(sandbox: Sandbox, interaction: Interaction) -> Json:
    told: Json = {"delivered": True, "ack_ms": interaction.acked_ms, "callback": int(interaction.callback),
                  "interaction": interaction.id}  # fmt: skip
    channel = sandbox.discord.channels.get(interaction.channel)
    message = channel.find(interaction.original) if channel and interaction.original else None
    if message is not None:
        told["message"] = message_row(sandbox, message)
    modal = sandbox.interactions.modals.get(interaction.modal)
    if modal is not None:
        told["modal"] = modal_row(modal)
    if interaction.kind is Kind.AUTOCOMPLETE:
        told["choices"] = interaction.choices
    return told
