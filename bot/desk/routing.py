"""`routing_rules` and `raising`: an ordered list of which the first match routes, and what raises a priority."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import Field, PlainValidator, ValidationError, model_validator

from bot.desk.durations import DAYS, Elapsed, Stretch, Weekdays
from bot.desk.faults import DeskError, complain, spell
from bot.desk.section import Context, Section, items, mapping, reference
from bot.desk.values import (
    AnyPriority,
    AnyType,
    CategoryRef,
    FieldRef,
    Key,
    Name,
    PersonRef,
    TeamRef,
    Text,
    TierRef,
    one_of,
)
from bot.domain.currencies import CODES
from bot.domain.dead_rules import DeadRule, DeadWhy, World, dead_rules
from bot.domain.raising import Raising
from bot.domain.routing import Rule, Then, Turn, When, minutes_of
from bot.domain.words import CategoryKey, ClientKey, ProviderKey

ProviderRef = Annotated[ProviderKey, reference("providers")]
ClientRef = Annotated[ClientKey, reference("clients")]


def parse_limit(value: Any) -> Decimal:
    """An amount from which on it counts: a whole number."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        complain(f"`{value}` is not a limit; say a whole number of 1 or more.")
    return Decimal(value)


def parse_currency(value: Any) -> str:
    """The code of a currency: `EUR`."""
    if value not in CODES:
        complain(f"`{value}` is not the code of a currency, such as EUR.")
    return str(value)


Limit = Annotated[Decimal, PlainValidator(parse_limit)]
Currency = Annotated[str, PlainValidator(parse_currency)]


class WhenModel(Section):
    """What a ticket must be; a list that is not given matches everything. `hours` go by weekday, at the desk."""

    categories: list[CategoryRef] = Field(default_factory=list)
    providers: list[ProviderRef] = Field(default_factory=list)
    games: list[Name] = Field(default_factory=list)
    clients: list[ClientRef] = Field(default_factory=list)
    tiers: list[TierRef] = Field(default_factory=list)
    priorities: list[AnyPriority] = Field(default_factory=list)
    hours: dict[Weekdays, list[Stretch]] = Field(default_factory=dict)

    def build(self) -> When:
        """The condition."""
        week = {day: intervals for days, intervals in self.hours.items() for day in days}
        return When(
            categories=frozenset(self.categories),
            providers=frozenset(self.providers),
            games=frozenset(self.games),
            clients=frozenset(self.clients),
            tiers=frozenset(self.tiers),
            priorities=frozenset(self.priorities),
            hours=minutes_of(week),
        )

    @model_validator(mode="after")
    def _names_each_day_once(self) -> Self:
        days = [day for some in self.hours for day in some]
        if twice := sorted({day for day in days if days.count(day) > 1}):
            complain(f"The hours name {', '.join(DAYS[day] for day in twice)} more than once.")
        if self.hours and not any(self.hours.values()):
            complain("`hours` without any hour would never match; leave it out to match always.")
        return self


class ThenModel(Section):
    """What follows; what is not said is left as it is."""

    team: TeamRef | None = None
    type: AnyType | None = None
    owner: Annotated[Turn, one_of(Turn, "way to choose an owner; `rotation` is")] | None = None
    watchers: list[PersonRef] = Field(default_factory=list)

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if self == ThenModel.model_construct():
            complain("This rule does nothing; give it a team, a type, an owner or watchers.")
        return self

    def build(self) -> Then:
        """The consequence."""
        return Then(self.team, self.type, self.owner, tuple(self.watchers))


class RoutingRuleModel(Section):
    """One rule; its name is what people read when they ask why."""

    name: Key
    when: WhenModel = WhenModel()
    then: ThenModel

    def build(self) -> Rule:
        """The rule."""
        return Rule(self.name, self.when.build(), self.then.build())


class RaisingModel(Section):
    """Each limit that is reached raises the priority by one step; what is left out raises nothing."""

    players_affected: Annotated[int, Field(ge=2)] | None = None
    amounts: dict[Currency, Limit] = Field(default_factory=dict)
    amount_of: list[FieldRef] = Field(default_factory=list)
    again_within: Elapsed | None = None
    regulator: list[Text] = Field(default_factory=list)

    def build(self) -> Raising:
        """The limits."""
        return Raising(
            self.players_affected,
            dict(self.amounts),
            frozenset(self.amount_of),
            self.again_within,
            tuple(self.regulator),
        )


def rule_faults(tree: Mapping[str, Any]) -> Iterator[DeskError]:
    """Rules that can never match, read from the raw tree: one whose own values are wrong is told elsewhere."""
    places, rules = [], []
    context = Context.of(tree)
    for place, raw in enumerate(items(tree, "routing_rules")):
        try:
            rules.append(RoutingRuleModel.model_validate(raw, context=context).build())
        except ValidationError:
            continue
        places.append(place)
    for dead in dead_rules(rules, _world(tree)):
        if dead.why is not DeadWhy.NOBODY:
            yield DeskError(spell(("routing_rules", places[dead.position - 1])), sentence_of(dead))


def _world(tree: Mapping[str, Any]) -> World:
    providers = {
        ProviderKey(str(key)): frozenset(
            str(game["name"]) for game in items(each, "games") if isinstance(game, dict) and "name" in game
        )
        for key, each in mapping(tree, "providers").items()
    }
    clients = {
        ClientKey(str(key)): str(each.get("tier"))
        for key, each in mapping(tree, "clients").items()
        if isinstance(each, dict)
    }
    categories = frozenset(CategoryKey(str(key)) for key in mapping(tree, "categories"))
    return World(categories, providers, clients, frozenset(map(str, items(tree, "tiers"))))


def unreachable(rules: Sequence[Rule], world: World) -> Iterator[tuple[int, str]]:
    """Rules that no ticket of today's clients reaches, though nothing is wrong with them: place from 0, and why."""
    for dead in dead_rules(rules, world):
        if dead.why is DeadWhy.NOBODY:
            yield dead.position - 1, sentence_of(dead)


def sentence_of(dead: DeadRule) -> str:
    """Why a rule can never match, in plain English."""
    listed = ", ".join(f"`{word}`" for word in dead.words)
    match dead.why:
        case DeadWhy.UNKNOWN:
            return f"`{dead.name}` can never match: nothing is called {listed}."
        case DeadWhy.CONTRADICTION:
            both = " and the ".join(dead.words)
            return f"`{dead.name}` can never match: no ticket has both the {both} that it names."
        case DeadWhy.NOBODY:
            return f"`{dead.name}` can never match: no client has the tier {listed}."
        case DeadWhy.COVERED:
            verb = "takes" if len(dead.words) == 1 else "together take"
            return f"`{dead.name}` can never match: {listed}, which {_stand(dead)} before it, {verb} all that it would."


def _stand(dead: DeadRule) -> str:
    return "stands" if len(dead.words) == 1 else "stand"
