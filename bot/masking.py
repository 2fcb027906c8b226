"""Personal data are covered here, as words come in and before anything is done with them: nothing behind it has them.

What a platform says is understood through `heard`, and a form's values pass `covered_values`; nobody else looks at
either. Ids, amounts and times that belong to the work stay, as the rules of `domain/personal_data` have it.
"""

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.calls import Command, Kind
from bot.chat.forms import FieldKind, Form
from bot.chat.replies import Reply
from bot.chat.requests import Edited, Picked, RemoteFile, Request, Said, Submitted, Typed
from bot.domain.covering import all_of, cover, cover_name
from bot.domain.id_spans import Span
from bot.domain.permissions import Actor
from bot.domain.personal_data import Cover, PersonalKind
from bot.domain.plain_text import clean
from bot.domain.recognised import ID_FIELDS
from bot.domain.rules import DeskRules
from bot.domain.sheets import Setting
from bot.operations.reading import read
from bot.store.unit_of_work import UnitOfWork
from bot.views.masking import beside
from bot.words import Words

MARGIN = 100
"""Characters beyond the longest text that is kept: a number that its end cuts through is covered before it is cut."""
LONGEST = 40_000 + MARGIN

Named = Callable[[str], Command | None]
"""The command of that name."""

_WRITTEN = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT})
_ID = re.compile(r"(?=\D*\d)[\w-]+")


@dataclass(frozen=True)
class Heard:
    """A request whose words hold no personal data any more, and what was covered in them."""

    request: Request
    covers: tuple[Cover, ...] = ()


class _Masking:
    """One request being covered."""

    def __init__(self, rules: DeskRules, request: Request) -> None:
        self._rules = rules
        self._request = request
        self.covers: list[Cover] = []

    def words(self, text: str) -> str:
        """A text without personal data; as it came where it has none."""
        if not text:
            return text
        found = cover(clean(text)[:LONGEST], self._ids)
        self.covers += found.covers
        return found.text if found.covers else text

    def files(self, files: tuple[RemoteFile, ...]) -> tuple[RemoteFile, ...]:
        """Files under names without them; a name stands in no text and is not counted."""
        return tuple(replace(file, name=cover_name(file.name).text) for file in files)

    def message(self, said: Said) -> Said:
        """A message, and what of it follows a mention of us: the same words, counted once."""
        said = replace(said, text=self.words(said.text), files=self.files(said.files))
        if not said.call or not self.covers:
            return said
        return replace(said, call=_Masking(self._rules, self._request).words(said.call))

    def _ids(self, text: str) -> Iterable[Span]:
        """The ids that the desk's rules know, as of a provider whose rounds look like cards."""
        reading = read(self._rules, text, self._request.at, "UTC", self._rules.language)
        ids = {found.original for found in reading.values if found.field in ID_FIELDS}
        return [found.span() for each in ids for found in re.finditer(re.escape(each), text)]


def heard(request: Request, actor: Actor, rules: DeskRules, named: Named) -> Heard:
    """A request as everything behind this sees it; what our own people search for is kept nowhere, and stays."""
    masking = _Masking(rules, request)
    match request:
        case Said(direct=True) if actor.is_staff and _only_looks(request.call or request.text, named):
            pass
        case Said():
            looks = actor.is_staff and _only_looks(request.call or "", named)
            request = replace(masking.message(request), call=request.call) if looks else masking.message(request)
        case Edited() | Picked():
            request = replace(request, text=masking.words(request.text), files=masking.files(request.files))
        case Typed():
            request = _typed(request, masking, named)
        case _:
            pass
    return Heard(request, tuple(masking.covers))


def _typed(typed: Typed, masking: _Masking, named: Named) -> Typed:
    command = named(typed.command) if typed.command else None
    if _only_looks(typed.command or typed.words, named):
        return typed
    prose = {each.name for each in command.arguments if each.kind is Kind.TEXT} if command else set()
    values = {name: masking.words(value) if name in prose else value for name, value in typed.values.items()}
    return replace(typed, words=masking.words(typed.words), values=values)


def _only_looks(words: str, named: Named) -> bool:
    first = words.split(maxsplit=1)[:1]
    command = named(first[0]) if first else None
    return command is not None and command.only_looks


@dataclass(frozen=True)
class Filled:
    """A form that came back without personal data, and what was covered in it."""

    submitted: Submitted
    covers: tuple[Cover, ...] = ()


def covered_values(submitted: Submitted, form: Form, ids: Container[str], rules: DeskRules) -> Filled:
    """A form's values; one word in the field of an id is the id that was asked for, be it like a card's number."""
    masking = _Masking(rules, submitted)
    written = {each.key for each in form.fields if each.kind in _WRITTEN}
    values: dict[str, str | tuple[str, ...] | None] = {}
    for key, value in submitted.values.items():
        prose = isinstance(value, str) and key in written and not (key in ids and _ID.fullmatch(value.strip()))
        values[key] = masking.words(str(value)) if prose else value
    files = {key: masking.files(each) for key, each in submitted.files.items()}
    return Filled(replace(submitted, values=values, files=files), tuple(masking.covers))


def tell_writer(uow: UnitOfWork, words: Words, request: Request, reply: Reply) -> Reply:
    """The reply, and in it what was masked in the writer's own words, where any of them came to be kept.

    A message that is told twice was kept the first time, and an edit only tells what is new.
    """
    called = isinstance(request, Said) and (request.call or request.direct)
    command = isinstance(request, (Typed, Submitted)) or called
    covered = uow.entries.told or (all_of(uow.entries.covers) if command else ())
    if not covered or uow.actor is None or uow.actor.standing.stranger:
        return reply
    setting = Setting(uow.actor.language, uow.actor.zone, uow.now)
    return beside(reply, covered, setting, words, message=isinstance(request, (Said, Edited)))


def frozen_covers(covers: Iterable[Cover]) -> list[list[str]]:
    """Covers as a draft keeps them."""
    return [[each.kind.value, each.mask] for each in covers]


def thawed_covers(kept: Any) -> tuple[Cover, ...]:
    """The covers that a draft keeps."""
    return tuple(Cover(PersonalKind(kind), mask) for kind, mask in kept or ())
