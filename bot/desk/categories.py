"""`fields`, `always`, `categories` and `routing`: what is asked, what suggests a category and where it goes."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.desk.faults import complain
from bot.desk.first_look import CheckModel
from bot.desk.providers import AnyIdKind
from bot.desk.section import Section
from bot.desk.values import AnyLevel, AnyType, FieldRef, Key, Speaks, Text, Words, one_of
from bot.domain.categories import Category, EvidenceField, FieldChoice, FieldKind
from bot.domain.policies import TicketType
from bot.domain.words import CategoryKey, TeamKey

MAX_CHOICES = 25  # a select of Discord: https://discord.com/developers/docs/components/reference


class FieldModel(Section):
    """A piece of evidence that categories may ask for; `id` names the kind of id that a provider's patterns judge."""

    label: Words
    kind: Annotated[FieldKind, one_of(FieldKind, "kind of field")] = FieldKind.TEXT
    hint: Words | None = None
    choices: Annotated[dict[Key, Words], Field(max_length=MAX_CHOICES)] = Field(default_factory=dict)
    max_length: Annotated[int, Field(ge=1, le=3000)] = 500
    id: AnyIdKind | None = None

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        if (self.kind is FieldKind.CHOICE) != bool(self.choices):
            complain("`kind: choice` and `choices` go together.")
        if self.id and self.kind is not FieldKind.TEXT:
            complain("`id` goes with `kind: text`.")
        return self

    def build(self, key: str, required: bool) -> EvidenceField:
        """The field as one category asks for it."""
        choices = tuple(FieldChoice(each, label) for each, label in self.choices.items())
        return EvidenceField(key, self.label, self.kind, required, choices, self.hint, self.max_length, self.id)


class AskModel(Section):
    """Which fields are asked for: those that must be there, and those that help."""

    required: list[FieldRef] = Field(default_factory=list)
    optional: list[FieldRef] = Field(default_factory=list)

    @model_validator(mode="after")
    def _asks_once(self) -> Self:
        asked = [*self.required, *self.optional]
        if twice := sorted({each for each in asked if asked.count(each) > 1}):
            complain(f"{', '.join(twice)} is asked for more than once.")
        return self


class CategoryModel(AskModel):
    """A kind of report; its own list decides over `always` whether a field is required."""

    label: Words
    words: dict[Speaks, dict[Text, Annotated[int, Field(ge=1, le=10)]]] = Field(default_factory=dict)
    impact: AnyLevel
    urgency: AnyLevel
    first_look: list[CheckModel] = Field(default_factory=list)
    provider_check: bool = True
    type: AnyType = TicketType.INCIDENT

    @model_validator(mode="after")
    def _looks_once(self) -> Self:
        keys = [each.key for each in self.first_look]
        if twice := sorted({each for each in keys if keys.count(each) > 1}):
            complain(f"{', '.join(twice)} is looked at more than once.")
        return self

    def build(self, key: str, always: AskModel, fields: Mapping[str, FieldModel], teams: Sequence[TeamKey]) -> Category:
        """The category with its own fields first, then those that are always asked for."""
        asked = dict.fromkeys(self.required, True) | dict.fromkeys(self.optional, False)
        usual = dict.fromkeys(always.required, True) | dict.fromkeys(always.optional, False)
        order = sorted(
            [*asked.items(), *((each, must) for each, must in usual.items() if each not in asked)], key=_last
        )
        return Category(
            key=CategoryKey(key),
            label=self.label,
            words={
                language: {word.casefold(): weight for word, weight in words.items()}
                for language, words in self.words.items()
            },
            fields=tuple(fields[each].build(each, must) for each, must in order),
            team=teams[0],
            impact=self.impact,
            urgency=self.urgency,
            first_look=tuple(each.build() for each in self.first_look),
            provider_check=self.provider_check,
            teams=tuple(teams),
            type=self.type,
        )


def _last(asked: tuple[str, bool]) -> bool:
    """Sorts what is not required last, each group in its order."""
    return not asked[1]
