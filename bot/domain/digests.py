"""When a digest goes out: to whom, where, at which local time and on which days."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from bot.domain.words import Channel, Language


class Audience(StrEnum):
    """For whom a digest is written."""

    COORDINATORS = "coordinators"
    TEAM = "team"
    CLIENT = "client"


@dataclass(frozen=True)
class DigestPlan:
    """One digest: `owner` is the team's or client's key (empty for the coordinators), `days` ISO weekdays 1 to 7."""

    audience: Audience
    owner: str
    channel: Channel
    language: Language
    at: time
    zone: str
    days: frozenset[int]

    @property
    def key(self) -> str:
        """What makes a digest unique together with its local date: `client:acme`, `coordinators`."""
        return f"{self.audience}:{self.owner}" if self.owner else str(self.audience)
