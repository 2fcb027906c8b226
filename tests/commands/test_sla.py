"""`sla explain`: why the clocks of a ticket stand as they do, for staff only and privately."""

from datetime import timedelta

from tests.fakes.stage import Stage


async def test_every_clock_of_a_ticket_is_explained(both: Stage) -> None:
    """Overview, then one clock row by row: what counted, what the client's silence did not, and until when."""
    case = await both.reported()
    ben = both.person("ben")
    told = await ben.types(f"sla explain {case.number}")
    assert f"Why the clocks of #{case.number} stand as they do" in told
    assert "First answer" in told and "Resolution" in told
    await ben.types(f"need {case.number} wallet_says")
    await both.house.passes(timedelta(hours=2))
    rows = await ben.types(f"sla explain {case.number} resolution")
    assert "counted" in rows or "outside working hours" in rows
    assert "waiting for the client" in rows


async def test_the_word_explain_may_be_left_out_and_a_clock_that_never_started_is_told(stage: Stage) -> None:
    case = await stage.reported()
    ben = stage.person("ben")
    assert "First answer" in await ben.types(f"sla {case.number}")
    assert "has not started" in await ben.types(f"sla explain {case.number} provider")


async def test_clients_are_not_told_how_we_count(stage: Stage) -> None:
    case = await stage.reported()
    told = await stage.person("rita").types(f"sla explain {case.number}")
    assert "Why the clocks" not in told
