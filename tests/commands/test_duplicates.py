"""Duplicates: the same round or transaction elsewhere, and one fault that several clients report."""

from bot.domain.tickets import Ticket
from tests.fakes.stage import Case, Stage
from tests.store.test_plans import statements

ROUND = "Nebula Games: round 99812-77 did not pay 50 EUR"
AGAIN = "La ronda 99812-77 de Nebula Games no pagó 50 EUR"
STUCK = "Player 83921: Book of Suns of Nebula Games is stuck in a round, nothing paid, round 70001-{}"


async def _lucky(stage: Stage, text: str) -> Case:
    return await stage.reported(text, by="luz", channel="lucky7-soporte")


async def _bravo(stage: Stage, text: str) -> Case:
    message = await stage.person("bruno").says("@pitboss " + text, in_="bravo-support")
    return await stage.case_of(message, "bravo-support")


async def _links(stage: Stage) -> list[tuple[object, ...]]:
    return await stage.house.rows("SELECT ticket, other, rank FROM links ORDER BY ticket, other")


async def test_the_same_round_of_another_client_is_linked_with_one_click(both: Stage) -> None:
    """The desk reads whose it is and who owns it; the clients read nothing of each other."""
    first = await both.reported(ROUND)
    ben = both.person("ben")
    await ben.types(f"take {first.number}")
    second = await _lucky(both, AGAIN)
    card = await both.desk_card(second)
    assert card.says("Same round as #1 (Acme Casino, ", "owner Ben Okoro)")
    assert "#1 and #2 are linked" in (await ben.clicks(card, "Link")).replace("#2 and #1", "#1 and #2")
    for case in (first, second):
        card = await both.desk_card(case)
        assert not card.says("Same round") and "Link" not in card.buttons
        assert card.says("Linked with #")
    assert await _links(both) == [(1, 2, None), (2, 1, None)]
    for case, channel in ((first, "acme-support"), (second, "lucky7-soporte")):
        said = " ".join(seen.text for seen in await both.all_of(channel))
        other = "#2" if case is first else "#1"
        assert "Lucky7" not in said and "Acme" not in said and f"{other} " not in said


async def test_a_client_reads_that_it_reported_this_already(both: Stage) -> None:
    """On its later card, and on nobody else's; the desk may link them too."""
    await _lucky(both, AGAIN)
    first = await both.reported(ROUND)
    later = await both.reported("Ainda sobre a rodada 99812-77: o jogador reclamou de novo", by="rui")
    assert later.number != first.number
    card = await both.client_card(later)
    assert card.says(f"Você já relatou isso: #{first.number}") and "#1" not in card.text
    assert "já relatou" not in (await both.client_card(first)).text
    assert (await both.desk_card(later)).says("Same round as #1 (Lucky7", f"Same round as #{first.number} (Acme Casino")


async def test_what_a_form_gives_later_is_compared_too_and_what_is_edited_away_is_not(stage: Stage) -> None:
    """The evidence decides as it stands; a transaction is told as one; a dismissed ticket is none."""
    first = await stage.reported("Nebula: the bet NBX-12345678 vanished")
    second = await _lucky(stage, "Algo está mal con una apuesta")
    assert not (await stage.desk_card(second)).says("Same")
    luz = stage.person("luz")
    await stage.person("ben").types(f"need {second.number} bet_transaction_id")
    question = next(seen for seen in await stage.all_of("lucky7-soporte") if "Completar" in seen.buttons)
    form = await luz.opens(question, "Completar")
    assert (await luz.sends(form, bet_transaction_id="nbx-12345678")).taken
    assert (await stage.desk_card(second)).says("Same transaction as #1 (Acme Casino, new, nobody owns it)")
    await stage.person("ben").types(f"dismiss {first.number}")
    await stage.person("ben").types(f"take {second.number}")
    assert not (await stage.desk_card(second)).says("Same transaction")
    third = await stage.reported(ROUND)
    await stage.floor.edit(stage.person("rita").id, "acme-support", third.report, "Nebula: round 99812-78 did not pay")
    await stage.house.drain()
    rows = await stage.house.rows(
        "SELECT value FROM business_keys WHERE ticket = :t AND kind = 'round'", t=third.number
    )
    assert rows == [("99812-78",)]


async def test_one_fault_of_several_clients_gets_a_parent_with_one_click(both: Stage) -> None:
    """The oldest is proposed, all that are alike hang under it, and their clients see nothing of it."""
    cases = [
        await both.reported(STUCK.format("01")),
        await _lucky(both, STUCK.format("02")),
        await _bravo(both, STUCK.format("03")),
    ]
    ben = both.person("ben")
    card = await both.desk_card(cases[2])
    assert card.says("3 clients report the same on Book of Suns: make #1 the parent?")
    assert "#1 is the parent of #2 and #3 now." in await ben.clicks(card, "Make parent")
    assert (await both.desk_card(cases[0])).says("Parent of #2 and #3")
    for case in cases[1:]:
        card = await both.desk_card(case)
        assert card.says("Part of #1") and "Make parent" not in card.buttons
    assert await _links(both) == [(1, 2, -1), (1, 3, -1), (2, 1, 1), (3, 1, 1)]
    assert [await both.happened(case, "ParentGiven") for case in cases] == [0, 1, 1]
    assert "No other client reports the same" in await ben.types("parent 2")
    for channel in ("acme-support", "lucky7-soporte", "bravo-support"):
        said = " ".join(seen.text for seen in await both.all_of(channel) if seen.by_bot)
        assert not {"clients report", "Parent of", "Part of", "Principal de", "Parte de"} & set(said.split("\n"))
        assert sum(f"#{number} " in said for number in (1, 2, 3)) == 1


async def test_reports_hours_apart_are_no_one_fault(stage: Stage) -> None:
    """Only the window's reports count; by hand a ticket hangs under any other but its child, or is taken out."""
    first = await stage.reported(STUCK.format("01"))
    await stage.passes(hours=2.1)
    second = await _lucky(stage, STUCK.format("02"))
    assert not (await stage.desk_card(second)).says("report the same")
    ben = stage.person("ben")
    assert "#1 is the parent of #2 now." in await ben.types("parent 2 1")
    assert "itself" in await ben.types("parent 1 2")
    assert "#1 is no part of another ticket" in await ben.types("parent 1 1")
    assert "#2 stands on its own again" in await ben.types("parent 2 2")
    assert not (await stage.desk_card(second)).says("Part of") and (await stage.desk_card(second)).says(
        "Linked with #1"
    )
    assert not (await stage.desk_card(first)).says("Parent of")
    assert await _links(stage) == [(1, 2, None), (2, 1, None)]
    assert "no ticket #77" in await ben.types("parent 2 77")


async def test_a_category_set_by_hand_is_another_fault(stage: Stage) -> None:
    """Provider, game and category are one key; a merged ticket is known by nothing."""
    first = await stage.reported(STUCK.format("01"))
    second = await _lucky(stage, STUCK.format("02"))
    assert (await stage.desk_card(second)).says("2 clients report the same on Book of Suns")
    ben = stage.person("ben")
    await ben.types(f"category {second.number} bonus")
    assert not (await stage.desk_card(second)).says("report the same")
    third = await stage.reported("Nebula Games: round 99812-77 did not pay", by="rui")
    await ben.types(f"merge {third.number} {first.number}")
    rows = await stage.house.rows("SELECT ticket FROM business_keys WHERE value = '99812-77'")
    assert rows == [(first.number,)]
    ticket: Ticket = await stage.ticket(first)
    assert ticket.is_open


async def test_a_report_costs_at_most_one_statement_more(both: Stage) -> None:
    """Its keys are written with all that is written last where that is one statement, and nothing more is asked."""
    with statements(both.house.store) as seen:
        await both.reported(ROUND)
    about = [words for words, _ in seen if "business_keys" in words]
    written = [words for words in about if "INSERT" in words]
    assert len(written) == 1
    asked = [words for words in about if words not in written]
    assert all("files.ticket" in words for words in asked), "asked together with what a card asks anyway"
    assert ("INSERT INTO audit" in written[0]) is not both.house.store.database.is_sqlite
