"""What was recognised in a report: values, doubts and the category, each with its reason."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.providers import IdKind
from bot.domain.words import CategoryKey, ProviderKey

AMOUNT, CURRENCY, HAPPENED_AT, PROVIDER, GAME = "amount", "currency", "happened_at", "provider", "game"


def id_field(kind: IdKind) -> str:
    """The evidence field of such an id, as `round_id`."""
    return f"{kind}_id"


ID_FIELDS = frozenset(id_field(kind) for kind in IdKind)


class How(StrEnum):
    """How a value was recognised."""

    LABELLED = "labelled"
    PATTERN = "pattern"
    NAMED = "named"
    MISSPELT = "misspelt"
    BY_GAME = "by_game"
    BY_ID = "by_id"
    TOLD = "told"


@dataclass(frozen=True)
class Found:
    """A value for an evidence field: canonical, as it stands in the text, and why it was taken."""

    field: str
    value: str
    original: str
    start: int
    end: int
    how: How


@dataclass(frozen=True)
class Doubt:
    """Words that may be a value and have to be asked about: the reason, and readings that can be offered."""

    field: str
    original: str
    start: int
    end: int
    reason: str
    readings: tuple[str, ...]


@dataclass(frozen=True)
class CategoryGuess:
    """The category that fits best, its score, and the words and fields that say so, each with its weight."""

    key: CategoryKey
    score: float
    because: tuple[tuple[str, float], ...]

    @property
    def why(self) -> str:
        """The reasons in one line, for the ticket."""
        return ", ".join(word for word, _ in self.because)


@dataclass(frozen=True)
class Recognised:
    """Everything that a text names, in the order of the text."""

    values: tuple[Found, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    provider: ProviderKey | None = None
    game: str | None = None
    category: CategoryGuess | None = None

    def all(self, field: str) -> tuple[Found, ...]:
        """Every value of a field."""
        return tuple(found for found in self.values if found.field == field)

    def first(self, field: str) -> Found | None:
        """The value to propose for a field: one that the text labels before one that it only mentions."""
        return min(self.all(field), key=lambda found: (found.how is not How.LABELLED, found.start), default=None)
