"""Priority: impact times urgency, as DOMAIN.md's matrix has it."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType


class Level(StrEnum):
    """How high an impact or an urgency is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @classmethod
    def parse(cls, word: str) -> "Level | None":
        """The level that a typed word such as `h`, `Medium` or `baixa` means, None when it means none."""
        return _WORDS.get(word.strip().casefold())


class Priority(IntEnum):
    """P1 is the most pressing, P5 the least."""

    P1 = 1
    P2 = 2
    P3 = 3
    P4 = 4
    P5 = 5

    @property
    def code(self) -> str:
        """`P1` … `P5`, the same in every language."""
        return f"P{int(self)}"

    @classmethod
    def parse(cls, word: str) -> "Priority | None":
        """The priority that `P2`, `p2` or `2` names, None when it names none."""
        digits = word.strip().casefold().removeprefix("p")
        return cls(int(digits)) if digits in {"1", "2", "3", "4", "5"} else None


_WORDS: Mapping[str, Level] = MappingProxyType(
    {
        **dict.fromkeys(("h", "high", "alta", "alto", "a"), Level.HIGH),
        **dict.fromkeys(("m", "medium", "média", "media", "médio", "medio"), Level.MEDIUM),
        **dict.fromkeys(("l", "low", "baixa", "baixo", "baja", "bajo", "b"), Level.LOW),
    }
)

_WEIGHT: Mapping[Level, int] = MappingProxyType({Level.HIGH: 0, Level.MEDIUM: 1, Level.LOW: 2})


def priority_of(impact: Level, urgency: Level) -> Priority:
    """HH 1 · HM, MH 2 · HL, MM, LH 3 · ML, LM 4 · LL 5 (DOMAIN.md)."""
    return Priority(_WEIGHT[impact] + _WEIGHT[urgency] + 1)
