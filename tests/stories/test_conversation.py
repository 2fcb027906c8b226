"""What is said in a ticket's threads."""

from tests.stories.floor import SCREENSHOT, Floor


async def test_who_is_called_when_a_client_writes(floor: Floor) -> None:
    """Without an owner whoever is on duty, and once per unanswered streak; staff's own answer ends the streak."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    await rita.says("hello, is anybody there", under=ticket.client)
    await (await ticket.desk.thread_shows("is anybody there")).calls()
    await ben.says("We are looking at it", under=ticket.client)
    await ticket.desk.thread_shows("Ben Okoro", "answered the client by hand")
    await ticket.desk.shows("First answer: in time")
    await rita.says("How long will it take?", under=ticket.client)
    await (await ticket.desk.thread_shows("How long will it take?")).calls("ana")
    await rita.says("It is urgent", under=ticket.client)
    await (await ticket.desk.thread_shows("It is urgent")).calls()
    await rita.says("ok thanks", under=ticket.client)
    await (await ticket.desk.thread_shows("ok thanks")).calls()


async def test_edits_and_deletions_follow(floor: Floor) -> None:
    """An edited report is read anew, a deleted one is gone from the cards; a coordinator may look at the original."""
    rita, carla, ben = floor.client("rita"), floor.coordinator("carla"), floor.analyst("ben")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    assert ticket.report is not None
    await rita.edits(ticket.report, "round 99812-78 did not pay 70 EUR")
    await ticket.desk.shows("Round id: 99812-78", "Bet amount: 70 EUR")
    await ticket.desk.hides("99812-77")
    said = await rita.says("here is the player's secret", under=ticket.client, files=[SCREENSHOT])
    copy = await ticket.desk.thread_shows("the player's secret", "screen.png")
    await rita.deletes(said)
    await copy.shows("Rita Prado deleted this message")
    await copy.hides("secret")
    await carla.clicks(copy, (await copy.now()).buttons[0])
    await carla.is_told("the player's secret")
    await ben.clicks(copy, (await copy.now()).buttons[0])
    await ben.is_told("somebody else to do")


async def test_a_teams_thread_is_copied_to_the_desk_and_never_back(floor: Floor) -> None:
    """What engineers write is a note at the desk; nobody's words reach the client by accident."""
    rita, ben, eva = floor.client("rita"), floor.analyst("ben"), floor.engineer("eva")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    await ben.clicks(ticket.desk, "Take it")
    await ben.types(f"escalate {ticket.number} integrations please look at the round")
    card = await ticket.team("integrations")
    await eva.says("their log shows a timeout", under=card, files=[SCREENSHOT])
    await ticket.desk.thread_shows("Eva Lind", "their log shows a timeout", "screen.png")
    await ticket.desk.thread_carries("screen.png")
    await ben.says("internal: they always say that", under=ticket.desk)
    await ben.types(f"note {ticket.number} a word among us")
    await ticket.desk.thread_shows("a word among us")
    await card.thread_lacks("internal: they always say that")
    for words in ("timeout", "internal", "a word among us", "please look at the round", "Integrations"):
        await ticket.client.thread_lacks(words)


async def test_a_stranger_in_a_clients_thread_is_named_to_the_owner(floor: Floor) -> None:
    """Somebody of another client who writes there sees nothing of it, and what they wrote is kept nowhere."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    await floor.platform.bring("bruno", "T0BRAVO", "acme-support")
    bruno = floor.client("bruno")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    await ben.clicks(ticket.desk, "Take it")
    await ticket.desk.shows("Ben Okoro")
    await bruno.says("same here, player 4711", under=ticket.client)
    await (await ticket.desk.thread_shows("Bruno Vella", "belongs to another company")).calls("ben")
    await ticket.desk.thread_lacks("4711")
    await bruno.says("round 99813-12 did not pay 20 EUR either", in_="acme-support")
    assert await floor.tickets() == 1
    await bruno.clicks(ticket.client, "Adicionar detalhes")
    await bruno.is_told("another company", in_="acme-support")
