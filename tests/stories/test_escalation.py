"""Teams are called until somebody answers."""

from tests.stories.floor import Floor


async def test_not_ours_pass_on_and_who_has_it(floor: Floor) -> None:
    """A second Ack is told who has it; Pass on calls the next team; Not ours brings the ticket back to its owner."""
    ben, eva, leo, ivo = (floor.person(name) for name in ("ben", "eva", "leo", "ivo"))
    ticket = await floor.client("rita").reports("round 99812-77 did not pay 50 EUR")
    await ben.clicks(ticket.desk, "Take it")
    await ben.clicks(ticket.desk, "Escalate", team="integrations", why="Please ask for the round")
    card = await ticket.team("integrations")
    await card.calls("eva")
    await ticket.client.hides("Integrations", "Integrações")
    await eva.reacts(card, "raised_hand")
    await card.shows("Eva Lind has it since")
    await (await ticket.desk.thread_shows("Eva Lind", "has it")).calls()
    await leo.types(f"ack {ticket.number}", in_="integrations")
    await leo.is_told("Eva Lind has it already", in_="integrations")
    await eva.clicks(card, "Pass on", to="development", why="The wallet lost it")
    await card.offers()
    await card.shows("passed on")
    theirs = await ticket.team("development")
    await theirs.calls("ivo")
    await theirs.shows("The wallet lost it")
    await ivo.clicks(theirs, "Not ours", why="Nothing in our logs")
    await (await ticket.desk.thread_shows("Development", "Nothing in our logs")).calls("ben")
    await ticket.desk.shows("Status: triage", "Owner: Ben Okoro")
    await floor.passes(minutes=45)
    await theirs.thread_lacks("Second call")


async def test_after_downtime_the_ladder_goes_on_at_the_highest_level(floor: Floor) -> None:
    """While the bot was away both calls fell due: one message, to the lead, which names the call that was missed."""
    ben = floor.analyst("ben")
    ticket = await floor.client("rita").reports("round 99812-77 did not pay 50 EUR")
    await ben.types(f"escalate {ticket.number} integrations please look")
    card = await ticket.team("integrations")
    await card.shows("please look")
    await floor.settles()
    await floor.kill9()
    await floor.away(minutes=40)
    await floor.restarts()
    call = await card.thread_shows("The lead is called")
    await call.calls("leo")
    await call.shows("One earlier call was due while we were not there")
    await card.thread_lacks("Second call")


async def test_the_client_asks_for_more_people_and_the_desk_decides(floor: Floor) -> None:
    """A client's ⏫ or 🚨 changes nothing by itself; whoever answers for the ticket is asked."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    assert ticket.report is not None
    await ben.clicks(ticket.desk, "Take it")
    await ticket.desk.shows("Owner: Ben Okoro")
    await rita.reacts(ticket.report, "arrow_double_up")
    asked = await ticket.desk.thread_shows("asks that more people look at this")
    await asked.calls("ben")
    await asked.offers("Escalate")
    await rita.reacts(ticket.report, "rotating_light")
    urgent = await ticket.desk.thread_shows("says that this is urgent")
    await urgent.offers("Priority")
    await ticket.desk.shows("P3")
    await floor.channel("integrations").lacks(f"#{ticket.number}")
    await ben.clicks(urgent, "Priority", impact="high", urgency="high", why="It is a VIP")
    await ticket.desk.shows("P1")
