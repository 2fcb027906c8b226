"""What open pages hear of the Discord: only that something changed where; they read the rest by the control API."""

from sandbox.discord.permissions import viewers
from sandbox.discord.world import Event, Listener
from sandbox.kinds import Json
from sandbox.state import Sandbox


def teller(sandbox: Sandbox) -> Listener:
    """A listener that tells each page what its person may see."""

    def hear(event: Event) -> None:
        if sandbox.stream.is_watched:
            sandbox.stream.tell(_notice(event), _audience(sandbox, event))

    return hear


def _notice(event: Event) -> Json:
    about = event.data.get("message_id") or event.data.get("id")
    return {"type": "discord", "event": event.name, "guild": event.guild_id, "channel": event.channel_id, "id": about}


def _audience(sandbox: Sandbox, event: Event) -> list[str] | None:
    if event.user_id:
        return [event.user_id]
    channel = sandbox.discord.channels.get(event.channel_id)
    return viewers(sandbox.discord, channel) if channel is not None else None
