"""The ids of a report: those under a label, those of a table's columns, and those that look like a provider's."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from bot.domain.id_labels import MONEY, PLAYERS, IdInText, find_labelled_ids, id_at
from bot.domain.id_patterns import IdPatterns, kinds_of, kinds_of_typed
from bot.domain.providers import IdKind
from bot.domain.recognised import Doubt, Found, How, id_field
from bot.domain.spans import Spans
from bot.domain.vocabulary import Vocabulary

_MOST = 300
_TOKEN = re.compile(r"(?<![\w./@=&?%-])[^\W_][\w.:-]{4,63}(?![\w@/])")
_NO_PLAYER_BEFORE = re.compile(
    r"(?:err(?:or?|o)|code|codigo|ticket|case|caso|chamado|issue|jira|port|build|versi?on|versao|http|status|pin"
    r"|cep|zip"
    r"|tel|phone|fone|whats\w*|order|pedido|invoice|fatura|factura|art[.]?|epoch|timestamp|ts|rtp|year|ano|v)"
    r"[ :#=nº°.]{1,4}$"
)
_LONGEST_BEFORE = 16
_REFERENCE = re.compile(r"[A-Z]{1,6}-[0-9]{5,14}")
"""An id of money that moves by its form, as `WD-551209`: our own and the processors' are in no provider's profile."""

_SOMEBODY_BEFORE = re.compile(
    r"\b(?:for|of|pro|pra|do|da|com [oa]|con (?:el|la)|del|al|entre|between|[0-9]{5,8}(?:,| y| e| and| &)) $"
)
_DAY = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]")


def find_labels(
    text: str, plain: str, taken: Spans, known: Vocabulary, provider: str | None, more: Iterable[IdInText] = ()
) -> Iterator[Found | Doubt]:
    """The ids that stand under their label, and those that a table's columns give; they are taken from now on."""
    own, every = _own(known, provider), list(known.patterns.values())
    for labelled in islice((*more, *find_labelled_ids(text, plain, taken.overlap)), _MOST):
        if taken.overlap(labelled.start, labelled.end):
            continue
        taken.add(labelled.start, labelled.end)
        value = text[labelled.start : labelled.end]
        if labelled.kind is IdKind.PLAYER and not value.isdigit() and len(other := kinds_of_typed(value, every)) == 1:
            labelled = labelled._replace(kind=next(iter(other)))
        yield _labelled(text, labelled, kinds_of_typed(value, own))


def find_patterns(
    text: str, plain: str, taken: Spans, known: Vocabulary, provider: str | None
) -> Iterator[Found | Doubt]:
    """The ids without a label that fit the provider's patterns, or any provider's where the text names none."""
    own, every = _own(known, provider), list(known.patterns.values())
    has_players, has_money = PLAYERS.search(plain) is not None, MONEY.search(plain) is not None
    for token in islice(_TOKEN.finditer(text), _MOST):
        end = id_at(text, token.start())
        value = text[token.start() : end]
        if taken.overlap(token.start(), end):
            continue
        if value.isdigit():
            of_player = has_players or _is_somebody(plain, token.start())
            kinds = _kinds_of_number(value, own, every, of_player)
            if IdKind.PLAYER in kinds and _counts_something(plain, token.start()):
                continue
        else:
            kinds = kinds_of_typed(value, own) or kinds_of_typed(value, every)
            if not kinds and has_money and _REFERENCE.fullmatch(value):
                kinds = frozenset((IdKind.TRANSACTION,))
        if len(kinds) == 1:
            yield Found(id_field(next(iter(kinds))), value, value, token.start(), end, How.PATTERN)
        elif kinds:
            readings = tuple(sorted(id_field(kind) for kind in kinds))
            yield Doubt(readings[0], value, token.start(), end, "several_kinds", readings)


def provider_of(ids: Iterable[Found | Doubt], known: Vocabulary) -> tuple[str, Found] | None:
    """The one provider whose patterns the ids fit, and the id that says so; a player's id or a number says nothing."""
    said: dict[str, Found] = {}
    for each in ids:
        if not isinstance(each, Found) or each.value.isdigit():
            continue
        for key, patterns in known.patterns.items():
            if any(
                id_field(kind) == each.field and kind is not IdKind.PLAYER
                for kind in kinds_of_typed(each.value, [patterns])
            ):
                said.setdefault(key, each)
    return next(iter(said.items())) if len(said) == 1 else None


def _own(known: Vocabulary, provider: str | None) -> list[IdPatterns]:
    return [known.patterns[provider]] if provider else []


def _kinds_of_number(
    value: str, own: list[IdPatterns], every: list[IdPatterns], has_players: bool
) -> frozenset[IdKind]:
    """A bare number fits too many patterns to mean one of them, but a player's where players are spoken of."""
    if kinds := kinds_of(value, own):
        return kinds
    kinds = kinds_of(value, every) if has_players and not _DAY.fullmatch(value) else frozenset()
    return kinds if kinds == {IdKind.PLAYER} else frozenset()


def _is_somebody(plain: str, start: int) -> bool:
    return _SOMEBODY_BEFORE.search(plain, max(start - _LONGEST_BEFORE, 0), start) is not None


def _counts_something(plain: str, start: int) -> bool:
    return _NO_PLAYER_BEFORE.search(plain, max(start - _LONGEST_BEFORE, 0), start) is not None


def _labelled(text: str, found: IdInText, kinds: frozenset[IdKind]) -> Found | Doubt:
    """The id under its label, unless it looks like another kind of id of this provider."""
    value = text[found.start : found.end]
    if kinds and found.kind not in kinds and found.kind is not IdKind.PLAYER:
        readings = tuple(sorted(id_field(kind) for kind in kinds))
        return Doubt(id_field(found.kind), value, found.start, found.end, "looks_like_another_id", readings)
    return Found(id_field(found.kind), value, value, found.start, found.end, How.LABELLED)
