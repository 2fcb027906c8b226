"""Applications with their commands, and web hooks: plain state."""

from dataclasses import dataclass, field

from sandbox.kinds import Json


@dataclass
class Command:
    """A registered application command; `guild` is empty for a global one."""

    id: str
    application: str
    guild: str
    version: str
    source: Json

    @property
    def key(self) -> tuple[str, int]:
        """What is unique among the commands of one scope."""
        return self.source["name"], self.source.get("type", 1)


@dataclass
class Application:
    """An app with its bot's token; `intents` are the privileged ones that its owner switched on."""

    id: str
    name: str
    bot_user: str
    token: str
    public_key: str = ""
    intents: list[str] = field(default_factory=lambda: ["presences", "members", "message_content"])
    identifies: int = 0
    max_concurrency: int = 1
    shards: int = 1
    commands: dict[str, Command] = field(default_factory=dict)


@dataclass
class Webhook:
    """An incoming web hook of a channel."""

    id: str
    channel: str
    guild: str
    user: str
    name: str
    token: str
    application: str = ""
