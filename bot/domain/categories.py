"""Categories of reports: what suggests one, what evidence it needs and where it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.first_look import ListedCheck
from bot.domain.policies import TicketType
from bot.domain.priority import Level
from bot.domain.providers import IdKind
from bot.domain.words import CategoryKey, Label, Language, TeamKey


class FieldKind(StrEnum):
    """What an evidence field is about; the values are those of the form's fields."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    CHOICE = "choice"
    MOMENT = "moment"
    AMOUNT = "amount"
    PERSON = "person"
    FILE = "file"


@dataclass(frozen=True)
class FieldChoice:
    """One of the answers to a choice: what is kept, and what people read."""

    key: str
    label: Label


@dataclass(frozen=True)
class EvidenceField:
    """One piece of evidence; `id_kind` says that it is an id which the provider's patterns judge."""

    key: str
    label: Label
    kind: FieldKind
    required: bool = False
    choices: tuple[FieldChoice, ...] = ()
    hint: Label | None = None
    max_length: int = 500
    id_kind: IdKind | None = None


@dataclass(frozen=True)
class Category:
    """A kind of report; `words` suggest it in a text, each with its weight, casefolded.

    `first_look` is what to look at before anybody is asked; without `provider_check` nobody outside would ever be.
    """

    key: CategoryKey
    label: Label
    words: Mapping[Language, Mapping[str, int]]
    fields: tuple[EvidenceField, ...]
    team: TeamKey
    impact: Level
    urgency: Level
    first_look: tuple[ListedCheck, ...] = ()
    provider_check: bool = True
    teams: tuple[TeamKey, ...] = ()
    type: TicketType = TicketType.INCIDENT

    @property
    def required(self) -> tuple[EvidenceField, ...]:
        """The fields without which the evidence is not complete."""
        return tuple(each for each in self.fields if each.required)

    def field(self, key: str) -> EvidenceField | None:
        """The evidence field of that key, None when this category has none."""
        return next((each for each in self.fields if each.key == key), None)
