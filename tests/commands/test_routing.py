"""Triage and routing through the commands: what raises, what is decided anew, what a person decides, and why."""

import json

import pytest

from bot.domain.decisions import Decision, Facet, Raise
from bot.domain.policies import TicketType
from bot.domain.priority import Priority
from bot.store.erasing import touched_tickets
from bot.store.surroundings import Work, surroundings
from bot.store.unit_of_work import EVERYTHING
from tests.fakes.stage import Case, Stage

STUCK = "Player 83921: round 99812-77 on Book of Suns is stuck since 12:31, bet 50 EUR, nothing paid"


async def decision(stage: Stage, case: Case) -> Decision:
    """What the rules made of a ticket."""
    found = (await stage.ticket(case)).decision
    assert found is not None
    return found


async def test_the_same_again_after_it_was_solved_is_one_step_up(both: Stage) -> None:
    """Within 24 hours, for the same player or round; while it is open it is only another report."""
    first = await both.reported(STUCK)
    await both.passes(minutes=5)
    second = await both.reported(STUCK)
    assert (await both.ticket(second)).priority is Priority.P3
    await both.person("ben").types(f"resolve {first.number} fixed all is well")
    await both.passes(minutes=5)
    third = await both.reported(STUCK)
    assert (await both.ticket(third)).priority is Priority.P2
    assert [each.why for each in (await decision(both, third)).raised] == [Raise.AGAIN]
    assert "the same again soon after it was solved" in await both.person("ben").types(f"why {third.number}")
    await both.passes(hours=25)
    fourth = await both.reported(STUCK)
    assert (await both.ticket(fourth)).priority is Priority.P3


async def test_a_regulator_in_a_later_word_raises_once_and_stays(stage: Stage) -> None:
    """What the client writes is judged too; what follows neither lowers it nor raises it again."""
    case = await stage.reported(STUCK)
    rita = stage.person("rita")
    await rita.says("The MGA has asked us about it", under=case.report)
    assert (await stage.ticket(case)).priority is Priority.P2
    await rita.says("And the MGA again: amount 20 EUR", under=case.report)
    ticket = await stage.ticket(case)
    assert (ticket.priority, len((await decision(stage, case)).raised)) == (Priority.P2, 1)
    assert ticket.policy == "p2"


async def test_another_category_is_routed_anew_and_counts_as_a_correction(both: Stage) -> None:
    """Priority, type and team follow the new category; the words that spoke for the old one are gone."""
    case = await both.reported(STUCK)
    ben = both.person("ben")
    await ben.types(f"category {case.number} big_win")
    ticket, made = await both.ticket(case), await decision(both, case)
    assert (made.rule, made.team, made.words) == ("big-win-of-gold", "infosec", ())
    assert ticket.proposed is not None
    rows = await both.house.rows("SELECT facet, rule, before, after FROM corrections")
    assert [tuple(row) for row in rows] == [("category", "category:game_round", "game_round", "big_win")]
    told = await ben.types(f"why {case.number}")
    assert "Big win or fraud, set by a person" in told
    await ben.types(f"category {case.number} payment")
    assert await both.house.count("SELECT count(*) FROM corrections") == 1


async def test_what_a_person_set_no_evidence_changes(stage: Stage) -> None:
    """Type and team by hand stay, whatever category or priority follow; each is one correction."""
    case = await stage.reported(STUCK)
    ben = stage.person("ben")
    await ben.types(f"type {case.number} problem")
    await ben.types(f"route {case.number} devops")
    await ben.types(f"category {case.number} big_win")
    ticket, made = await stage.ticket(case), await decision(stage, case)
    assert (ticket.type, made.team) == (TicketType.PROBLEM, "devops")
    assert made.by_hand == {Facet.TYPE, Facet.TEAM, Facet.CATEGORY}
    told = await ben.types(f"why {case.number}")
    assert "Problem, set by a person" in told
    assert "DevOps, set by a person" in told
    assert await stage.house.count("SELECT count(*) FROM corrections") == 3


async def test_a_ticket_from_before_has_no_reasons_and_can_be_changed(both: Stage) -> None:
    """The version before knew no decisions: the card shows none, and nothing is counted as a correction."""
    case = await both.reported(STUCK)
    await both.house.change("UPDATE tickets SET decision = NULL, type = NULL, watchers = NULL")
    ben = both.person("ben")
    assert "came before rules gave their reasons" in await ben.types(f"why {case.number}")
    await ben.types(f"category {case.number} payment")
    await ben.types(f"type {case.number} request")
    await ben.types(f"route {case.number} product")
    await ben.types(f"escalate {case.number} devops please")
    ticket = await both.ticket(case)
    assert (ticket.category, ticket.type, ticket.team) == ("payment", TicketType.REQUEST, "devops")
    assert await both.house.count("SELECT count(*) FROM corrections") == 0


async def test_open_work_is_what_is_owned_and_what_is_proposed(both: Stage) -> None:
    """Ended tickets do not count; a proposal that somebody else took counts for them."""
    big = "Big win: player 83921 won 120000 BRL on Book of Suns, round 99812-77, please verify"
    cases = []
    for number in range(3):
        cases.append(await both.reported(big.replace("99812-77", f"99812-8{number}").replace("83921", f"8392{number}")))
        await both.passes(minutes=5)
    ana, ben = [await both.name((await both.ticket(case)).proposed) for case in cases[:2]]
    assert {ana, ben} == {"Ana Souza", "Ben Okoro"}
    await both.person("ben").types(f"take {cases[0].number}")
    numbers = {await both.name(each): each for case in cases if (each := (await both.ticket(case)).proposed)}
    async with both.house.store.look(EVERYTHING) as uow:
        around = await surroundings(uow, None, list(numbers.values()))
    assert around.work[numbers["Ben Okoro"]] == Work(2, cases[1].number)
    assert around.work[numbers["Ana Souza"]] == Work(1, cases[2].number)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("type 1 miracle", "miracle"),
        ("route 1 nobody", "team"),
        ("watch 1 perhaps", "perhaps"),
        ("rules", "somebody else to do"),
        ("why 99", "99"),
    ],
)
async def test_what_is_refused_is_explained(stage: Stage, words: str, told: str) -> None:
    """A wrong word, a wrong team, a list that is for coordinators, a ticket that does not exist."""
    await stage.reported(STUCK)
    assert told in await stage.person("ben").types(words)


async def test_following_twice_is_once_and_survives(both: Stage) -> None:
    """What stands in the row is a list of people; stopping takes only oneself off it."""
    case = await both.reported(STUCK)
    for _ in range(2):
        await both.person("ben").types(f"watch {case.number}")
    await both.person("carla").types(f"watch {case.number}")
    assert len((await both.ticket(case)).watchers) == 2
    await both.person("ben").types(f"watch {case.number} stop")
    await both.person("ben").types(f"watch {case.number} stop")
    assert [await both.name(each) for each in (await both.ticket(case)).watchers] == ["Carla Nunes"]
    assert await both.happened(case, "WatcherChanged") == 3
    rows = await both.house.rows("SELECT facts FROM audit WHERE event = 'WatcherChanged' ORDER BY id")
    facts = [each if isinstance(each, dict) else json.loads(str(each)) for [each] in rows]
    assert [each["follows"] for each in facts] == [True, True, False]


async def test_who_is_erased_follows_nothing_and_has_no_turn(both: Stage) -> None:
    """Their tickets are found by the list of those who follow and by the turn alone."""
    followed = await both.reported(STUCK)
    await both.person("carla").types(f"watch {followed.number}")
    await both.passes(minutes=5)
    big = await both.reported("Big win: player 83921 won 120000 BRL on Book of Suns, round 99812-88, please verify")
    [carla] = (await both.ticket(followed)).watchers
    turn = (await both.ticket(big)).proposed
    assert turn is not None
    async with both.house.store.look(EVERYTHING) as uow:
        assert {followed.number, big.number} <= set(await touched_tickets(uow, carla))
        assert big.number in await touched_tickets(uow, turn)
