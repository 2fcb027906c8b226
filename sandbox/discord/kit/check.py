"""Checks a message's components, a whole message, a modal and choices, and numbers components as Discord does."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, TypeAlias

from sandbox.discord.kit.elements import TEXT_MAX
from sandbox.discord.kit.embeds import check_embeds
from sandbox.discord.kit.layout import CLASSIC, COMPONENTS_MAX, MODAL, V2, unknown_file
from sandbox.discord.kit.rules import Errors, Shape, array, at, error, merged, string
from sandbox.kinds import Json

__all__ = [
    "check_choices", "check_embeds", "check_message", "check_message_components", "check_modal", "numbered", "walk",
]  # fmt: skip

IS_COMPONENTS_V2 = 1 << 15
CONTENT_MAX = 2000
CHOICES_MAX = 25
CHOICE_MAX = 100
LEGACY_FIELDS = ("content", "embeds", "sticker_ids", "poll")
DUPLICATED = error("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
ID_DUPLICATED = error("COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")

Path: TypeAlias = tuple[str | int, ...]


def walk(components: list[Json], path: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Every component with its path, those nested in others included, in the order in which they are numbered."""
    for number, component in enumerate(components):
        here = (*path, number)
        yield here, component
        yield from walk(component.get("components") or [], (*here, "components"))
        for name in ("accessory", "component"):
            if isinstance(component.get(name), dict):
                yield (*here, name), component[name]


def check_message_components(components: Any, flags: int, attachments: list[str]) -> Errors:
    """The nested errors below `components`, empty when it may be sent; `attachments` are the names of its files."""
    if not flags & IS_COMPONENTS_V2:
        return CLASSIC(components) or _twice(components)
    if errors := V2(components):
        return errors
    everything = list(walk(components))
    if len(everything) > COMPONENTS_MAX:
        words = f"Total number of components exceeds the maximum of {COMPONENTS_MAX}"
        return error("COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words)
    if sum(len(one["content"]) for _, one in everything if one["type"] == 10) > TEXT_MAX:
        words = f"Components displayable text size exceeds maximum size of {TEXT_MAX}"
        return error("COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words)
    return merged(_twice(components), _files(components, attachments))


def _twice(components: list[Json]) -> Errors:
    """No custom id and no id twice in a message or a modal."""
    errors: Errors = {}
    custom_ids: set[str] = set()
    ids: set[int] = set()
    for path, component in walk(components):
        custom_id, number = component.get("custom_id"), component.get("id")
        if custom_id is not None and custom_id in custom_ids:
            errors = merged(errors, at((*path, "custom_id"), DUPLICATED))
        if number and number in ids:
            errors = merged(errors, at((*path, "id"), ID_DUPLICATED))
        custom_ids.add(str(custom_id)) if custom_id is not None else None
        ids.add(number or 0)
    return errors


def media_of(component: Json) -> Iterator[tuple[Path, Json]]:
    """The media items of one component, with their paths below it."""
    for name in ("media", "file"):
        if isinstance(component.get(name), dict):
            yield (name,), component[name]
    for number, item in enumerate(component.get("items") or []):
        yield ("items", number, "media"), item["media"]


def _files(components: list[Json], names: list[str]) -> Errors:
    errors: Errors = {}
    for path, component in walk(components):
        for below, media in media_of(component):
            errors = merged(errors, at((*path, *below), unknown_file(media, names)))
    return errors


def check_message(body: Json, flags: int, attachments: list[str]) -> Errors:
    """The nested errors of a message's content, embeds and components together; emptiness is not judged here."""
    errors: Errors = {}
    if flags & IS_COMPONENTS_V2:
        for name in LEGACY_FIELDS:
            if body.get(name):
                words = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                errors[name] = error("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words)
    elif body.get("content") is not None:
        errors = at(["content"], string(CONTENT_MAX)(body["content"]))
    if body.get("embeds"):
        errors = merged(errors, at(["embeds"], check_embeds(body["embeds"])))
    if body.get("components") is not None:
        below = check_message_components(body["components"], flags, attachments)
        errors = merged(errors, at(["components"], below))
    return errors


def check_modal(data: Any) -> Errors:
    """The nested errors of a modal's `data`; empty when it may be opened."""
    return MODAL(data) or at(["components"], _twice(data["components"]))


def _choice_value(value: Any) -> Errors:
    return string(CHOICE_MAX)(value) if isinstance(value, str) else {}


CHOICES = array(
    Shape({"name": string(CHOICE_MAX, 1), "value": _choice_value}, required=("name", "value")), 0, CHOICES_MAX
)


def check_choices(data: Any) -> Errors:
    """The nested errors of the answer to an autocompletion."""
    return Shape({"choices": CHOICES}, required=("choices",))(data)


def numbered(components: list[Json]) -> list[Json]:
    """A copy in which every component has an `id`: its own, else the next free number."""
    copied = deepcopy(components)
    taken = {component.get("id") for _, component in walk(copied)}
    following = 1
    for _, component in walk(copied):
        if not component.get("id"):
            while following in taken:
                following += 1
            component["id"] = following
            taken.add(following)
    return copied
