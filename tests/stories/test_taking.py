"""Who owns a ticket."""

import asyncio

import pytest

from tests.stories.floor import Floor


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
async def test_of_two_at_the_same_moment_one_is_told_who_was_first(floor: Floor) -> None:
    """One owner, one private answer, by button, by reaction and by command alike."""
    ben, carla = floor.analyst("ben"), floor.coordinator("carla")
    ticket = await floor.client("rita").reports("round 99812-77 did not pay 50 EUR")
    assert ticket.report is not None
    await asyncio.gather(
        ben.clicks(ticket.desk, "Take it"),
        carla.types(f"take {ticket.number}"),
        ben.reacts(ticket.report, "eyes"),
    )
    await ticket.desk.shows("Status: in progress")
    await floor.settles()
    text = (await ticket.desk.now()).text
    assert ("Owner: Ben Okoro" in text) is not ("Owner: Carla Nunes" in text)
    if "Owner: Ben Okoro" in text:
        await carla.is_told("Ben Okoro chegou primeiro")
    else:
        await ben.is_told("Carla Nunes was first")


async def test_released_assigned_and_told(floor: Floor) -> None:
    """Who is given a ticket hears of it; who takes it knows already."""
    ben, carla = floor.analyst("ben"), floor.coordinator("carla")
    ticket = await floor.client("rita").reports("round 99812-77 did not pay 50 EUR")
    await ben.mentions_bot("take", under=ticket.desk)
    await ticket.desk.shows("Owner: Ben Okoro")
    assert ticket.report is not None
    await ticket.report.wears("eyes")
    await ben.types(f"release {ticket.number}")
    await ticket.desk.shows("Owner: nobody yet", "Status: triage")
    await ticket.report.sheds("eyes")
    await carla.types(f"assign {ticket.number} Ben Okoro")
    await (await ticket.desk.thread_shows("is yours now")).calls("ben")
    await ticket.desk.shows("Owner: Ben Okoro", "Status: in progress")
    await floor.nobody_is_called("ben")
