"""Duplicates on cards: the desk reads of everybody's tickets, a client only of its own, a team of none."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.duplicates import BusinessKey, Elsewhere, Links, TicketKeys
from bot.domain.providers import IdKind
from bot.domain.sheets import TicketSheet
from bot.domain.statuses import Status
from bot.domain.words import ClientKey, ProviderKey, TicketId
from bot.views.ticket import client_card, desk_card, team_card
from tests.views.builders import ACME, ANA, CLIENT, OPENED, RULES, WORDS, escalation, presses, read, sheet, ticket

BRAVO = ClientKey("bravo")
KEYS = {
    "round": BusinessKey(IdKind.ROUND, "99812-77"),
    "bet": BusinessKey(IdKind.TRANSACTION, "nbx-12345678"),
}
DESK = replace(RULES, clients={ACME: CLIENT, BRAVO: replace(CLIENT, key=BRAVO, name="Bravo Bet")})


def keys(number: int, client: ClientKey, *shared: str, fault: bool = False) -> TicketKeys:
    told = {"provider": ProviderKey("nova"), "game": "Book of Suns", "error": "game_round"} if fault else {}
    at = OPENED + timedelta(minutes=number - 12)
    return TicketKeys(TicketId(number), client, frozenset(KEYS[each] for each in shared), at, **told)  # type: ignore[arg-type]


def among(*others: TicketKeys, own: TicketKeys | None = None, **changes: object) -> TicketSheet:
    """Acme's ticket 12 among others, of which the even ones are Ana's."""
    mine = own or keys(12, ACME, "round", "bet", fault=True)
    tickets = {
        each.ticket: ticket(id=each.ticket, client=each.client, owner=None if each.ticket % 2 else ANA)
        for each in others
    }
    return sheet(rules=DESK, elsewhere=Elsewhere(mine, others, tickets), **changes)


def test_the_desk_reads_whose_ticket_it_is_and_links_it_with_one_click() -> None:
    card = desk_card(among(keys(8, BRAVO, "bet"), keys(9, ACME, "round", "bet")), WORDS)
    assert read(card).splitlines()[1:3] == [
        "🔁 Same transaction as #8 (Bravo Bet, new, owner Ana)",
        "🔁 Same round as #9 (Acme, new, nobody owns it)",
    ]
    assert presses(card)["Link"] == ("link", "12", "8")
    linked = desk_card(among(keys(8, BRAVO, "bet"), links=Links((TicketId(8),))), WORDS)
    assert "Same" not in read(linked) and "Link" not in presses(linked)


def test_many_are_counted() -> None:
    card = desk_card(among(*(keys(number, BRAVO, "round") for number in range(20, 27))), WORDS)
    assert read(card).count("Same round") == 3
    assert "🔁 The same in 4 more tickets" in read(card)


def test_several_clients_with_one_fault_propose_a_parent() -> None:
    others = (keys(10, BRAVO, fault=True), keys(11, ACME, fault=True))
    card = desk_card(among(*others), WORDS)
    assert "2 clients report the same on Book of Suns: make #10 the parent?" in read(card)
    assert presses(card)["Make parent"] == ("parent", "12")
    hung = desk_card(among(*others, links=Links((TicketId(10),), TicketId(10))), WORDS)
    assert "(Part of #10)" in read(hung)
    assert "(Parent of #13 and #14)" in read(
        desk_card(sheet(links=Links((), None, (TicketId(13), TicketId(14)))), WORDS)
    )


def test_what_is_solved_is_no_parent_and_is_not_compared() -> None:
    told = among(keys(10, BRAVO, "round", fault=True))
    assert told.elsewhere is not None
    solved = {TicketId(10): ticket(id=TicketId(10), client=BRAVO, status=Status.RESOLVED)}
    card = desk_card(replace(told, elsewhere=replace(told.elsewhere, tickets=solved)), WORDS)
    assert "report the same" not in read(card) and "Same round as #10 (Bravo Bet, resolved" in read(card)
    assert "Same round" not in read(desk_card(replace(told, ticket=ticket(status=Status.RESOLVED)), WORDS))


def test_a_client_reads_of_its_own_earlier_tickets() -> None:
    card = client_card(among(keys(8, BRAVO, "round"), keys(9, ACME, "round"), keys(13, ACME, "round")), WORDS)
    assert "(You reported this already: #9)" in read(card)
    assert "#8" not in read(card) and "#13" not in read(card) and "Link" not in presses(card)


OTHERS = st.lists(
    st.builds(
        lambda number, shared, fault: keys(number, BRAVO, *shared, fault=fault),
        st.integers(1, 40).filter(lambda number: number != 12),
        st.sets(st.sampled_from(sorted(KEYS))),
        st.booleans(),
    ),
    unique_by=lambda each: each.ticket,
    max_size=5,
)


@given(OTHERS)
def test_whatever_other_clients_report_a_client_and_a_team_read_the_same(others: list[TicketKeys]) -> None:
    told, alone = among(*others), sheet(rules=DESK)
    assert client_card(told, WORDS) == client_card(alone, WORDS)
    called = {"escalations": (escalation(),)}
    faces = [team_card(replace(each, **called), escalation(), WORDS) for each in (told, alone)]
    assert faces[0] == faces[1]
