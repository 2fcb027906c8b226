"""Duplicates by business key: the same round or transaction elsewhere, and one fault that several clients report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.providers import IdKind
from bot.domain.tickets import Ticket
from bot.domain.words import ClientKey, ProviderKey, TicketId

SHORTEST_SURE_ID = 6
"""Characters; without a provider on both sides a shorter id is in use with several of them."""


class Same(StrEnum):
    """What two tickets share."""

    ROUND = "same_round"
    TRANSACTION = "same_transaction"


_SAME = {IdKind.ROUND: Same.ROUND, IdKind.TRANSACTION: Same.TRANSACTION}


@dataclass(frozen=True, order=True)
class BusinessKey:
    """A round or a transaction; ids are only unique within their provider, None where the ticket names none."""

    kind: IdKind
    value: str
    provider: ProviderKey | None = None

    def is_same(self, other: "BusinessKey") -> bool:
        """Whether both mean one round or transaction; an unknown provider may be any, if the id is long enough."""
        if (self.kind, self.value) != (other.kind, other.value):
            return False
        if self.provider is None or other.provider is None:
            return len(self.value) >= SHORTEST_SURE_ID
        return self.provider == other.provider


@dataclass(frozen=True)
class TicketKeys:
    """What a ticket can be recognised by; `error` is the key of what goes wrong, usually the category."""

    ticket: TicketId
    client: ClientKey
    keys: frozenset[BusinessKey]
    opened_at: datetime
    provider: ProviderKey | None = None
    game: str | None = None
    error: str = ""
    parent: TicketId | None = None


@dataclass(frozen=True)
class OwnDuplicate:
    """For a client: a ticket of the same client, and what is shared. It has no place for anybody's name."""

    ticket: TicketId
    same: Same
    value: str


@dataclass(frozen=True)
class DeskDuplicate:
    """For the desk: a ticket of any client, whose it is, and what is shared."""

    ticket: TicketId
    client: ClientKey
    same: Same
    value: str

    def for_client(self, reader: ClientKey) -> OwnDuplicate | None:
        """The same without the client, for whose own ticket it is; None for anybody else."""
        return OwnDuplicate(self.ticket, self.same, self.value) if self.client == reader else None


@dataclass(frozen=True)
class ParentProposal:
    """For the desk: one fault that several clients report; `parent` is the ticket to hang the others under."""

    parent: TicketId
    children: tuple[TicketId, ...]
    clients: int
    provider: ProviderKey
    game: str
    error: str
    since: datetime


@dataclass(frozen=True)
class Links:
    """What a ticket is linked with: all of it, and which of them is its parent and which its children."""

    tickets: tuple[TicketId, ...] = ()
    parent: TicketId | None = None
    children: tuple[TicketId, ...] = ()


@dataclass(frozen=True)
class Proposing:
    """When a parent is proposed: so many clients report the same fault within the window."""

    window: timedelta = timedelta(hours=2)
    clients: int = 2


USUALLY = Proposing()


@dataclass(frozen=True)
class Elsewhere:
    """By what a ticket is known, and the tickets, of any client, that share some of it; for the desk's eyes."""

    own: TicketKeys
    others: tuple[TicketKeys, ...]
    tickets: Mapping[TicketId, Ticket] = field(default_factory=dict)

    @property
    def reports(self) -> tuple[TicketKeys, ...]:
        """The others that somebody still has to do something about, or that are a parent's already."""
        return tuple(each for each in self.others if each.parent or self.tickets[each.ticket].is_open)


def duplicates_for_desk(ticket: TicketKeys, others: Iterable[TicketKeys]) -> tuple[DeskDuplicate, ...]:
    """The other tickets that share a round or a transaction with this one, the oldest first, each shared id once."""
    found = [
        (other.opened_at, DeskDuplicate(other.ticket, other.client, _SAME[key.kind], key.value))
        for other in others
        if other.ticket != ticket.ticket
        for key in sorted(ticket.keys, key=_by_kind)
        if key.kind in _SAME and any(key.is_same(each) for each in other.keys)
    ]
    found.sort(key=lambda each: (each[0], each[1].ticket))
    return tuple(dict.fromkeys(duplicate for _, duplicate in found))


def duplicates_for_client(ticket: TicketKeys, others: Iterable[TicketKeys]) -> tuple[OwnDuplicate, ...]:
    """The same within the ticket's own client; other clients' tickets are as if they did not exist."""
    own = (other for other in others if other.client == ticket.client)
    read = (duplicate.for_client(ticket.client) for duplicate in duplicates_for_desk(ticket, own))
    return tuple(duplicate for duplicate in read if duplicate)


def propose_parent(
    ticket: TicketKeys, others: Iterable[TicketKeys], window: timedelta, clients: int = 2
) -> ParentProposal | None:
    """The tickets of at least so many clients with this provider, game and error that were opened within the window.

    The window reaches back from this ticket and on from it, both ends included. What is a parent of one of them already
    stays the parent; nothing is proposed when all of them hang under it.
    """
    if ticket.provider is None or not ticket.game or not ticket.error:
        return None
    alike = {each.ticket: each for each in others if _is_alike(ticket, each, window)}
    alike[ticket.ticket] = ticket
    told = sorted(alike.values(), key=lambda each: (each.opened_at, each.ticket))
    reporting = {each.client for each in told}
    parent = _parent(told)
    children = tuple(each.ticket for each in told if each.ticket != parent and each.parent != parent)
    if len(reporting) < clients or not children:
        return None
    return ParentProposal(
        parent, children, len(reporting), ticket.provider, ticket.game, ticket.error, told[0].opened_at
    )


def _by_kind(key: BusinessKey) -> tuple[str, str]:
    return key.kind, key.value


def _is_alike(ticket: TicketKeys, other: TicketKeys, window: timedelta) -> bool:
    alike = (ticket.provider, ticket.game, ticket.error) == (other.provider, other.game, other.error)
    return alike and abs(ticket.opened_at - other.opened_at) <= window


def _parent(told: Sequence[TicketKeys]) -> TicketId:
    """The ticket that is one already, else the oldest."""
    return next((each.parent for each in told if each.parent is not None), told[0].ticket)
