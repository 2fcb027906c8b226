"""What a report names: ids, amounts, times, provider, game and category, each with where and why."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.id_labels import IdInText, find_labelled_ids, id_at
from bot.domain.id_patterns import kinds_of
from bot.domain.moments import Moment, find_moments
from bot.domain.money import Ambiguous, Money, canonical, find_money, parse_money
from bot.domain.plain_text import plain_letters
from bot.domain.providers import IdKind
from bot.domain.recognised import (
    AMOUNT,
    CURRENCY,
    HAPPENED_AT,
    PROVIDER,
    CategoryGuess,
    Doubt,
    Found,
    How,
    Recognised,
    id_field,
)
from bot.domain.vocabulary import (
    Named,
    NameInText,
    Vocabulary,
    Word,
    find_names,
    find_phrases,
    words_of,
)
from bot.domain.words import CategoryKey, Language, ProviderKey

SCANNED = 40_000
"""Characters that are searched: Slack's longest message (https://docs.slack.dev/reference/methods/chat.postMessage)."""

_MOST_OF_A_KIND = 50
_MOST_TOKENS = 300
_SURE_SCORE = 1.0
_EVIDENCE_WEIGHT = 1.0
_STAKE = (
    r"(?<![a-z])(?:bet|stake|wager|wagered|staked|betting|aposta|apostou|apostei|apostando|apuesta|aposto|apostado"
    r"|valor|monto|importe|amount|quantia)(?: (?:of|de|was|is|era|foi|fue|por))? ?[:=]? ?"
)
_STAKE_BEFORE = re.compile(_STAKE + "$")
_BARE_STAKE = re.compile(
    _STAKE + r"(?P<number>[-−]?[0-9]{1,7}(?:[.,][0-9]{1,3}){0,3}k?)"
    r"(?![\w.,:/-]*\w)(?! ?(?:times|vezes|veces|x\b|%|rounds|rodadas|rondas|players|bets))"
)
_LONGEST_STAKE = 24
_TOKEN = re.compile(r"(?<![\w./:@#=&?%-])[^\W_][\w.:-]{4,63}(?![\w@/])")

Item = Found | Doubt


@dataclass(frozen=True)
class Reading:
    """Who reads, and when: `now` is aware; the currency is the client's, taken for amounts that name none."""

    now: datetime
    zone: ZoneInfo
    language: Language
    default_currency: str | None = None


class _Spans:
    """Stretches of the text that are already known to be something."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._taken = {place for start, end in spans for place in range(start, end)}

    def add(self, start: int, end: int) -> None:
        self._taken.update(range(start, end))

    def overlap(self, start: int, end: int) -> bool:
        return any(place in self._taken for place in range(start, end))


def recognise(text: str, known: Vocabulary, reading: Reading) -> Recognised:
    """What a cleaned text names, by the desk's vocabulary; ids stay verbatim, and what is unclear becomes a doubt."""
    text = text[:SCANNED]
    plain = plain_letters(text)
    words = words_of(plain)
    found = [*_amounts(text, plain, reading), *_times(text, reading)]
    taken = _Spans((each.start, each.end) for each in found)
    names = list(islice(find_names(text, words, known), _MOST_OF_A_KIND))
    provider, game, named = _named(text, names)
    found += [*named, *_ids(text, plain, taken, known, provider)]
    found += _bare_stakes(text, plain, taken, reading)
    found.sort(key=lambda each: (each.start, each.field))
    values = _once(each for each in found if isinstance(each, Found))
    doubts = tuple(each for each in found if isinstance(each, Doubt))
    key = ProviderKey(provider) if provider else None
    return Recognised(values, doubts, key, game, _category(words, values, known))


def _amounts(text: str, plain: str, reading: Reading) -> Iterator[Item]:
    for start, end, meant in islice(find_money(text, reading.default_currency), _MOST_OF_A_KIND):
        stake = _STAKE_BEFORE.search(plain, max(start - _LONGEST_STAKE, 0), start)
        yield from _amount(text, start, end, meant, How.LABELLED if stake else How.TOLD)


def _bare_stakes(text: str, plain: str, taken: "_Spans", reading: Reading) -> Iterator[Item]:
    """Stakes without a currency: the client's is taken for the amount, and never reported as said."""
    for stake in islice(_BARE_STAKE.finditer(plain), _MOST_OF_A_KIND):
        start, end = stake.span("number")
        meant = None if taken.overlap(start, end) else parse_money(text[start:end], reading.default_currency)
        if meant is not None:
            yield from islice(_amount(text, start, end, meant, How.LABELLED), 1)


def _amount(text: str, start: int, end: int, meant: Money | Ambiguous, how: How) -> Iterator[Item]:
    original = text[start:end]
    if isinstance(meant, Money):
        yield Found(AMOUNT, canonical(meant), original, start, end, how)
        yield Found(CURRENCY, meant.currency, original, start, end, how)
    else:
        readings = tuple(canonical(money) for money in meant.readings)
        yield Doubt(AMOUNT, original, start, end, meant.reason, readings)


def _times(text: str, reading: Reading) -> Iterator[Item]:
    told = find_moments(text, reading.now, reading.zone, reading.language)
    for start, end, meant in islice(told, _MOST_OF_A_KIND):
        original = text[start:end]
        if not isinstance(meant, Moment):
            readings = tuple(at.isoformat() for at in meant.readings)
            yield Doubt(HAPPENED_AT, original, start, end, meant.reason, readings)
        elif meant.utc <= reading.now:
            yield Found(HAPPENED_AT, meant.utc.isoformat(), original, start, end, How.TOLD)


def _named(text: str, names: list[NameInText]) -> tuple[str | None, str | None, list[Item]]:
    """The one provider and the first game that the text names, and where."""
    said = [(name, each) for each in names for name in each.names]
    providers = {name.value for name, _ in said if name.named is Named.PROVIDER}
    owners = [name.providers for name, _ in said if name.named is Named.GAME]
    by_game = frozenset.intersection(*owners) if owners else frozenset[str]()
    likely = (providers & by_game or providers) if providers else by_game
    provider = next(iter(likely)) if len(likely) == 1 else None
    items: list[Item] = []
    game = None
    for name, (start, end, _, exact) in said:
        how = How.NAMED if exact else How.MISSPELT
        found = Found(name.named.value, name.value, text[start:end], start, end, how)
        if len(likely) > 1 and name.named is Named.PROVIDER:
            items.append(Doubt(PROVIDER, text[start:end], start, end, "several", tuple(sorted(likely))))
        elif name.named is Named.PROVIDER or provider is None or provider in name.providers:
            items.append(found)
        if name.named is Named.GAME and found in items:
            game = game or name.value
            if provider and not providers:
                items.append(Found(PROVIDER, provider, text[start:end], start, end, How.BY_GAME))
    return provider, game, items


def _ids(text: str, plain: str, taken: "_Spans", known: Vocabulary, provider: str | None) -> Iterator[Item]:
    own = [known.patterns[provider]] if provider else []
    for labelled in islice(find_labelled_ids(text, plain, taken.overlap), _MOST_TOKENS):
        taken.add(labelled.start, labelled.end)
        kinds = kinds_of(text[labelled.start : labelled.end], own)
        yield _labelled(text, labelled, kinds)
    for token in islice(_TOKEN.finditer(text), _MOST_TOKENS):
        end = id_at(text, token.start())
        value = text[token.start() : end]
        # A bare number fits too many providers' patterns to mean one of them.
        profiles = own or ([] if value.isdigit() else list(known.patterns.values()))
        kinds = frozenset() if taken.overlap(token.start(), end) else kinds_of(value, profiles)
        if len(kinds) == 1:
            yield Found(id_field(next(iter(kinds))), value, value, token.start(), end, How.PATTERN)
        elif kinds:
            readings = tuple(sorted(id_field(kind) for kind in kinds))
            yield Doubt(readings[0], value, token.start(), end, "several_kinds", readings)


def _labelled(text: str, found: IdInText, kinds: frozenset[IdKind]) -> Item:
    """The id under its label, unless it looks like another kind of id of this provider."""
    value = text[found.start : found.end]
    if kinds and found.kind not in kinds and found.kind is not IdKind.PLAYER:
        readings = tuple(sorted(id_field(kind) for kind in kinds))
        return Doubt(id_field(found.kind), value, found.start, found.end, "looks_like_another_id", readings)
    return Found(id_field(found.kind), value, value, found.start, found.end, How.LABELLED)


def _once(found: Iterable[Found]) -> tuple[Found, ...]:
    once: dict[tuple[str, str], Found] = {}
    for each in found:
        once.setdefault((each.field, each.value), each)
    return tuple(once.values())


def _category(words: list[Word], values: tuple[Found, ...], known: Vocabulary) -> CategoryGuess | None:
    """The best category by the weights of its words and by the ids that it asks for; the first one wins a tie."""
    because: dict[str, list[str]] = {category.key: [] for category in known.categories}
    scores = dict.fromkeys(because, 0.0)
    for phrase in find_phrases(words, known):
        scores[phrase.category] += phrase.weight
        because[phrase.category].append(phrase.text)
    fields = {found.field for found in values}
    for category in known.categories:
        for kind in category.ids:
            if kind != IdKind.PLAYER and id_field(IdKind(kind)) in fields:
                scores[category.key] += _EVIDENCE_WEIGHT
                because[category.key].append(id_field(IdKind(kind)))
    best = max(scores, key=lambda key: scores[key], default=None)
    if best is None or scores[best] < _SURE_SCORE:
        return None
    return CategoryGuess(CategoryKey(best), scores[best], tuple(because[best]))
