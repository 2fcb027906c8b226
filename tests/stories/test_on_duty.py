"""On duty: turns, a shift that is taken, somebody who is away, a ping, and the list at the end of a shift."""

from collections.abc import Callable

import pytest

from tests.stories.floor import Floor

MALTA = "Europe/Malta"
PLAIN = """    on_duty: [eva, leo]
    lead: leo
    ladder: standard
    calendar: malta-office"""
ROTATING = """    rotation:
      layers: [{people: [eva, leo], rotate: daily, since: 2026-11-10, handover: "18:00"}]
      moves_tickets: true
    lead: leo
    ladder: standard
    calendar: malta-office"""


@pytest.fixture
def change() -> Callable[[str], str]:
    """Integrations takes turns by the day; on this Tuesday at 16:45 in Malta it is Leo, from 18:00 on Eva."""
    assert PLAIN not in ROTATING

    def rotating(text: str) -> str:
        assert PLAIN in text
        return text.replace(PLAIN, ROTATING)

    return rotating


async def test_a_shift_from_its_start_to_its_handover(floor: Floor) -> None:
    """Leo is called; at six Eva's shift is announced with Leo's list, also when the bot was dead then; she accepts."""
    rita, ben, eva, leo = (floor.person(name) for name in ("rita", "ben", "eva", "leo"))
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    await ben.clicks(ticket.desk, "Take it")
    await ticket.desk.shows("Owner: Ben Okoro")
    await ben.types("on-duty integrations")
    await ben.is_told("Leo Marchetti", "next: Eva Lind")
    await floor.settles()
    await ben.clicks(ticket.desk, "Escalate", team="integrations", why="Please compare both ledgers")
    card = await ticket.team("integrations")
    await card.calls("leo")
    await leo.clicks(card, "Ack")
    await card.shows("Leo Marchetti has it since")
    await floor.settles()
    await floor.kill9()
    await floor.away(minutes=90)
    await floor.restarts()
    shift = await floor.channel("integrations").shows("Change of shift: Integrations", "Eva Lind is on duty now")
    await shift.shows("The shift of Leo Marchetti is over", f"#{ticket.number}", "owner: Ben Okoro", "in progress")
    await shift.shows("next step: the team", "Please compare both ledgers", "due")
    await shift.calls("eva")
    await shift.offers("I take over")
    await eva.clicks(shift, "I take over")
    await shift.shows("Eva Lind has taken over")
    await shift.offers()
    await card.shows("Eva Lind has it since")
    told = [seen for seen in await floor.channel("integrations").messages() if "Change of shift" in seen.text]
    assert len(told) == 1
    await floor.channel("acme-support").lacks("Eva")


async def test_who_is_away_is_skipped_and_who_takes_the_shift_is_called(floor: Floor) -> None:
    """Leo goes while he is called: Eva is, at once and visibly; then she takes the shift over and the team hears it."""
    rita, ben, eva, leo = (floor.person(name) for name in ("rita", "ben", "eva", "leo"))
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    await ben.types(f"escalate {ticket.number} integrations please look")
    card = await ticket.team("integrations")
    await card.calls("leo")
    await leo.types("away until 17:30", in_="integrations")
    await leo.is_told("Leo Marchetti is away until today 17:30", in_="integrations")
    call = await card.thread_shows("You are called instead", "Leo Marchetti is skipped: away until")
    await call.calls("eva")
    await floor.channel("integrations").shows("Change of shift: Integrations", "Eva Lind is on duty now")
    await eva.types("on-duty integrations take until 20:00", in_="integrations")
    offer = await eva.is_told("You take over Integrations", "20:00", in_="integrations")
    await eva.clicks(offer, "Confirm")
    await floor.channel("integrations").shows("On duty in Integrations, changed", "Eva Lind")
    await floor.passes(hours=1)
    await ben.types("on-duty integrations")
    await ben.is_told("Eva Lind (stands in), until tomorrow 18:00", "next: Leo Marchetti")


async def test_a_ping_in_a_ticket_calls_whoever_is_on_duty(floor: Floor) -> None:
    """Once a minute; a client is told privately and politely, and nobody is called."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    assert ticket.report is not None
    await ben.mentions_bot("integrations! can you see this round?", under=ticket.desk)
    ping = await ticket.desk.thread_shows("You are on duty in Integrations", "can you see this round?")
    await ping.shows("@leo")
    wanted = await floor.channel("integrations").shows("Ben Okoro wants you for #", "can you see this round?")
    await wanted.calls("leo")
    await wanted.offers("Show the ticket")
    await ben.mentions_bot("integrations!", under=ticket.desk)
    await ben.is_told("less than a minute ago")
    await rita.mentions_bot("integrations!", under=ticket.report)
    await rita.is_told("Só a nossa equipe")
    await floor.nobody_is_called("leo", "ana")
    pings = [seen for seen in await ticket.desk.thread() if "You are on duty" in seen.text]
    assert len(pings) == 1


async def test_a_swap_is_asked_for_and_agreed_to(floor: Floor) -> None:
    """Leo gives his evening of Wednesday to Eva, who says yes; both times stand in the team's channel."""
    eva, leo, ben = (floor.person(name) for name in ("eva", "leo", "ben"))
    await leo.types("on-duty integrations swap eva tomorrow 20:00 until 22:00", in_="integrations")
    await leo.is_told("Eva Lind is asked", in_="integrations")
    asked = await floor.channel("integrations").shows("Leo Marchetti asks you to swap shifts in Integrations")
    await asked.calls("eva")
    await asked.offers("Agree", "No, thanks")
    await ben.clicks(asked, "Agree")
    await ben.is_told("for Eva Lind to answer", in_="integrations")
    await eva.clicks(asked, "Agree")
    await asked.shows("Agreed")
    await asked.offers()
    dealt = await floor.channel("integrations").shows("On duty in Integrations, changed", "20:00", "22:00")
    await dealt.calls("leo")
