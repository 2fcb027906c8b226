"""Merge, split and link, there and back; dismissed and closed tickets return."""

from tests.builders import OTHER_REPORT
from tests.fakes.stage import Case, Stage


async def _two(stage: Stage) -> tuple[Case, Case]:
    return await stage.reported(), await stage.reported(OTHER_REPORT, by="rui")


async def test_merge_goes_on_in_the_other_ticket(both: Stage) -> None:
    """Both client threads live on in one ticket, and whatever is said in either reaches it."""
    first, second = await _two(both)
    told = await both.person("ben").types(f"merge {second.number} {first.number}")
    assert "#2 went into #1" in told
    assert (await both.ticket(second)).merged_into == first.number
    await both.person("rui").says("the login works again, zebra", under=second.report)
    thread = await both.thread("desk", (await both.desk_card(first)).id)
    assert "zebra" in thread
    assert "#1" in await both.person("ben").types("find AUTH-7")
    assert "over: the matter ended with ticket #1" in await both.person("ben").types("take 2")
    assert "ended with ticket #1" in await both.person("ben").types("reopen 2 again")
    assert "ended with ticket #1" in await both.person("ben").types("merge 2 1")


async def test_merge_across_clients_is_refused(stage: Stage) -> None:
    """Typed, or by its form, where the refusal stands at the field and the form stays open."""
    first = await stage.reported()
    other = await stage.reported("La ronda AP-2026-000123 está trabada", by="luz", channel="lucky7-soporte")
    ben = stage.person("ben")
    assert "different clients" in await ben.types(f"merge {other.number} {first.number}")
    form = await ben.types_for_form(f"merge {other.number}")
    assert "different clients" in (await ben.sends(form, into=str(first.number))).errors["into"]
    assert "no ticket #55" in (await ben.sends(form, into="55")).errors["into"]
    assert (await stage.ticket(other)).is_open
    third = await stage.reported("La ronda AP-2026-000777 no pagó", by="luz", channel="lucky7-soporte")
    assert (await ben.sends(form, into=str(third.number))).taken
    assert (await stage.ticket(other)).merged_into == third.number


async def test_a_joined_message_is_split_off_and_merged_back(both: Stage) -> None:
    """It gets a ticket and a card of its own under the message; both are linked; the way back is a merge."""
    case = await both.reported()
    joined = await both.person("rita").says("it was the second time today by the way")
    ben = both.person("ben")
    form = await ben.types_for_form(f"split {case.number}")
    entry = (await both.house.rows("SELECT id FROM entries WHERE source LIKE :s", s=f"%/{joined}"))[0][0]
    assert (await ben.sends(form, entry=str(entry))).taken
    assert "#2 now, apart from #1" in ben.told()
    other = await both.case_of(joined)
    assert other.number == 2
    assert (await both.client_card(other)).thread == joined
    assert (await both.desk_card(case)).says("#2")
    assert f"no ticket #{case.number}" in await ben.types(f"split {case.number} {entry}")
    assert "#2 went into #1" in await ben.types("merge 2 1")
    assert (await both.case_of(joined)).number == case.number


async def test_the_report_itself_is_not_split_off(stage: Stage) -> None:
    """A ticket with one message is that message."""
    case = await stage.reported()
    ben = stage.person("ben")
    assert "no other message" in await ben.types(f"split {case.number}")
    entry = (await stage.house.rows("SELECT id FROM entries WHERE ticket = 1"))[0][0]
    assert "no other message" in await ben.types(f"split {case.number} {entry}")


async def test_links_show_on_both_cards_once(stage: Stage) -> None:
    """Typed or by the form, twice is once."""
    first, second = await _two(stage)
    ben = stage.person("ben")
    assert "#1 and #2 are linked" in await ben.types("link 1 2")
    form = await ben.types_for_form("link 2")
    assert (await ben.sends(form, other="1")).taken
    assert (await stage.desk_card(first)).says("#2")
    assert (await stage.desk_card(second)).says("#1")
    assert await stage.house.count("SELECT count(*) FROM links") == 2


async def test_a_dismissed_ticket_returns(stage: Stage) -> None:
    """The cards lose their buttons and get them back."""
    case = await stage.reported()
    ben = stage.person("ben")
    await ben.clicks(await stage.desk_card(case), "Not a request")
    assert not [seen for seen in await stage.all_of("desk") if seen.buttons]
    assert not [seen for seen in await stage.all_of("acme-support") if seen.buttons]
    assert await ben.types(f"reopen {case.number} it was one") == ""
    assert (await stage.ticket(case)).status == "triage"
    assert "Take it" in (await stage.desk_card(case)).buttons


async def test_a_closed_ticket_returns_to_its_owner(stage: Stage) -> None:
    """By the client: a later message is asked about, and both buttons work; thanks are only thanks."""
    case = await stage.reported()
    rita, ben = stage.person("rita"), stage.person("ben")
    await ben.types(f"resolve {case.number} bet_refunded it was")
    await ben.types(f"close {case.number}")
    await rita.says("obrigada!", under=case.report)
    assert not [seen for seen in await stage.all_of("acme-support") if "Reabrir" in seen.buttons]
    late = await rita.says("it happened again with zebra", under=case.report)
    question = [seen for seen in await stage.all_of("acme-support") if "Reabrir" in seen.buttons][-1]
    await rita.clicks(question, "Novo chamado")
    assert (await stage.case_of(late)).number == 2
    await rita.clicks(question, "Reabrir", why="it is the same")
    ticket = await stage.ticket(case)
    assert (ticket.status, await stage.name(ticket.owner)) == ("in_progress", "Ben Okoro")
    await rita.clicks(question, "Novo chamado")
    assert await stage.tickets() == 2


async def test_a_coordinator_may_look_at_what_was_deleted(stage: Stage) -> None:
    """Nobody else; and it is written down."""
    case = await stage.reported()
    rita = stage.person("rita")
    said = await rita.says("my card is 4111 zebra", under=case.report)
    await stage.floor.delete(rita.id, "acme-support", said)
    await stage.house.drain()
    copy = await stage.letter("desk", "Rita Prado")
    assert not [seen for seen in await stage.all_of("desk") if seen.says("zebra")]
    if not copy.buttons:
        entry = (await stage.house.rows("SELECT id FROM entries WHERE deleted_at IS NOT NULL"))[0][0]
        token = stage.token("show", entry)
    else:
        token = stage.floor.chat.posts[copy.id].buttons[copy.buttons[0]]
    for who, may in (("carla", True), ("ben", False), ("rita", False)):
        hand = stage.person(who)
        hand.listens()
        await stage.floor.press(hand.id, copy, token)
        await stage.house.drain()
        assert ("zebra" in hand.told()) is may
    assert await stage.happened(case, "OriginalShown") == 1
