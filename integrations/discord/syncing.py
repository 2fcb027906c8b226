"""The application's commands on Discord's side: put once for each version of them, not at every start."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.offers import Menu
from bot.telemetry import log
from integrations.discord.commands import application_commands
from integrations.discord.outcomes import Failure, complaint
from integrations.discord.web import Web
from integrations.wire.shapes import dicts_at

_log = log(__name__)
_ASKED = {"with_localizations": "true"}


async def put_commands(web: Web, application: str, menu: Menu) -> bool:
    """Put the commands where they differ; True when they did. Raises Unavailable or Rejected."""
    if await are_put(web, application, menu):
        return False
    result = await web.call("PUT", f"/applications/{application}/commands", application_commands(menu))
    if isinstance(result, Failure):
        raise complaint(result)
    _log.info("discord commands put", count=len(result.items))
    return True


async def are_put(web: Web, application: str, menu: Menu) -> bool:
    """Whether Discord has just our commands; raises Unavailable or Rejected."""
    result = await web.call("GET", f"/applications/{application}/commands", query=_ASKED)
    if isinstance(result, Failure):
        raise complaint(result)
    return same(result.items, application_commands(menu))


def same(there: Sequence[Any], ours: Sequence[Mapping[str, Any]]) -> bool:
    """Whether what Discord tells is what we would put: what it adds of its own counts for nothing."""
    return len(there) == len(ours) and _ordered(there) == _ordered(ours)


def _ordered(commands: Sequence[Any]) -> list[object]:
    plain = [_plain(each) for each in commands if isinstance(each, Mapping)]
    return sorted(plain, key=str)


_SAID = ("type", "name", "description", "required", "value", "min_value", "autocomplete")
_DEFAULTS: Mapping[str, object] = {"type": 1, "required": False, "autocomplete": False, "description": ""}


def _plain(node: Mapping[str, Any]) -> dict[str, object]:
    """What a command says, without ids, versions and what is as it would be anyway."""
    found: dict[str, object] = {}
    for name in _SAID:
        if (value := node.get(name)) is not None and value != _DEFAULTS.get(name):
            found[name] = value
    for name in ("name_localizations", "description_localizations"):
        if node.get(name):
            found[name] = dict(node[name])
    for name in ("options", "choices"):
        if children := [_plain(each) for each in dicts_at(node, name)]:
            found[name] = children
    return found
