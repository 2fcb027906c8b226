"""Letters: the rows of the outbox as those know them who send them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.words import Channel, Place, PlaceId, TicketId


class Kind(StrEnum):
    """What a row asks of the platform."""

    CARD = "card"
    POST = "post"
    FILE = "file"
    REACT = "react"
    COPY_EDIT = "copy_edit"
    PIN = "pin"
    HOME = "home"


@dataclass(frozen=True)
class Outgoing:
    """A claimed row: the `attempts`-th try, and the `fence` that must still be ours when the outcome is written.

    A claim whose holder died is no failed try.
    """

    seq: int
    id: str
    lane: str
    kind: Kind
    message: str
    ticket: TicketId | None
    place: PlaceId | None
    where: Place
    facts: Mapping[str, Any]
    urgent: bool
    attempts: int
    fence: int
    created_at: datetime
    attempted_at: datetime | None
    doubtful: bool
    file: str
    again: bool = False

    @property
    def ref(self) -> str:
        """What the platform knows the letter by; one that is sent again as a repeat is a new one to it."""
        return f"{self.id}r" if self.again else self.id


def outgoing_of(row: Any, doubtful: bool) -> Outgoing:
    """A row as a claimed letter; `doubtful` when an earlier attempt may have gone through."""
    return Outgoing(
        row["seq"],
        row["id"],
        row["lane"],
        Kind(row["kind"]),
        row["message"],
        TicketId(row["ticket"]) if row["ticket"] else None,
        PlaceId(row["place"]) if row["place"] else None,
        Place(Channel.parse(row["channel"]), row["under"]),
        row["facts"],
        row["urgent"],
        row["attempts"] + 1,
        row["fence"] + 1,
        row["created_at"],
        row["attempted_at"],
        doubtful,
        row["file"],
    )
