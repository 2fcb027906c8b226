"""What the rules decided about a ticket, and by which of them: kept with it, so that somebody can ask why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.domain.priority import Level
from bot.domain.words import PersonId, TeamKey


class Facet(StrEnum):
    """What rules decide, and a person may decide otherwise."""

    CATEGORY = "category"
    PRIORITY = "priority"
    TYPE = "type"
    TEAM = "team"


class Raise(StrEnum):
    """Why a priority is one step higher than impact and urgency of the category make it (DOMAIN.md)."""

    PLAYERS = "players"
    AMOUNT = "amount"
    AGAIN = "again"
    REGULATOR = "regulator"


@dataclass(frozen=True)
class Raised:
    """One step up: why, what was seen, and the limit that it reached; both as text that is kept."""

    why: Raise
    seen: str
    limit: str = ""


@dataclass(frozen=True)
class Decision:
    """Facts, not sentences: the words that spoke for the category, where the priority began, and the rule that matched.

    `chosen` says that whoever reported it picked the category; `rule` is empty where none matched and the category's
    usual team is meant; `looked_at` is what the rule looked at, with the ticket's own value of each; `load` says how
    many open tickets those among whom the owner was proposed had; `by_hand` is what a person has decided since.
    """

    category: str
    impact: Level
    urgency: Level
    words: tuple[tuple[str, float], ...] = ()
    chosen: bool = False
    raised: tuple[Raised, ...] = ()
    rule: str = ""
    looked_at: tuple[tuple[str, str], ...] = ()
    team: TeamKey | None = None
    load: tuple[tuple[PersonId, int], ...] = ()
    by_hand: frozenset[Facet] = frozenset()

    @property
    def asked(self) -> tuple[PersonId, ...]:
        """Those among whom the owner was proposed."""
        return tuple(person for person, _ in self.load)

    def is_by_hand(self, facet: Facet) -> bool:
        """Whether a person has decided that."""
        return facet in self.by_hand

    def taken_over(self, facet: Facet) -> "Decision":
        """The same, with that decided by a person from now on."""
        return replace(self, by_hand=self.by_hand | {facet})

    def rule_of(self, facet: Facet) -> str:
        """The rule that decided that: the routing rule's name, or the category as `category:<key>`."""
        if facet in (Facet.TYPE, Facet.TEAM) and self.rule:
            return self.rule
        return f"{OF_CATEGORY}{self.category}"

    def facts(self) -> dict[str, Any]:
        """The decision as plain JSON values."""
        return {
            "category": self.category,
            "impact": self.impact.value,
            "urgency": self.urgency.value,
            "words": [list(each) for each in self.words],
            "chosen": self.chosen,
            "raised": [[each.why.value, each.seen, each.limit] for each in self.raised],
            "rule": self.rule,
            "looked_at": [list(each) for each in self.looked_at],
            "team": self.team,
            "load": [list(each) for each in self.load],
            "by_hand": sorted(self.by_hand),
        }

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Decision":
        """The decision that such values tell of."""
        return cls(
            category=facts["category"],
            impact=Level(facts["impact"]),
            urgency=Level(facts["urgency"]),
            words=tuple((word, weight) for word, weight in facts["words"]),
            chosen=facts["chosen"],
            raised=tuple(Raised(Raise(why), seen, limit) for why, seen, limit in facts["raised"]),
            rule=facts["rule"],
            looked_at=tuple((criterion, value) for criterion, value in facts["looked_at"]),
            team=TeamKey(facts["team"]) if facts["team"] else None,
            load=tuple((PersonId(person), count) for person, count in facts["load"]),
            by_hand=frozenset(Facet(each) for each in facts["by_hand"]),
        )


OF_CATEGORY = "category:"
"""How a category is told from a routing rule where one of both decided."""
