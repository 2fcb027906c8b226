"""One session of the gateway: its numbered events, kept for a while so that a client can resume."""

import json
from collections import deque
from dataclasses import dataclass, field

from sandbox.clock import now
from sandbox.discord.gateway_connection import Connection
from sandbox.kinds import Json

KEPT_EVENTS = 5000
RESUMABLE_SECONDS = 180.0  # "the session will remain active and timeout after a few minutes"


@dataclass(eq=False)
class Session:
    """What an app identified as; without a connection it keeps what happens."""

    id: str
    app: str
    bot: str
    intents: int
    shard: tuple[int, int]
    large_threshold: int
    connection: Connection | None = None
    seq: int = 0
    heard: int = 0
    """The last event that the client's heart has told of."""
    left_at: float = 0.0
    presence: Json = field(default_factory=dict)
    sight: dict[str, set[str]] = field(default_factory=dict)
    kept: deque[tuple[int, str, Json]] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))

    def dispatch(self, name: str, data: Json, entry: Json | None = None) -> None:
        """Number and keep an event, and send it; the ledger's entry says when nobody is connected."""
        entry = {} if entry is None else entry
        self.seq += 1
        if self.connection is not None:
            text = self.connection.event(name, data, self.seq)
        else:
            text = json.dumps({"t": name, "s": self.seq, "op": 0, "d": data})
        self.kept.append((self.seq, text, entry))
        entry |= {"seq": self.seq, "error": "" if self.connection is not None else "not_connected"}

    def leave(self) -> None:
        """The connection is gone; from now on events are only kept."""
        self.connection, self.left_at = None, now()

    @property
    def is_over(self) -> bool:
        """Whether nobody came back in time."""
        return self.connection is None and now() - self.left_at > RESUMABLE_SECONDS

    def missed(self, seq: int) -> list[str] | None:
        """What came after `seq`, now to be sent again; None when that is no longer all there."""
        later = [(text, entry) for number, text, entry in self.kept if number > seq]
        if len(later) != self.seq - seq:
            return None
        for _, entry in later:
            entry |= {"replayed": entry.get("replayed", 0) + 1, "error": ""}
        return [text for text, _ in later]
