"""Corrections: a person decided otherwise than a rule had, which says something about the rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.decisions import Facet


@dataclass(frozen=True)
class Correction:
    """What one rule had decided, and what a person made of it; keys as desk.yaml has them."""

    facet: Facet
    rule: str
    before: str
    after: str


@dataclass(frozen=True)
class Corrected:
    """How often a rule was corrected, and into what how often."""

    facet: Facet
    rule: str
    times: int
    into: Mapping[str, int] = field(default_factory=dict)

    @property
    def mostly(self) -> str:
        """What it became most often; of equals the first by name."""
        return min(self.into, key=lambda key: (-self.into[key], key), default="")
