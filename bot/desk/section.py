"""What every section of desk.yaml has in common: unknown keys are refused, and a value may refer to another section."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationInfo

from bot.desk.faults import complain, did_you_mean
from bot.domain.words import Language

KEYED = ("clients", "teams", "people", "providers", "fields", "categories", "calendars", "ladders")
NOUNS = {
    "clients": "client",
    "teams": "team",
    "people": "person",
    "providers": "provider",
    "fields": "evidence field",
    "categories": "category",
    "calendars": "calendar",
    "ladders": "ladder",
    "tiers": "tier",
}


class Section(BaseModel):
    """A mapping of desk.yaml whose keys are all known."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


@dataclass(frozen=True)
class Context:
    """What a value may refer to: the keys that stand in each section, the languages in use, the workspaces of ours."""

    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    languages: frozenset[Language] = frozenset(Language)
    workspaces: frozenset[str] = frozenset()

    @classmethod
    def of(cls, tree: Mapping[str, Any]) -> "Context":
        """What a tree offers, read as far as it can be read whatever else is wrong with it."""
        keys = {section: frozenset(map(str, mapping(tree, section))) for section in KEYED}
        tiers = tree.get("tiers")
        keys["tiers"] = frozenset(map(str, tiers)) if isinstance(tiers, list) else frozenset()
        return cls(keys, frozenset(_languages(tree)), frozenset(map(str, mapping(tree, "workspaces"))))


def context_of(info: ValidationInfo) -> Context:
    """The context with which the document is validated."""
    assert isinstance(info.context, Context)
    return info.context


def mapping(tree: Any, key: str) -> dict[str, Any]:
    """The mapping that stands under a key, an empty one when there is none."""
    found = tree.get(key) if isinstance(tree, dict) else None
    return found if isinstance(found, dict) else {}


def items(tree: Any, key: str) -> list[Any]:
    """The list that stands under a key, an empty one when there is none."""
    found = tree.get(key) if isinstance(tree, dict) else None
    return found if isinstance(found, list) else []


def _languages(tree: Mapping[str, Any]) -> Iterable[Language]:
    """Every language that the desk, a client, a channel, a team or a person speaks."""
    holders: list[Any] = [tree, tree.get("desk")]
    for section in ("clients", "teams", "people"):
        holders.extend(mapping(tree, section).values())
    for client in mapping(tree, "clients").values():
        holders.extend(items(client, "channels"))
    spoken = [holder.get("language") for holder in holders if isinstance(holder, dict)]
    return [language for language in Language if language.value in spoken] or [Language.EN]


def reference(section: str) -> PlainValidator:
    """A value that must be a key of that section."""

    def check(value: Any, info: ValidationInfo) -> str:
        known = context_of(info).keys[section]
        if not isinstance(value, str) or value not in known:
            complain(f"There is no {NOUNS[section]} `{value}`.{did_you_mean(str(value), known)}")
        return value

    return PlainValidator(check)
