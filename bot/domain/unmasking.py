"""Who may read back what was masked."""

from dataclasses import dataclass

from bot.domain.people import Role


@dataclass(frozen=True)
class Unmasking:
    """The roles that may, and whether those who lead the desk or a team may beside them."""

    roles: frozenset[Role] = frozenset({Role.COORDINATOR, Role.ADMIN})
    leads: bool = True


COORDINATORS_AND_LEADS = Unmasking()
"""What desk.yaml means where it says nothing."""
