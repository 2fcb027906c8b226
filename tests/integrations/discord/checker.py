"""Discord's limits as its documentation words them, and its markdown as a reader sees it; apart from the product.

https://docs.discord.com/developers/components/reference, …/interactions/application-commands, …/reference
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.chat.buttons import Seal

Json = dict[str, Any]

SEAL = Seal(b"test")
COMPONENTS_V2 = 1 << 15
IN_CONTAINER = {1, 9, 10, 12, 13, 14}
IN_LABEL = {3, 4, 5, 6, 7, 8, 19, 21, 22, 23}
NAME = re.compile(r"[-_'\w]{1,32}")
LOCALES = {
    *("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR"),
    *("ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko"),
}
CALLS = re.compile(r"<@!?\d+>|<@&\d+>|@everyone|@here")
"""What the server takes for a call, whatever stands before it."""

LIVE = re.compile(
    r"<#\d+>|<a?:\w+:\d+>|<t:-?\d+|</\w|<id:|<https?:|https?://|:[\w+~-]+:|\*|_|~~|`|\|\||\["
    r"|(?:(?<=\n)|^)[^\S\n]*(?:#{1,3}\s|>|-#\s|[-*]\s|\d+\.\s)"
)
"""What a client draws as something else than its letters."""


def walk(node: Any) -> Iterator[Json]:
    """Every component, inner ones included."""
    for each in node if isinstance(node, list) else [node]:
        yield each
        yield from walk(each.get("components", []))
        for name in ("component", "accessory"):
            if name in each:
                yield from walk(each[name])


def checked(message: Json) -> Json:
    """The message, when Discord takes it."""
    json.dumps(message, ensure_ascii=False).encode()
    everything = list(walk(message["components"]))
    assert message["flags"] & COMPONENTS_V2
    assert 1 <= len(everything) <= 40
    assert sum(len(each["content"].encode("utf-16-le")) // 2 for each in everything if each["type"] == 10) <= 4_000
    assert all(each["content"].strip() for each in everything if each["type"] == 10)
    ids = [each["custom_id"] for each in everything if "custom_id" in each]
    assert len(ids) == len(set(ids))
    for each in message["components"]:
        assert each["type"] == 17
        assert each["components"]
        assert {inner["type"] for inner in each["components"]} <= IN_CONTAINER
        assert 0 <= each.get("accent_color", 0) <= 0xFFFFFF
    for each in everything:
        if each["type"] == 1:
            _row(each["components"])
    _mentions(message["allowed_mentions"])
    return message


def _row(row: list[Json]) -> None:
    if row[0]["type"] != 2:
        assert len(row) == 1
        _menu(row[0])
        assert len(row[0]["options"]) >= 1
        return
    assert 1 <= len(row) <= 5
    for each in row:
        assert each["type"] == 2
        assert 1 <= _units(each["label"]) <= 80
        assert ("url" in each) == (each["style"] == 5)
        assert ("custom_id" in each) == (each["style"] in (1, 2, 3, 4))
        assert len(each.get("url", "")) <= 512
        assert 1 <= len(each.get("custom_id", "x")) <= 100


def _menu(menu: Json) -> None:
    assert menu["type"] == 3
    assert 1 <= len(menu["custom_id"]) <= 100
    assert _units(menu.get("placeholder", "")) <= 150
    _options(menu["options"], 1, 25)
    assert menu.get("max_values", 1) <= len(menu["options"])


def _options(options: list[Json], least: int, most: int) -> None:
    assert least <= len(options) <= most
    values = [each["value"] for each in options]
    assert len(values) == len(set(values))
    for each in options:
        assert 1 <= _units(each["label"]) <= 100
        assert 1 <= _units(each["value"]) <= 100
        assert _units(each.get("description", "")) <= 100


def _mentions(allowed: Json) -> None:
    assert allowed["parse"] == []
    assert set(allowed) <= {"parse", "users", "roles", "replied_user"}
    for name in ("users", "roles"):
        found = allowed.get(name, [])
        assert len(found) == len(set(found)) <= 100


def checked_modal(modal: Json) -> Json:
    """The modal, when Discord takes it."""
    json.dumps(modal, ensure_ascii=False).encode()
    assert set(modal) == {"custom_id", "title", "components"}
    assert 1 <= len(modal["custom_id"]) <= 100
    assert 1 <= _units(modal["title"]) <= 45
    assert 1 <= len(modal["components"]) <= 5
    ids = [each["component"]["custom_id"] for each in modal["components"] if each["type"] == 18]
    assert len(ids) == len(set(ids))
    for each in modal["components"]:
        assert each["type"] in (10, 18)
        if each["type"] == 10:
            assert 1 <= _units(each["content"]) <= 4_000
            continue
        assert 1 <= _units(each["label"]) <= 45
        assert 1 <= _units(each.get("description", "x")) <= 100
        _control(each["component"])
    return modal


def _control(control: Json) -> None:
    kind = control["type"]
    assert kind in IN_LABEL
    assert 1 <= len(control["custom_id"]) <= 100
    assert control.get("min_values") is None or not control["required"]
    if kind == 4:
        assert 1 <= control["max_length"] <= 4_000
        assert _units(control.get("value", "")) <= control["max_length"]
        assert _units(control.get("placeholder", "")) <= 100
        assert control["style"] == 2 or "\n" not in control.get("value", "")
    if kind == 3:
        _menu(control)
    if kind == 21:
        _options(control["options"], 2, 10)
    if kind == 22:
        _options(control["options"], 1, 10)
        assert 1 <= control.get("max_values", 1) <= len(control["options"])
    if kind == 19:
        assert 1 <= control["max_values"] <= 10
    defaults = [option for option in control.get("options", []) if option.get("default")]
    assert len(defaults) <= control.get("max_values", 1)
    assert len(control.get("default_values", [])) <= 1


def checked_commands(commands: list[Json]) -> list[Json]:
    """The application commands, when Discord takes them."""
    assert len({(each["type"], each["name"]) for each in commands}) == len(commands)
    for each in commands:
        assert set(each.get("name_localizations", {})) <= LOCALES
        assert all(1 <= _units(name) <= 32 for name in (each["name"], *each.get("name_localizations", {}).values()))
        if each["type"] == 1:
            _described(each)
            assert _counted(each) <= 8_000
        else:
            assert "description" not in each
            assert "options" not in each
    return commands


def _described(node: Json, depth: int = 0) -> None:
    assert NAME.fullmatch(node["name"])
    assert node["name"] == node["name"].lower()
    assert set(node.get("description_localizations", {})) <= LOCALES
    texts = (node["description"], *node.get("description_localizations", {}).values())
    assert all(1 <= _units(text) <= 100 for text in texts)
    options, choices = node.get("options", []), node.get("choices", [])
    assert len(options) <= 25
    assert len({each["name"] for each in options}) == len(options)
    required = [each.get("required", False) for each in options if each["type"] > 2]
    assert required == sorted(required, reverse=True)
    assert not (choices and node.get("autocomplete"))
    assert len(choices) <= 25
    assert all(1 <= _units(each["name"]) <= 100 and 1 <= _units(each["value"]) <= 100 for each in choices)
    for each in options:
        assert each["type"] > 2 or depth < 2
        assert each["type"] != 2 or depth == 0
        _described(each, depth + 1)


def _counted(node: Json) -> int:
    found = sum(
        max(map(_units, (node.get(name, ""), *node.get(f"{name}_localizations", {}).values())))
        for name in ("name", "description")
    )
    inner = sum(_counted(each) for name in ("options", "choices") for each in node.get(name, []))
    return found + _units(str(node.get("value", ""))) + inner


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def texts(message: Json) -> list[str]:
    """What all text displays say, in order."""
    return [each["content"] for each in walk(message["components"]) if each["type"] == 10]


def buttons(message: Json) -> list[Json]:
    """Every button, in order."""
    return [each for each in walk(message["components"]) if each["type"] == 2]


def options(message: Json) -> list[Json]:
    """Every option of every menu, in order."""
    return [option for each in walk(message["components"]) if each["type"] == 3 for option in each["options"]]


def live(markdown: str) -> list[str]:
    """Every sign of a text that a client or the server reads as more than letters."""
    drawn = re.sub(r"\\[^0-9A-Za-z\s]", "\x00", markdown)
    return CALLS.findall(markdown) + [found[0] for found in LIVE.finditer(drawn)]


def seen(markdown: str) -> str:
    """What a reader sees of a text in which nothing is live."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown).replace("\u200b", "")
