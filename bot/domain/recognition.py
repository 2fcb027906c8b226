"""What a report names: ids, amounts, times, provider, game and category, each with where and why."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.ids_in_text import find_labels, find_patterns, provider_of
from bot.domain.moments import Moment, find_moments
from bot.domain.money import Ambiguous, Money, canonical, find_money, parse_money
from bot.domain.plain_text import plain_letters
from bot.domain.providers import IdKind
from bot.domain.quoted import without_letterheads
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
from bot.domain.spans import Spans
from bot.domain.table_values import amounts_of, ids_of, in_their_zone
from bot.domain.tables import Cell, find_cells
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
_SURE_SCORE = 1.0
_EVIDENCE_WEIGHT = 1.0
_STAKE = (
    r"(?<![a-z])(?:bet|stake|wager|wagered|staked|betting|aposta|apostou|apostei|apostando|apuesta|aposto|apostado"
    r"|valor|monto|importe|amount|quantia)(?: (?:of|de|was|is|era|foi|fue|por))? ?[:=]? ?"
)
_MOVE = (
    r"(?<![a-z])(?:deposits?|deposited|depositou|depositei|deposito|topped up|top ?up|withdrew|withdrawal|sacou|saque"
    r"|retiro|recarga|won|wins?|ganhou|ganho|gano|premio|pix|refund|reembolso|estorno|devolvio)"
    r"(?: (?:of|de|por|for|was|foi|fue))? ?[:=]? ?"
)
_STAKE_BEFORE = re.compile(_STAKE + "$")
_BARE_STAKE = re.compile(
    rf"(?:(?P<stake>{_STAKE})|{_MOVE})(?P<number>[-−]?[0-9]{{1,7}}(?:[.,][0-9]{{1,3}}){{0,3}}k?)"
    r"(?![\w.,:/-]*\w)(?! ?(?:times|vezes|veces|x\b|%|rounds|rodadas|rondas|players|jogador|jugador|bets|free"
    r"|spins|giros"
    r"|tiradas|gratis|min|hours?|horas?|days?|dias?|cas[eo]s|users|usuarios|clients|clientes|on\b|de [a-z]+o\b))"
)
_LONGEST_STAKE = 24

Item = Found | Doubt


@dataclass(frozen=True)
class Reading:
    """Who reads, and when: `now` is aware; the currency is the client's, taken for amounts that name none."""

    now: datetime
    zone: ZoneInfo
    language: Language
    default_currency: str | None = None


def recognise(text: str, known: Vocabulary, reading: Reading) -> Recognised:
    """What a cleaned text names, by the desk's vocabulary; ids stay verbatim, and what is unclear becomes a doubt."""
    text = without_letterheads(text[:SCANNED])
    plain = plain_letters(text)
    words, cells = words_of(plain), list(find_cells(plain))
    names = list(islice(find_names(text, words, known), _MOST_OF_A_KIND))
    provider, game, named = _named(text, names)
    found = [*_amounts(text, plain, reading), *_times(text, cells, reading, known.zones.get(provider or ""))]
    taken = Spans((each.start, each.end) for each in found)
    found += _column_amounts(text, cells, taken)
    ids = list(find_labels(text, plain, taken, known, provider, ids_of(text, cells)))
    stakes = list(_bare_stakes(text, plain, taken, reading))
    for each in stakes:
        taken.add(each.start, each.end)
    ids += find_patterns(text, plain, taken, known, provider)
    if not any(name.named is Named.PROVIDER for each in names for name in each.names) and provider is None:
        provider, by_id = _by_id(ids, known)
        named += by_id
    found += [*named, *ids, *stakes]
    found.sort(key=lambda each: (each.start, each.field))
    values = _once(each for each in found if isinstance(each, Found))
    doubts = tuple(each for each in found if isinstance(each, Doubt))
    key = ProviderKey(provider) if provider else None
    return Recognised(values, doubts, key, game, _category(words, values, known))


def _by_id(ids: list[Item], known: Vocabulary) -> tuple[str | None, list[Item]]:
    """The provider whose ids these are, where the text names none."""
    told = provider_of(ids, known)
    if told is None:
        return None, []
    key, by = told
    return key, [Found(PROVIDER, key, by.original, by.start, by.end, How.BY_ID)]


def _amounts(text: str, plain: str, reading: Reading) -> Iterator[Item]:
    for start, end, meant in islice(find_money(text, reading.default_currency), _MOST_OF_A_KIND):
        stake = _STAKE_BEFORE.search(plain, max(start - _LONGEST_STAKE, 0), start)
        yield from _amount(text, start, end, meant, How.LABELLED if stake else How.TOLD)


def _bare_stakes(text: str, plain: str, taken: Spans, reading: Reading) -> Iterator[Item]:
    """Stakes without a currency: the client's is taken for the amount, and never reported as said."""
    for stake in islice(_BARE_STAKE.finditer(plain), _MOST_OF_A_KIND):
        start, end = stake.span("number")
        meant = None if taken.overlap(start, end) else parse_money(text[start:end], reading.default_currency)
        if meant is not None:
            how = How.LABELLED if stake["stake"] else How.TOLD
            yield from islice(_amount(text, start, end, meant, how), 1)


def _amount(text: str, start: int, end: int, meant: Money | Ambiguous, how: How) -> Iterator[Item]:
    original = text[start:end]
    if isinstance(meant, Money):
        yield Found(AMOUNT, canonical(meant), original, start, end, how)
        yield Found(CURRENCY, meant.currency, original, start, end, how)
    else:
        readings = tuple(canonical(money) for money in meant.readings)
        yield Doubt(AMOUNT, original, start, end, meant.reason, readings)


def _column_amounts(text: str, cells: list[Cell], taken: Spans) -> Iterator[Item]:
    """The amounts of a table that stand under their currency."""
    for start, end, meant in islice(amounts_of(text, cells), _MOST_OF_A_KIND):
        if not taken.overlap(start, end):
            taken.add(start, end)
            yield from _amount(text, start, end, meant, How.LABELLED)


def _times(text: str, cells: list[Cell], reading: Reading, provider_zone: ZoneInfo | None) -> Iterator[Item]:
    told = find_moments(text, reading.now, reading.zone, reading.language, provider_zone)
    zoned = in_their_zone(told, text, cells, reading.now, reading.language)
    for start, end, meant in islice(zoned, _MOST_OF_A_KIND):
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


def _once(found: Iterable[Found]) -> tuple[Found, ...]:
    once: dict[tuple[str, str], Found] = {}
    for each in found:
        once.setdefault((each.field, each.value), each)
    return tuple(once.values())


def _category(words: list[Word], values: tuple[Found, ...], known: Vocabulary) -> CategoryGuess | None:
    """The best category by the weights of its words and by the ids that it asks for; the first one wins a tie."""
    because: dict[str, list[tuple[str, float]]] = {category.key: [] for category in known.categories}
    scores = dict.fromkeys(because, 0.0)
    for phrase in find_phrases(words, known):
        scores[phrase.category] += phrase.weight
        because[phrase.category].append((phrase.text, phrase.weight))
    fields = {found.field for found in values}
    for category in known.categories:
        for kind in category.ids:
            if kind != IdKind.PLAYER and id_field(IdKind(kind)) in fields:
                scores[category.key] += _EVIDENCE_WEIGHT
                because[category.key].append((id_field(IdKind(kind)), _EVIDENCE_WEIGHT))
    best = max(scores, key=lambda key: scores[key], default=None)
    if best is None or scores[best] < _SURE_SCORE:
        return None
    return CategoryGuess(CategoryKey(best), scores[best], tuple(because[best]))
