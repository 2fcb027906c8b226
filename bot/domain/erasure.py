"""What of a person's data is to be erased where: which facts of events are their own words, and what names them."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.domain.categories import EvidenceField, FieldKind
from bot.domain.events import Event
from bot.domain.words import PersonId

ERASED = "[erased]"
UNTITLED = "…"
SHORTEST_NAME = 5
"""A shorter name, of one word, is too common to be looked for in what others wrote."""
OWN_WORDS: Mapping[str, tuple[str, ...]] = {
    "ClientAsked": ("text",),
    "DutyPinged": ("why",),
    "EntryEdited": ("before",),
    "EscalationAsked": ("why",),
    "EscalationPassedOn": ("why",),
    "EscalationReturned": ("why",),
    "Escalated": ("why",),
    "PauseNoted": ("why",),
    "PauseRemoved": ("why",),
    "PriorityAsked": ("why",),
    "PriorityChanged": ("why",),
    "Reopened": ("why",),
    "Resolved": ("words",),
    "StatusMoved": ("why",),
    "StrangerWrote": ("name_there",),
    "WaitStarted": ("why",),
}
"""Which facts of an event hold what its actor wrote; a test proves that no other fact is free text."""
WAITING = "waiting"
"""Begins the statuses whose reason somebody wrote; the others' is a code."""
FREE_KINDS = (FieldKind.LONG_TEXT, FieldKind.PERSON, FieldKind.FILE)
SAID = ("text", "why", "words", "name")
"""The facts of letters in which a person's words travel."""


@dataclass(frozen=True)
class PersonErased(Event):
    """Somebody's data were removed on demand; how much, and nothing of whom but a number that means nothing now."""

    person: PersonId
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Traces:
    """What names a person: ids on platforms, and names; the ones that are too common are left out of texts."""

    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def common(self) -> tuple[str, ...]:
        """Names that could be anybody's, or a word."""
        return tuple(name for name in self.names if " " not in name.strip() and len(name.strip()) < SHORTEST_NAME)

    @property
    def tokens(self) -> tuple[str, ...]:
        """What is looked for, as it stands in rows: plain, and as JSON spells it."""
        plain = [*self.ids, *(name for name in self.names if name not in self.common)]
        return tuple(dict.fromkeys([*plain, *(json.dumps(each)[1:-1] for each in plain)]))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        tokens = sorted(self.tokens, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, tokens))})(?!\w)") if tokens else None

    def without(self, text: str, instead: str = ERASED) -> str:
        """The text, naming the person no more."""
        return self._pattern.sub(instead, text) if self._pattern else text

    def out_of(self, value: Any) -> Any:
        """The same for every text of a JSON value, keys included."""
        if isinstance(value, str):
            return self.without(value)
        if isinstance(value, Mapping):
            return {self.without(str(key)): self.out_of(each) for key, each in value.items()}
        return [self.out_of(each) for each in value] if isinstance(value, list) else value


def words_of(event: str, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """What the actor of an event wrote in it."""
    if event == "StatusMoved" and not str(facts.get("after")).startswith(WAITING):
        return ()
    said = (str(facts.get(key) or "") for key in OWN_WORDS.get(event, ()))
    return tuple(each for each in said if each)


def wordless(facts: Mapping[str, Any], words: Iterable[str]) -> dict[str, Any]:
    """The facts without these words, wherever they travel."""
    gone = {each.strip() for each in words if each.strip()}
    return {key: "" if key in SAID and str(value).strip() in gone else value for key, value in facts.items()}


def is_free(field: EvidenceField | None) -> bool:
    """Whether a value of that field may say anything, and so be about the person; an unknown field's may."""
    return field is None or field.kind in FREE_KINDS or (field.kind is FieldKind.TEXT and field.id_kind is None)
