"""Words after our name: a command, or what somebody has to say; nothing that a client types is lost."""

import pytest

from tests.builders import REPORT
from tests.fakes.floor import SCREENSHOT
from tests.fakes.stage import Case, Stage

RESOLVED = "bet_refunded it was refunded"


async def _desk_thread(stage: Stage, case: Case) -> str:
    return await stage.thread("desk", (await stage.desk_card(case)).id)


@pytest.mark.parametrize(
    "words",
    [
        "close the round please, the player waits",
        "resolve it, the player is waiting",
        "who is looking at this one?",
        "show me what you found so far",
        "status of the payout, what is it now?",
        "help us, this is the third time today",
        "ticket 55 of last week was the same",
        "again the same thing with player 70001",
    ],
)
async def test_prose_that_begins_like_a_command_is_a_message(stage: Stage, words: str) -> None:
    """It is copied to the desk like any other, does nothing, and nobody is refused anything."""
    case = await stage.reported()
    before = await stage.ticket(case)
    assert await stage.person("rita").mentions(words, case) == ""
    assert words in await _desk_thread(stage, case)
    after = await stage.ticket(case)
    assert (after.status, after.owner, after.priority) == (before.status, before.owner, before.priority)
    assert await stage.tickets() == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("close it", "Só a nossa equipe"),
        ("take", "Só a nossa equipe"),
        ("resolve it please", "ainda não foi resolvido"),
    ],
)
async def test_a_short_one_is_a_message_too_and_they_are_told(stage: Stage, words: str, told: str) -> None:
    """It may have been meant as a command, so they hear what they may do, and that the desk has their words."""
    case = await stage.reported()
    answer = await stage.person("rita").mentions(words, case)
    assert told in answer
    assert "foi para o atendimento" in answer
    assert (await stage.last("rita")).private
    assert words in await _desk_thread(stage, case)


async def test_a_clients_reason_reaches_the_desk(stage: Stage) -> None:
    """What they say behind a wish is done and copied, its files too; behind the slash it stands beside the wish."""
    case = await stage.reported()
    rita, rui = stage.person("rita"), stage.person("rui")
    assert "é urgente para você" in await rita.mentions("urgent the player is a VIP and waits", case)
    await rita.says("@pitboss escalate see this", under=case.report, files=[SCREENSHOT])
    thread = await _desk_thread(stage, case)
    assert "the player is a VIP and waits" in thread
    assert "see this" in thread
    assert [seen.files for seen in await stage.all_of("desk") if seen.files] == [("screen.png",)]
    assert await stage.happened(case, "PriorityAsked") == await stage.happened(case, "EscalationAsked") == 1
    await rui.types(f"escalate {case.number} our regulator asks", in_=case.channel)
    asked = await stage.letter("desk", "more people", "our regulator asks")
    assert "Escalate" in asked.buttons


async def test_what_a_client_says_in_a_resolved_thread_reopens_it(stage: Stage) -> None:
    """`done` confirms; a sentence that begins with it does not, and neither is lost."""
    case = await stage.reported()
    await stage.person("ben").types(f"resolve {case.number} {RESOLVED}")
    await stage.person("rita").mentions("resolve it, the player is still waiting", case)
    assert (await stage.ticket(case)).status == "in_progress"
    await stage.person("ben").types(f"resolve {case.number} {RESOLVED}")
    await stage.person("rita").mentions("Done, thanks!", case)
    assert (await stage.ticket(case)).status == "closed"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("close the round please, it is stuck", ""),
        ("urgent round 99812-77 is stuck again", ""),
        ("close round 99812-77", "virou um chamado"),
    ],
)
async def test_at_the_top_it_is_a_report(stage: Stage, words: str, told: str) -> None:
    """Like any mention; the short one may have been meant as a command."""
    rita = stage.person("rita")
    message = await rita.says(f"@pitboss {words}")
    assert (await stage.desk_card(await stage.case_of(message))).says(words)
    assert told in rita.told() if told else rita.told() == ""


async def test_a_bare_command_at_the_top_is_only_answered(stage: Stage) -> None:
    """One word says nothing that could be lost."""
    rita = stage.person("rita")
    for words, told in (("close", "Só a nossa equipe"), ("status", "Não há chamado aqui")):
        await rita.says(f"@pitboss {words}")
        assert told in rita.told()
    assert await stage.tickets() == 0


async def test_what_is_said_beside_an_opened_message_is_part_of_it(stage: Stage) -> None:
    """The thread's first message becomes the ticket, the words of the mention its first answer."""
    bruno = stage.person("bruno")
    message = await bruno.says("round 55001-12 on Comet hangs", in_="bravo-support")
    await bruno.says("@pitboss ticket please, the player 70011 is angry", in_="bravo-support", under=message)
    case = await stage.case_of(message, "bravo-support")
    assert "the player 70011 is angry" in await _desk_thread(stage, case)
    assert (await stage.desk_card(case)).says("round 55001-12 on Comet hangs")


async def test_an_engineers_sentence_is_a_note_of_the_team(stage: Stage) -> None:
    """What the role may not do and is no command either is said to the desk; a short one is refused."""
    case = await stage.reported()
    await stage.person("ben").types(f"escalate {case.number} integrations it hangs there")
    card, eva = await stage.card(case, "integrations"), stage.person("eva")
    await eva.says("@pitboss close the round on your side first", in_="integrations", under=card.id)
    assert eva.told() == ""
    assert "close the round on your side first" in await _desk_thread(stage, case)
    await eva.says("@pitboss take it", in_="integrations", under=card.id)
    assert "somebody else to do" in eva.told()


async def test_a_strangers_command_is_reported_and_refused(stage: Stage) -> None:
    """Somebody of another client gets nothing, and the desk hears that they write there."""
    case = await stage.reported()
    told = await stage.person("bruno").mentions("close the round", case)
    assert "another company" in told
    assert "desk" not in told
    assert (await stage.letter("desk", "Bruno Vella", "another company")).thread
    assert "close the round" not in await _desk_thread(stage, case)


async def test_only_what_they_may_do_is_suggested(stage: Stage) -> None:
    """A mistyped word leads a client to no command of ours, and nobody to one that only buttons have."""
    await stage.reported(REPORT)
    assert "take" not in (await stage.person("rita").types("tkae 1", in_="acme-support")).replace("tkae", "")
    assert "reopen" in await stage.person("rita").types("reopne 1", in_="acme-support")
    assert "resend" not in await stage.person("ben").types("resned 1")


TEAMS = (
    ("decline the wallet is not ours", {"state": "returned", "answer": "the wallet is not ours"}),
    ("decline integrations the wallet is not ours", {"state": "returned", "answer": "the wallet is not ours"}),
    ("decline product should look at it", {"state": "returned", "answer": "product should look at it"}),
    ("not-ours the wallet is not ours", {"state": "returned"}),
    ("pass product look at the wallet", {"state": "passed_on", "answer": "look at the wallet"}),
    ("pass integrations product look at the wallet", {"state": "passed_on", "answer": "look at the wallet"}),
    ("ack", {"state": "acknowledged"}),
    ("ack integrations", {"state": "acknowledged"}),
)


@pytest.mark.parametrize(("words", "then"), TEAMS)
async def test_a_teams_thread_stands_for_the_team(stage: Stage, words: str, then: dict[str, str]) -> None:
    """Its escalation is meant, also when another team was called later."""
    case = await stage.reported()
    for team in ("integrations", "devops"):
        await stage.person("ben").types(f"escalate {case.number} {team} it hangs there")
    eva, card = stage.person("eva"), await stage.card(case, "integrations")
    await eva.says(f"@pitboss {words}", in_="integrations", under=card.id)
    assert eva.told() == ""
    query = "SELECT state, answer FROM escalations WHERE ticket = :n AND team = :team"
    (state, answer) = (await stage.house.rows(query, n=case.number, team="integrations"))[0]
    assert {"state": state, "answer": answer}.items() >= then.items()
    assert (await stage.house.rows(query, n=case.number, team="devops"))[0][0] == "calling"


async def test_a_reaction_in_a_teams_place_is_that_teams(stage: Stage) -> None:
    """✋ on the card of the one does not answer for the other."""
    case = await stage.reported()
    for team in ("integrations", "devops"):
        await stage.person("ben").types(f"escalate {case.number} {team} it hangs there")
    await stage.person("eva").reacts((await stage.card(case, "integrations")).id, "ack")
    query = "SELECT team, state FROM escalations WHERE ticket = :n"
    rows = await stage.house.rows(query, n=case.number)
    assert {tuple(row) for row in rows} == {("integrations", "acknowledged"), ("devops", "calling")}


async def test_a_team_is_asked_for_what_it_leaves_out(stage: Stage) -> None:
    """`decline` alone opens its form, for the thread's own team."""
    case = await stage.reported()
    await stage.person("ben").types(f"escalate {case.number} integrations it hangs there")
    eva = stage.person("eva")
    await eva.says("@pitboss decline", in_="integrations", under=(await stage.card(case, "integrations")).id)
    invitation = await eva.last_told()
    assert await eva.clicks(invitation, invitation.buttons[0], why="not the wallet") == ""
    assert (await stage.ticket(case)).status == "triage"
