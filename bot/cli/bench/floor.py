"""A floor for the load: many clients' channels, many known reporters, so that no channel gets more than it may."""

import json
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "desk.example.yaml"
WORKSPACE, TEAM, APP, BOT, STAFF, DESK = "pit", "T0PIT", "A0BENCH", "U0PITBOSS", "U0BEN", "C0DESK"
CLIENTS = 8
CHANNELS = 400
USERS = 20_000
"""Reporters: as many as the longest run has reports, since two of one person within minutes may be one report."""


@dataclass(frozen=True)
class Floor:
    """The secrets of one floor, and its files in a folder; where it is `spread` each channel has a desk of its own."""

    folder: Path
    spread: bool = False
    signing: str = field(default_factory=lambda: secrets.token_hex(16))
    sealing: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def desk(self) -> Path:
        """desk.yaml of the floor."""
        return self.folder / "desk.yaml"

    @property
    def load(self) -> Path:
        """What the load generator is told of it."""
        return self.folder / "load.json"

    def write(self) -> None:
        """Make both files."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.desk.write_text(self._desk(), encoding="utf-8")
        told = {
            "team": TEAM,
            "app": APP,
            "bot": BOT,
            "secret": self.signing,
            "path": f"/slack/{WORKSPACE}",
            "channels": [{"id": channel(number), "team": self.team(number)} for number in range(CHANNELS)],
            "desks": self.desks,
            "users": USERS,
            "staff": STAFF,
        }
        self.load.write_text(json.dumps(told), encoding="utf-8")

    @property
    def clients(self) -> int:
        """How many there are; channel n is one of client n modulo them."""
        return CHANNELS if self.spread else CLIENTS

    @property
    def desks(self) -> list[str]:
        """The desk's channels."""
        return [DESK, *(f"C0D{number:04d}" for number in range(CHANNELS))] if self.spread else [DESK]

    def team(self, number: int) -> str:
        """The workspace of the people in the n-th channel."""
        return f"T0C{number % self.clients}"

    def _desk(self) -> str:
        """The example desk with our own clients; without digests, which would come at nine in the morning."""
        text = EXAMPLE.read_text(encoding="utf-8")
        text = _SECTION["digests"].sub("", text)
        rooms = ", ".join(f'"slack:{WORKSPACE}:{each}"' for each in self.desks)
        text = _ROOMS.sub(f"  channels: [{rooms}]", text, count=1)
        clients = "".join(self._client(number) for number in range(self.clients))
        return _SECTION["clients"].sub(lambda _: f"clients:\n{clients}\n", text)

    def _client(self, number: int) -> str:
        own = f'    desk: "slack:{WORKSPACE}:{self.desks[1 + number]}"\n' if self.spread else ""
        addresses = (f"slack:{WORKSPACE}:{channel(each)}" for each in range(number, CHANNELS, self.clients))
        channels = "".join(f'      - {{channel: "{address}", mode: auto}}\n' for address in addresses)
        return _CLIENT.format(number=number, team=self.team(number), own=own) + channels


def channel(number: int) -> str:
    """The n-th client channel."""
    return f"C0R{number:04d}"


_ROOMS = re.compile(r'^  channels: \["slack:pit:C0DESK"\]$', re.MULTILINE)
_SECTION = {name: re.compile(rf"^{name}:\n(?:(?: .*)?\n)+", re.MULTILINE) for name in ("clients", "digests")}
_CLIENT = """\
  client{number}:
    name: Client {number}
    language: en
    zone: UTC
    tier: gold
    calendar: 24x7
    teams: {{slack: [{team}]}}
{own}    channels:
"""
