"""Duplicates: what is reported twice is shown and linked with one click, and no client reads of another."""

from tests.stories.floor import Floor

ROUND = "Nebula Games: round 99812-77 did not pay 50 EUR"
STUCK = "Book of Suns of Nebula Games is stuck in a round, nothing paid, round {}"


async def test_the_same_round_of_two_clients_is_linked_with_one_click(floor: Floor) -> None:
    """The desk reads whose it is and who owns it; what comes later by an edit is compared as well."""
    rita, luz, ben = floor.client("rita"), floor.client("luz"), floor.analyst("ben")
    first = await rita.reports(ROUND)
    await ben.clicks(first.desk, "Take it")
    await first.desk.shows("Owner: Ben Okoro")
    second = await luz.reports("La ronda 99812-78 de Nebula no pagó 50 EUR")
    await second.desk.hides("Same round")
    assert second.report is not None
    await luz.edits(second.report, "La ronda 99812-77 de Nebula no pagó 50 EUR")
    await second.desk.shows(f"Same round as #{first.number} (Acme Casino, ", "owner Ben Okoro)")
    await ben.clicks(second.desk, "Link")
    await second.desk.shows(f"Linked with #{first.number}")
    await first.desk.shows(f"Linked with #{second.number}")
    await second.desk.hides("Same round")
    for ticket, channel, others in (
        (first, "acme-support", ("Lucky", f"#{second.number}")),
        (second, "lucky7-soporte", ("Acme", f"#{first.number}")),
    ):
        await ticket.client.hides(*others)
        for word in others:
            await floor.channel(channel).lacks(word)
    await floor.nobody_is_called("ben")


async def test_a_client_reads_of_its_own_earlier_report(floor: Floor) -> None:
    """Both people of Acme reported it, and so did another client, of whom Acme reads nothing."""
    other = await floor.client("luz").reports("La ronda 99812-77 de Nebula no pagó 50 EUR")
    first = await floor.client("rita").reports(ROUND)
    second = await floor.client("rui").reports("A rodada 99812-77 da Nebula não pagou 50 EUR")
    assert len({other.number, first.number, second.number}) == 3
    await second.client.shows(f"Você já relatou isso: #{first.number}")
    await second.client.hides(f"#{other.number}", "Lucky")
    await first.client.hides("já relatou")
    await other.client.hides("Ya reportó")
    await second.desk.shows(f"Same round as #{other.number} (Lucky7", f"Same round as #{first.number} (Acme Casino")


async def test_three_clients_with_one_fault_get_a_parent(floor: Floor) -> None:
    """The oldest is proposed on the newest's card; one click hangs the others under it."""
    ben = floor.analyst("ben")
    first = await floor.client("rita").reports(STUCK.format("70001-01"))
    second = await floor.client("luz").reports(STUCK.format("70001-02"))
    said = await floor.client("bruno").mentions_bot(STUCK.format("70001-03"))
    third = await floor.client("bruno").ticket_of(said)
    await third.desk.shows(f"3 clients report the same on Book of Suns: make #{first.number} the parent?")
    await ben.clicks(third.desk, "Make parent")
    await ben.is_told(f"#{first.number} is the parent of", in_="desk")
    await first.desk.shows(f"Parent of #{second.number} and #{third.number}")
    for ticket in (second, third):
        await ticket.desk.shows(f"Part of #{first.number}")
        await ticket.desk.hides("report the same")
        await ticket.client.hides(f"#{first.number}", "Acme")
    await first.client.hides(f"#{second.number}", f"#{third.number}", "Lucky", "Bravo")
