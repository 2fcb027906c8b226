"""What we offer as Discord's application commands, pure; and what somebody says by using one.

One slash command holds a sub-command for each of ours; what is seldom needed stands in a group where there is no more
room. What stands in the menu of a message or a person is named by our command, and by the input that the person is,
whatever it is called in each language, so that it can be read back without a list.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bot.chat.offers import Menu, Named, Offer, Option
from bot.domain.words import Label, Language
from integrations.discord.limits import (
    CHOICE_NAME,
    COMMAND_CHARACTERS,
    COMMAND_DESCRIPTION,
    COMMAND_NAME,
    COMMAND_OPTIONS,
    line,
    size,
)
from integrations.discord.text import heard
from integrations.wire.shapes import at, dicts_at, flag_at, number_at, text_at

Json = dict[str, Any]

# https://docs.discord.com/developers/interactions/application-commands#application-command-object
_SLASH, _ON_PERSON, _ON_MESSAGE = 1, 2, 3
_SUB_COMMAND, _GROUP, _STRING, _INTEGER = 1, 2, 3, 4
_SERVER, _DIRECT = 0, 1
_INSTALLED_ON_SERVER = 0
_MORE = "more"
_SELDOM = frozenset(
    (
        *("bind", "panel", "merge", "link", "split", "parent", "dismiss", "type", "route", "why", "watch", "rules"),
        *("sla", "pause", "unpause", "unmask", "who", "away", "back"),
    )
)
_SHORTER = (COMMAND_DESCRIPTION, 60, 40, 25)

# https://docs.discord.com/developers/reference#locales
_SPOKEN = {"pt-BR": Language.PT_BR, "es-ES": Language.ES, "es-419": Language.ES}
_OTHERS = (
    *("en-US", "en-GB", "bg", "cs", "da", "de", "el", "fi", "fr", "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl"),
    *("no", "pl", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW"),
)
_LOCALES = _SPOKEN | dict.fromkeys(_OTHERS, Language.EN)


class Spoken(NamedTuple):
    """A command with its inputs as somebody would have typed them; `asked` is the one that is being typed."""

    command: str
    values: Mapping[str, str]
    asked: str = ""
    typed: str = ""


def application_commands(menu: Menu) -> list[Json]:
    """All our commands, as they are put for the application as a whole: in servers and in direct messages."""
    messages = [_in_menu(_ON_MESSAGE, each.name, each.on_message) for each in menu.offers if each.on_message]
    people = [
        _in_menu(_ON_PERSON, f"{each.name} {each.person}", each.on_person) for each in menu.offers if each.on_person
    ]
    return [_slash(menu), *messages, *people]


def version_of(commands: Sequence[Json]) -> str:
    """The same text for the same commands, so that they are put once and not at every start."""
    return hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()[:16]


def _slash(menu: Menu) -> Json:
    """The slash command, its questions as long as all its words together may be."""
    for length in _SHORTER:
        drawn = _everywhere({"type": _SLASH, "name": menu.name, **_about(menu.about), "options": _tree(menu, length)})
        if characters(drawn) <= COMMAND_CHARACTERS:
            break
    return drawn


def _everywhere(command: Json) -> Json:
    """For everybody, whatever their permissions: the desk's own roles decide."""
    return command | {
        "default_member_permissions": None,
        "contexts": [_SERVER, _DIRECT],
        "integration_types": [_INSTALLED_ON_SERVER],
    }


def _tree(menu: Menu, length: int) -> list[Json]:
    if len(menu.offers) <= COMMAND_OPTIONS:
        return [_sub_command(each, length) for each in menu.offers]
    seldom = [each for each in menu.offers if each.name in _SELDOM]
    often = [each for each in menu.offers if each.name not in _SELDOM]
    flat, grouped = often[: COMMAND_OPTIONS - 1], [*seldom, *often[COMMAND_OPTIONS - 1 :]]
    group = {"type": _GROUP, "name": _MORE, **_about(menu.more)}
    return [_sub_command(each, length) for each in flat] + [
        group | {"options": [_sub_command(each, length) for each in grouped[:COMMAND_OPTIONS]]}
    ]


def _sub_command(offer: Offer, length: int) -> Json:
    options = sorted(offer.options[:COMMAND_OPTIONS], key=lambda each: not each.required)
    drawn = {"type": _SUB_COMMAND, "name": offer.name[:COMMAND_NAME], **_about(offer.about)}
    return drawn | ({"options": [_option(each, length) for each in options]} if options else {})


def _option(option: Option, length: int) -> Json:
    drawn: Json = {
        "type": _INTEGER if option.number else _STRING,
        "name": option.name[:COMMAND_NAME],
        **_about(option.about, length),
        "required": option.required,
    }
    if option.number:
        drawn["min_value"] = 1
    if 0 < len(option.choices) <= COMMAND_OPTIONS:
        return drawn | {"choices": [_choice(each) for each in option.choices]}
    return drawn | ({"autocomplete": True} if option.suggested or option.choices else {})


def _choice(choice: Named) -> Json:
    names = _in_languages(choice.name, CHOICE_NAME)
    return {"name": line(choice.name.in_(Language.EN), CHOICE_NAME), "value": choice.value} | (
        {"name_localizations": names} if names else {}
    )


def _about(label: Label, length: int = COMMAND_DESCRIPTION) -> Json:
    texts = _in_languages(label, length)
    drawn: Json = {"description": line(label.in_(Language.EN), length)}
    return drawn | ({"description_localizations": texts} if texts else {})


def _in_languages(label: Label, length: int) -> dict[str, str]:
    """The text for each of Discord's languages that is one of ours; English needs no translation."""
    return {code: line(label.texts[spoken], length) for code, spoken in _SPOKEN.items() if spoken in label.texts}


def _in_menu(kind: int, name: str, title: Label) -> Json:
    names = {code: line(title.in_(language), COMMAND_NAME) for code, language in _LOCALES.items()}
    return _everywhere({"type": kind, "name": name[:COMMAND_NAME], "name_localizations": names})


def characters(command: Mapping[str, Any]) -> int:
    """How many characters Discord counts: of each name, description and value the longest in any language."""
    return sum(_longest(node) for node in _nodes(command))


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for name in ("options", "choices"):
        for child in dicts_at(node, name):
            yield from _nodes(child)


def _longest(node: Mapping[str, Any]) -> int:
    found = size(str(node.get("value", "")))
    for name in ("name", "description"):
        texts = (node.get(name, ""), *(node.get(f"{name}_localizations") or {}).values())
        found += max(size(text) for text in texts)
    return found


def spoken(data: Mapping[str, Any]) -> Spoken | None:
    """What somebody says by a sub-command, sent or still being typed, or about a person; None for none of ours."""
    if number_at(data, "type") == _ON_PERSON:
        command, _, person = text_at(data, "name").partition(" ")
        return Spoken(command, {person: f"@{text_at(data, 'target_id')}"}) if person else None
    inner = next(iter(dicts_at(data, "options")), {})
    if number_at(inner, "type") == _GROUP:
        inner = next(iter(dicts_at(inner, "options")), {})
    command = text_at(inner, "name")
    if number_at(inner, "type") != _SUB_COMMAND or not command:
        return None
    values: dict[str, str] = {}
    asked = typed = ""
    for option in dicts_at(inner, "options"):
        name, value = text_at(option, "name"), _said(option)
        if flag_at(option, "focused"):
            asked, typed = name, value
        elif name and value:
            values[name] = value
    return Spoken(command, values, asked, typed)


def _said(option: Mapping[str, Any]) -> str:
    value = at(option, ("value",))
    return heard(str(value)).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
