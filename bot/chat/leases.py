"""What only one of several replicas may do, and what it leaves for the next."""

from typing import Protocol

LEASE_SECONDS = 20.0
"""How long a replica holds what only one may do, unless it says again that it does."""
HANDOVER_SECONDS = 900.0
"""How long what a holder left with its lease may be of use to the next."""


class Leases(Protocol):
    """The leases of one replica, by name."""

    async def holds(self, name: str, handover: str | None = None) -> bool:
        """Take or renew a lease for its span; False while another has it, or the database cannot be asked.

        What is handed over stays with it for whoever takes it next; None leaves what is there.
        """
        ...

    async def handed_over(self, name: str) -> str:
        """What the last holder left with a lease; empty when nothing, or HANDOVER_SECONDS ago. Raises Unavailable."""
        ...

    async def lets_go(self, name: str, handover: str | None = None) -> None:
        """Give a lease back, so that another replica need not wait for its end."""
        ...
