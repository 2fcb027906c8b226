"""Triage: what the rules make of a report, before anybody has looked: priority, type, team, owner and watchers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.categories import Category
from bot.domain.clients import Client
from bot.domain.decisions import Raise, Raised
from bot.domain.people import PersonKey
from bot.domain.policies import TicketType
from bot.domain.priority import Level, Priority, priority_of
from bot.domain.raising import Signs, lifted, raised_by
from bot.domain.recognised import GAME, PROVIDER
from bot.domain.routing import Facts, Route, Turn, minute_of_week, route
from bot.domain.rules import DeskRules
from bot.domain.words import ProviderKey, TeamKey

_STAYS = (Raise.AGAIN, Raise.REGULATOR)
"""Reasons that were seen once and stay, because nobody fills them in again."""


@dataclass(frozen=True)
class Seen:
    """What is known of a ticket when it is judged: whose it is, of which category, its values, words and instant."""

    client: Client
    category: Category
    signs: Signs
    at: datetime


@dataclass(frozen=True)
class ByHand:
    """What people have decided already, which rules take as given."""

    impact: Level | None = None
    urgency: Level | None = None
    type: TicketType | None = None
    team: TeamKey | None = None


NOTHING_YET = ByHand()


@dataclass(frozen=True)
class Triage:
    """What the rules make of it; `turns` says that the owner is to be proposed by rotation."""

    impact: Level
    urgency: Level
    type: TicketType
    team: TeamKey
    raised: tuple[Raised, ...]
    route: Route | None
    watchers: tuple[PersonKey, ...]

    @property
    def priority(self) -> Priority:
        """Impact times urgency, as they are after what raised them."""
        return priority_of(self.impact, self.urgency)

    @property
    def turns(self) -> bool:
        """Whether somebody's turn it is to own it."""
        return self.route is not None and self.route.rule.then.owner is Turn.ROTATION


def triage(rules: DeskRules, seen: Seen, by_hand: ByHand = NOTHING_YET, stays: Iterable[Raised] = ()) -> Triage:
    """The decision; `stays` are earlier reasons of which those hold on that nobody tells twice."""
    category, signs = seen.category, seen.signs
    raised = raised_by(signs, rules.raising, category)
    raised += tuple(each for each in stays if each.why in _STAYS and each.why not in {one.why for one in raised})
    impact, urgency = lifted(category.impact, category.urgency, raised)
    impact, urgency = by_hand.impact or impact, by_hand.urgency or urgency
    found = route(rules.routing_rules, _facts(rules, seen, priority_of(impact, urgency)))
    then = found.rule.then if found else None
    return Triage(
        impact=impact,
        urgency=urgency,
        type=by_hand.type or (then.type if then and then.type else category.type),
        team=by_hand.team or (then.team if then and then.team else category.team),
        raised=raised,
        route=found,
        watchers=then.watchers if then else (),
    )


def _facts(rules: DeskRules, seen: Seen, priority: Priority) -> Facts:
    values = dict(reversed(seen.signs.values))  # the first that was said counts
    return Facts(
        category=seen.category.key,
        client=seen.client.key,
        tier=seen.client.tier,
        priority=priority,
        minute=minute_of_week(seen.at, rules.zone),
        provider=provider_named(rules, values.get(PROVIDER, "")),
        game=game_named(rules, values.get(GAME, "")),
    )


def provider_named(rules: DeskRules, said: str) -> ProviderKey | None:
    """The provider of that key, name or alias, None for none."""
    wanted = said.strip().casefold()
    for provider in rules.providers.values() if wanted else ():
        if wanted in {name.casefold() for name in (provider.key, provider.name, *provider.aliases)}:
            return provider.key
    return None


def game_named(rules: DeskRules, said: str) -> str | None:
    """The own name of the game that is called so, None for none."""
    wanted = said.strip().casefold()
    for provider in rules.providers.values() if wanted else ():
        for game in provider.games:
            if wanted in {name.casefold() for name in (game.name, *game.aliases)}:
                return game.name
    return None
