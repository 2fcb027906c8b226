"""`unmasking`: who may read back what was masked."""

from typing import Self

from pydantic import Field, model_validator

from bot.desk.faults import complain
from bot.desk.people import ListedRole
from bot.desk.section import Section
from bot.domain.permissions import STAFF
from bot.domain.unmasking import Unmasking


class UnmaskingModel(Section):
    """Roles of our own people, and whether those who lead the desk or a team may beside them."""

    roles: list[ListedRole] = Field(default_factory=lambda: sorted(Unmasking().roles))
    leads: bool = True

    @model_validator(mode="after")
    def _are_ours(self) -> Self:
        if others := [role for role in self.roles if role not in STAFF]:
            complain(f"Only our own people may see what was masked; `{others[0]}` are not.")
        return self

    def build(self) -> Unmasking:
        """The rule."""
        return Unmasking(frozenset(self.roles), self.leads)
