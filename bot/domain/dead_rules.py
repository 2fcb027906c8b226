"""Rules that can never match, each with the reason: so that nobody waits for what a rule will never do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Any

from bot.domain.priority import Priority
from bot.domain.routing import WEEK, Criterion, Rule, When
from bot.domain.words import CategoryKey, ClientKey, ProviderKey

Box = tuple[frozenset[Any], ...]
"""A set of tickets: every combination of its values of each dimension (category, origin, client, priority, minute)."""

MOST_PIECES = 20_000
"""Where what is left of a rule falls into more pieces than these, it is taken to be reachable."""

_ALWAYS = frozenset(range(WEEK))


class DeadWhy(StrEnum):
    """Why a rule can never match."""

    UNKNOWN = "unknown"
    CONTRADICTION = "contradiction"
    NOBODY = "nobody"
    COVERED = "covered"


@dataclass(frozen=True)
class DeadRule:
    """A rule that never matches: its place in the list (from 1), its name, and what the reason is about.

    `words` are the names that nothing has (UNKNOWN), the criteria that exclude each other (CONTRADICTION), the tiers
    that no client has (NOBODY), or the earlier rules that take everything (COVERED).
    """

    position: int
    name: str
    why: DeadWhy
    words: tuple[str, ...]


@dataclass(frozen=True)
class World:
    """What tickets there can be: games belong to their provider, and each client has one tier."""

    categories: frozenset[CategoryKey]
    providers: Mapping[ProviderKey, frozenset[str]]
    clients: Mapping[ClientKey, str]
    tiers: frozenset[str]

    @property
    def games(self) -> frozenset[str]:
        """Every game that somebody has."""
        return frozenset[str]().union(*self.providers.values())


def dead_rules(rules: Sequence[Rule], world: World) -> tuple[DeadRule, ...]:
    """Every rule that no ticket of this world can ever be the first to match, in the order of the list."""
    return tuple(_dead(rules, world))


def _dead(rules: Sequence[Rule], world: World) -> Iterator[DeadRule]:
    earlier: list[tuple[str, Box]] = []
    for position, rule in enumerate(rules, 1):
        if unknown := _unknown(rule.when, world):
            yield DeadRule(position, rule.name, DeadWhy.UNKNOWN, unknown)
            continue
        box = _box(rule.when, world)
        if not all(box):
            yield DeadRule(position, rule.name, *_empty(rule.when, world))
            continue
        if taken := _covered(box, earlier):
            yield DeadRule(position, rule.name, DeadWhy.COVERED, taken)
        earlier.append((rule.name, box))


def _unknown(when: When, world: World) -> tuple[str, ...]:
    known: Mapping[Criterion, frozenset[Any]] = {
        Criterion.CATEGORY: world.categories,
        Criterion.PROVIDER: frozenset(world.providers),
        Criterion.GAME: world.games,
        Criterion.CLIENT: frozenset(world.clients),
        Criterion.TIER: world.tiers,
        Criterion.PRIORITY: frozenset(Priority),
        Criterion.HOUR: _ALWAYS,
    }
    named = when.named.items()
    return tuple(str(value) for criterion, values in named for value in sorted(values - known[criterion]))


def _box(when: When, world: World) -> Box:
    clients = {key for key, tier in world.clients.items() if not when.tiers or tier in when.tiers}
    return (
        when.categories or world.categories,
        frozenset(_origins(when, world)),
        frozenset(clients & when.clients if when.clients else clients),
        when.priorities or frozenset(Priority),
        when.hours or _ALWAYS,
    )


def _origins(when: When, world: World) -> Iterator[tuple[ProviderKey | None, str | None]]:
    """Provider and game, either of which a report may leave open; a named game need not come with its provider."""
    providers: list[ProviderKey | None] = [None, *world.providers]
    games: list[str | None] = [None, *world.games]
    for provider, game in product(providers, games):
        belongs = provider is None or game is None or game in world.providers[provider]
        if belongs and _takes(when.providers, provider) and _takes(when.games, game):
            yield provider, game


def _takes(wanted: frozenset[Any], value: object) -> bool:
    return not wanted or value in wanted


def _empty(when: When, world: World) -> tuple[DeadWhy, tuple[str, ...]]:
    """Why no ticket can be what a rule asks for, though every name in it is known."""
    if not set(_origins(when, world)):
        return DeadWhy.CONTRADICTION, (Criterion.PROVIDER.value, Criterion.GAME.value)
    if when.clients and when.tiers:
        return DeadWhy.CONTRADICTION, (Criterion.CLIENT.value, Criterion.TIER.value)
    return DeadWhy.NOBODY, tuple(sorted(when.tiers))


def _covered(box: Box, earlier: Sequence[tuple[str, Box]]) -> tuple[str, ...]:
    """The earlier rules that together take all of it, a single one where that is enough; none if something is left."""
    for name, other in earlier:
        if all(mine <= theirs for mine, theirs in zip(box, other, strict=True)):
            return (name,)
    left, taking = [box], []
    for name, other in earlier:
        rest = [piece for each in left for piece in _without(each, other)]
        if rest != left:
            taking.append(name)
        if not rest:
            return tuple(taking)
        if len(rest) > MOST_PIECES:
            return ()
        left = rest
    return ()


def _without(box: Box, other: Box) -> Iterator[Box]:
    """What is left of a box where another one is cut out: pieces that do not overlap."""
    if not all(mine & theirs for mine, theirs in zip(box, other, strict=True)):
        yield box
        return
    for place, (mine, theirs) in enumerate(zip(box, other, strict=True)):
        if outside := mine - theirs:
            yield (*box[:place], outside, *box[place + 1 :])
        box = (*box[:place], mine & theirs, *box[place + 1 :])
