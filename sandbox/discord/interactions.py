"""Interactions and open modals: tokens, their deadlines, and what became of each.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

import asyncio
import secrets
from dataclasses import dataclass, field
from enum import IntEnum

from sandbox.clock import now
from sandbox.discord.errors import DiscordError
from sandbox.discord.world import Discord
from sandbox.kinds import Json

TOKEN_SECONDS = 15 * 60


class Kind(IntEnum):
    """Types of interactions."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Callback(IntEnum):
    """Types of first answers; 0 is none yet."""

    NONE = 0
    MESSAGE = 4
    DEFER = 5
    DEFER_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass
class OpenModal:
    """A form as one person has it open."""

    id: str
    app: str
    user: str
    guild: str
    channel: str
    source: Json
    message: str = ""
    opener: Json | None = None


@dataclass(eq=False)
class Interaction:
    """One thing that somebody did, and how the app answered."""

    id: str
    token: str
    kind: Kind
    app: str
    user: str
    guild: str
    channel: str
    message: str = ""
    metadata: Json = field(default_factory=dict)
    message_type: int | None = None
    born: float = field(default_factory=now)
    callback: Callback = Callback.NONE
    acked_ms: float = 0.0
    original: str = ""
    ephemeral: bool = False
    loading: bool = False
    sent: list[str] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    modal: str = ""
    acked: asyncio.Event = field(default_factory=asyncio.Event)
    filled: asyncio.Event = field(default_factory=asyncio.Event)
    pushes: list[Json] = field(default_factory=list)

    def acknowledge(self, callback: Callback) -> None:
        """Note the first answer, in the ledger's entries of its pushes too."""
        self.callback = callback
        self.acked_ms = round((now() - self.born) * 1000, 1)
        for entry in self.pushes:
            entry |= {"acked_ms": self.acked_ms, "answer": int(callback)}
        self.acked.set()


@dataclass
class Interactions:
    """Every interaction of the moment; `ack_seconds` is never scaled, the quarter of an hour is."""

    ack_seconds: float
    scale: float
    by_token: dict[str, Interaction] = field(default_factory=dict)
    modals: dict[str, OpenModal] = field(default_factory=dict)

    def begin(self, world: Discord, kind: Kind, app: str, user: str, guild: str, channel: str) -> Interaction:
        """A new interaction with its token."""
        made = Interaction(world.mint(), secrets.token_hex(32), kind, app, user, guild, channel)
        self.by_token[made.token] = made
        return made

    def to_answer(self, interaction_id: str, token: str) -> Interaction:
        """The interaction that waits for its first answer; raises 10062 (unknown or too late) or 40060 (answered)."""
        found = self.by_token.get(token)
        if found is None or found.id != interaction_id:
            raise DiscordError(10062)
        if found.callback:
            raise DiscordError(40060)
        if now() - found.born > self.ack_seconds:
            raise DiscordError(10062)
        return found

    def to_follow(self, app: str, token: str) -> Interaction:
        """The interaction whose token still sends; raises 10015 without a first answer, 50027 after fifteen minutes."""
        found = self.by_token.get(token)
        if found is None or found.app != app or not found.callback:
            raise DiscordError(10015)
        if now() - found.born > TOKEN_SECONDS * self.scale:
            raise DiscordError(50027, message="Invalid Webhook Token")
        return found

    def knows(self, token: str) -> bool:
        """Whether a web hook's token is an interaction's."""
        return token in self.by_token

    def open_modal(self, interaction: Interaction, source: Json, modal_id: str) -> OpenModal:
        """Open a form before the person; one that was open goes away, as in Discord's client."""
        for key in [key for key, open_one in self.modals.items() if open_one.user == interaction.user]:
            del self.modals[key]
        modal = OpenModal(
            modal_id, interaction.app, interaction.user, interaction.guild, interaction.channel, source,
            interaction.message, interaction.metadata,
        )  # fmt: skip
        self.modals[modal.id] = modal
        interaction.modal = modal.id
        return modal

    def modals_of(self, user: str) -> list[OpenModal]:
        """The forms that a person has open."""
        return [modal for modal in self.modals.values() if modal.user == user]
