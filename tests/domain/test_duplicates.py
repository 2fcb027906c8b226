"""The same round or transaction is found elsewhere, and a client never reads another client's name."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.duplicates import (
    BusinessKey,
    DeskDuplicate,
    OwnDuplicate,
    Same,
    TicketKeys,
    duplicates_for_client,
    duplicates_for_desk,
    propose_parent,
)
from bot.domain.providers import IdKind
from bot.domain.words import ClientKey, ProviderKey, TicketId

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SUNWORKS, PRAGMA = ProviderKey("sunworks"), ProviderKey("pragma")


def key(value: str, provider: ProviderKey | None = SUNWORKS, kind: IdKind = IdKind.ROUND) -> BusinessKey:
    return BusinessKey(kind, value, provider)


def ticket(number: int, client: str, *keys: BusinessKey, after: timedelta = timedelta(), **more: object) -> TicketKeys:
    fault = {"provider": SUNWORKS, "game": "Book of Suns", "error": "game_round", **more}
    return TicketKeys(TicketId(number), ClientKey(client), frozenset(keys), NOW + after, **fault)  # type: ignore[arg-type]


MINE = ticket(10, "acme", key("99812-77"), key("TX123456", kind=IdKind.TRANSACTION), key("83921", kind=IdKind.PLAYER))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (key("99812-77"), Same.ROUND),
        (key("TX123456", kind=IdKind.TRANSACTION), Same.TRANSACTION),
        (key("99812-77", None), Same.ROUND),
        (key("99812-77", PRAGMA), None),
        (key("99812-78"), None),
        (key("TX123456"), None),
        (key("83921", kind=IdKind.PLAYER), None),
    ],
)
def test_what_two_tickets_share(other: BusinessKey, same: Same | None) -> None:
    found = duplicates_for_desk(MINE, [ticket(9, "bravo", other)])
    assert [each.same for each in found] == ([same] if same else [])
    assert all((each.ticket, each.client) == (9, "bravo") for each in found)


def test_a_short_id_without_its_provider_means_nothing() -> None:
    assert not key("5", None).is_same(key("5"))
    assert key("5").is_same(key("5"))


def test_a_ticket_is_no_duplicate_of_itself_and_the_oldest_comes_first() -> None:
    others = [
        MINE,
        ticket(12, "acme", key("99812-77"), after=2 * HOUR),
        ticket(11, "bravo", key("99812-77"), after=HOUR),
    ]
    assert [each.ticket for each in duplicates_for_desk(MINE, others)] == [11, 12]


def test_a_client_reads_only_of_its_own_tickets_and_of_no_name() -> None:
    others = [ticket(11, "bravo", key("99812-77")), ticket(12, "acme", key("99812-77"))]
    assert duplicates_for_client(MINE, others) == (OwnDuplicate(TicketId(12), Same.ROUND, "99812-77"),)
    assert {field.name for field in fields(OwnDuplicate)} == {"ticket", "same", "value"}


def test_a_desks_duplicate_turns_into_a_clients_only_for_its_own() -> None:
    found = DeskDuplicate(TicketId(12), ClientKey("acme"), Same.ROUND, "99812-77")
    assert found.for_client(ClientKey("acme")) == OwnDuplicate(TicketId(12), Same.ROUND, "99812-77")
    assert found.for_client(ClientKey("bravo")) is None


KEYS = st.frozensets(st.builds(key, st.sampled_from(["99812-77", "99812-78", "5"]), st.sampled_from([SUNWORKS, None])))
TICKETS = st.lists(
    st.builds(
        lambda number, client, keys: ticket(number, client, *keys), st.integers(20, 60), st.sampled_from("abc"), KEYS
    )
)


@given(TICKETS, KEYS)
def test_whatever_others_report_a_client_hears_only_of_its_own(
    others: list[TicketKeys], keys: frozenset[BusinessKey]
) -> None:
    mine = ticket(1, "a", *keys)
    own = [each for each in others if each.client == "a"]
    assert duplicates_for_client(mine, others) == duplicates_for_client(mine, own)
    told = repr(duplicates_for_client(mine, others))
    assert "'b'" not in told and "'c'" not in told


@given(TICKETS)
def test_sharing_is_mutual(others: list[TicketKeys]) -> None:
    mine = ticket(1, "a", key("99812-77"))
    for other in others:
        there, back = duplicates_for_desk(mine, [other]), duplicates_for_desk(other, [mine])
        assert bool(there) == bool(back)


def test_one_fault_of_several_clients_proposes_the_oldest_as_parent() -> None:
    others = [
        ticket(7, "bravo", after=-HOUR),
        ticket(8, "acme", after=-HOUR / 2),
        ticket(9, "lucky7", after=-3 * HOUR),
        ticket(6, "bravo", game="Crash"),
        ticket(5, "bravo", error="login"),
    ]
    proposal = propose_parent(MINE, others, window=HOUR)
    assert proposal is not None
    assert (proposal.parent, proposal.children, proposal.clients) == (7, (8, 10), 2)
    assert (proposal.provider, proposal.game, proposal.error) == (SUNWORKS, "Book of Suns", "game_round")
    assert proposal.since == NOW - HOUR


@pytest.mark.parametrize(
    ("mine", "others"),
    [
        (MINE, []),
        (MINE, [ticket(7, "acme")]),
        (MINE, [ticket(7, "bravo", after=-HOUR - timedelta(microseconds=1))]),
        (ticket(10, "acme", game=None), [ticket(7, "bravo", game=None)]),
        (ticket(10, "acme", provider=None), [ticket(7, "bravo", provider=None)]),
        (ticket(10, "acme", parent=TicketId(7)), [ticket(7, "bravo")]),
    ],
)
def test_nothing_is_proposed(mine: TicketKeys, others: list[TicketKeys]) -> None:
    assert propose_parent(mine, others, window=HOUR) is None


def test_a_parent_that_is_one_already_stays() -> None:
    proposal = propose_parent(MINE, [ticket(7, "bravo"), ticket(8, "lucky7", parent=TicketId(3))], window=HOUR)
    assert proposal is not None
    assert (proposal.parent, proposal.children) == (3, (7, 10))
