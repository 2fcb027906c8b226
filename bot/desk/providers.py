"""`providers`: how each game provider names its games and ids, and counts money and time."""

from collections import Counter
from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.desk.durations import Elapsed, TargetSpan
from bot.desk.faults import complain
from bot.desk.patterns import Pattern
from bot.desk.section import Section
from bot.desk.values import AnyPriority, CalendarRef, FieldRef, ForeignTeams, Name, Zone, one_of
from bot.domain.providers import Contract, Game, IdKind, MoneyUnit, Provider
from bot.domain.words import ProviderKey

AnyIdKind = Annotated[IdKind, one_of(IdKind, "kind of id")]


class GameModel(Section):
    """A game and what people call it."""

    name: Name
    aliases: list[Name] = Field(default_factory=list)


class ContractModel(Section):
    """What the provider has agreed to: how long an answer takes by priority, and by which calendar."""

    calendar: CalendarRef
    answers: Annotated[dict[AnyPriority, TargetSpan], Field(min_length=1)]


class ProviderModel(Section):
    """One provider's profile."""

    name: Name
    aliases: list[Name] = Field(default_factory=list)
    games: list[GameModel] = Field(default_factory=list)
    zone: Zone = "UTC"
    money: Annotated[MoneyUnit, one_of(MoneyUnit, "unit of money")] = MoneyUnit.DECIMAL
    ids: dict[AnyIdKind, list[Pattern]] = Field(default_factory=dict)
    required: list[FieldRef] = Field(default_factory=list)
    retry_window: Elapsed = timedelta()
    teams: ForeignTeams = Field(default_factory=dict)
    contract: ContractModel | None = None

    @model_validator(mode="after")
    def _names_each_game_once(self) -> Self:
        names = Counter(name.casefold() for game in self.games for name in (game.name, *game.aliases))
        if twice := [name for name, times in names.items() if times > 1]:
            complain(f"Two games or aliases are called {', '.join(twice)}.")
        return self

    def build(self, key: str) -> Provider:
        """The provider's profile."""
        return Provider(
            key=ProviderKey(key),
            name=self.name,
            aliases=tuple(self.aliases),
            games=tuple(Game(game.name, tuple(game.aliases)) for game in self.games),
            zone=self.zone,
            money=self.money,
            patterns={kind: tuple(patterns) for kind, patterns in self.ids.items()},
            required=tuple(self.required),
            retry_window=self.retry_window,
            teams={platform: tuple(ids) for platform, ids in self.teams.items()},
            contract=Contract(self.contract.calendar, self.contract.answers) if self.contract else None,
        )
