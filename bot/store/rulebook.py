"""The desk's rules as the store knows them."""

from dataclasses import dataclass, field

from bot.domain.rules import DeskRules
from bot.domain.words import PersonId


@dataclass
class Rulebook:
    """The desk's rules: today's, and those of earlier versions that open tickets name."""

    rules: DeskRules
    version: int
    text: str = ""
    earlier: dict[int, DeskRules] = field(default_factory=dict)
    people: dict[int, dict[str, PersonId]] = field(default_factory=dict)

    def numbers_of_people(self) -> dict[str, PersonId]:
        """The numbers that the people of today's desk.yaml were found to have: they never change."""
        if self.version not in self.people:
            self.people = {self.version: {}}
        return self.people[self.version]

    def of(self, version: int) -> DeskRules:
        """The rules of a version; today's when it is not known here."""
        return self.rules if version == self.version else self.earlier.get(version, self.rules)
