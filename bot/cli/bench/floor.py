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
    """The secrets of one floor, and its files in a folder."""

    folder: Path
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
        self.desk.write_text(_desk(), encoding="utf-8")
        told = {
            "team": TEAM,
            "app": APP,
            "bot": BOT,
            "secret": self.signing,
            "path": f"/slack/{WORKSPACE}",
            "channels": [{"id": channel(number), "team": team(number)} for number in range(CHANNELS)],
            "desks": [DESK],
            "users": USERS,
            "staff": STAFF,
        }
        self.load.write_text(json.dumps(told), encoding="utf-8")


def channel(number: int) -> str:
    """The n-th client channel."""
    return f"C0R{number:04d}"


def team(number: int) -> str:
    """The workspace of the people in the n-th channel."""
    return f"T0C{number % CLIENTS}"


def _desk() -> str:
    """The example desk with our own clients; without digests, which would come at nine in the morning."""
    text = EXAMPLE.read_text(encoding="utf-8")
    text = _SECTION["digests"].sub("", text)
    clients = "".join(_client(number) for number in range(CLIENTS))
    return _SECTION["clients"].sub(lambda _: f"clients:\n{clients}\n", text)


_SECTION = {name: re.compile(rf"^{name}:\n(?:(?: .*)?\n)+", re.MULTILINE) for name in ("clients", "digests")}
_CLIENT = """\
  client{number}:
    name: Client {number}
    language: en
    zone: UTC
    tier: gold
    calendar: 24x7
    teams: {{slack: [{team}]}}
    channels:
"""


def _client(number: int) -> str:
    addresses = (f"slack:{WORKSPACE}:{channel(each)}" for each in range(number, CHANNELS, CLIENTS))
    channels = "".join(f'      - {{channel: "{address}", mode: auto}}\n' for address in addresses)
    return _CLIENT.format(number=number, team=team(number)) + channels
