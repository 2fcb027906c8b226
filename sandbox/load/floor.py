"""The floor that the load stands on: which app, which channels, and a report's words."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIRST = 100_000
"""The first report's mark: a round id of a provider whose rounds look like `100000-77`."""


@dataclass(frozen=True)
class Floor:
    """Where reports are written and by whom; user n always writes in channel n modulo the channels."""

    team: str
    app: str
    bot: str
    secret: str
    path: str
    channels: tuple[tuple[str, str], ...]
    desks: frozenset[str]
    users: int
    staff: str

    @classmethod
    def read(cls, path: Path) -> "Floor":
        """The floor in a JSON file."""
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        channels = tuple((each["id"], each["team"]) for each in told.pop("channels"))
        return cls(**told | {"channels": channels, "desks": frozenset(told["desks"])})


def mark_of(number: int) -> str:
    """The round id that stands in the text of report `number`, and so on its card."""
    return f"{FIRST + number}-77"


def words_of(number: int) -> str:
    """What a client writes."""
    return (
        f"Hi team, player 83921 says round {mark_of(number)} on Book of Suns is stuck since 12:31 UTC, "
        "bet 50 EUR, nothing paid. Could you check?"
    )


def user_of(number: int) -> str:
    """The id of the n-th reporter."""
    return f"U0R{number:06d}"
