"""Raw words become the things that they name; what names nothing is refused with what would."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.calls import Argument, Kind
from bot.domain.moments import Moment, Prefer, parse_moment
from bot.domain.plain_text import clean, fold
from bot.domain.priority import Level
from bot.domain.rules import DeskRules
from bot.domain.sheets import Setting
from bot.domain.words import CategoryKey, ClientKey, Label, PersonId, TeamKey, TicketId
from bot.errors import NotFound, UserError
from bot.store.unit_of_work import UnitOfWork

_NUMBER = re.compile(r"#?(\d{1,15})")
_ACCOUNT = re.compile(r"<?@?!?(\w{1,40})(?:\|[^>]*)?>?")
"""A mention as it is typed, or the bare id that a form's picker gives."""

_CODES = {
    Kind.TEAM: "unknown_team",
    Kind.CATEGORY: "unknown_category",
    Kind.CLIENT: "unknown_client",
    Kind.PERSON: "unknown_person",
}


async def convert(uow: UnitOfWork, argument: Argument, raw: str, setting: Setting) -> Any:
    """The value of one input; raises UserError naming the word that was not understood."""
    text = clean(raw).strip()
    if not text and argument.kind is not Kind.TEXT:
        return None
    match argument.kind:
        case Kind.TICKET:
            return _ticket(text)
        case Kind.TEAM:
            return TeamKey(_key(uow.rules, argument.kind, text))
        case Kind.CATEGORY:
            return CategoryKey(_key(uow.rules, argument.kind, text))
        case Kind.CLIENT:
            return ClientKey(_key(uow.rules, argument.kind, text))
        case Kind.PERSON:
            return await _person(uow, text)
        case Kind.LEVEL:
            level = Level.parse(text)
            if level is None:
                raise UserError("unknown_argument", word=text)
            return level
        case Kind.CHOICE:
            return _choice(argument, text)
        case Kind.FIELDS:
            return tuple(each for each in re.split(r"[\s,]+", text) if each)
        case Kind.MOMENT:
            return _moment(text, setting)
        case Kind.NUMBER:
            return int(text) if text.isdecimal() and len(text) < 9 else _unknown(text)
        case _:
            return text or None


def _unknown(text: str) -> Any:
    raise UserError("unknown_argument", word=text)


def _ticket(text: str) -> TicketId:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise NotFound(ticket=text[:20])
    return TicketId(int(found[1]))


def _choice(argument: Argument, text: str) -> str:
    wanted = fold(text)
    found = [choice for choice in argument.choices if choice == wanted] or [
        choice for choice in argument.choices if choice.startswith(wanted)
    ]
    if len(found) != 1:
        raise UserError("unknown_argument", word=text)
    return found[0]


def _key(rules: DeskRules, kind: Kind, text: str) -> str:
    """The key that a word names; raises UserError when it names none, or could be the start of several."""
    found = nearly(rules, kind, text)
    if found is None:
        raise UserError(_CODES[kind], word=text)
    return found


def exactly(rules: DeskRules, kind: Kind, text: str) -> str | None:
    """The team, category or client that words name in full: by its key, or by its name in any language."""
    wanted = _spelled(text)
    return next((key for key, names in _names(rules, kind).items() if wanted in names), None)


def nearly(rules: DeskRules, kind: Kind, text: str) -> str | None:
    """The one that words name in full, or of which alone they are the start."""
    wanted = _spelled(text)
    starts = [key for key, names in _names(rules, kind).items() if any(each.startswith(wanted) for each in names)]
    return exactly(rules, kind, text) or (starts[0] if len(starts) == 1 else None)


def _names(rules: DeskRules, kind: Kind) -> dict[str, frozenset[str]]:
    rows: dict[str, Label | str]
    match kind:
        case Kind.TEAM:
            rows = {key: each.name for key, each in rules.teams.items()}
        case Kind.CATEGORY:
            rows = {key: each.label for key, each in rules.categories.items()}
        case _:
            rows = {key: each.name for key, each in rules.clients.items()}
    return {
        key: frozenset(map(_spelled, (key, *(name.texts.values() if isinstance(name, Label) else (name,)))))
        for key, name in rows.items()
    }


def _spelled(text: str) -> str:
    return fold(text).replace(" ", "_").replace("-", "_")


async def _person(uow: UnitOfWork, text: str) -> PersonId:
    mention = _ACCOUNT.fullmatch(text)
    if mention:
        platform = uow.actor.account.platform if uow.actor else ""
        known = await uow.people.account(platform, mention[1])
        if known:
            return known.person
    wanted = fold(text.lstrip("@"))
    people = [key for key, each in uow.rules.people.items() if wanted in (fold(key), fold(each.name))] or [
        key for key, each in uow.rules.people.items() if fold(each.name).split(" ")[0] == wanted
    ]
    if len(people) != 1:
        raise UserError("unknown_person", word=text)
    return (await uow.people.by_keys(people))[people[0]]


def _moment(text: str, setting: Setting) -> datetime:
    read = parse_moment(text, setting.now, ZoneInfo(setting.zone), setting.language, prefer=Prefer.FUTURE)
    if not isinstance(read, Moment):
        raise UserError("bad_moment", word=text)
    return read.utc
