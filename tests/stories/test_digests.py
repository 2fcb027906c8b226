"""The backlog digests, each at nine o'clock of its audience's own zone."""

from tests.stories.floor import Floor

MALTA, BRAZIL = "Europe/Malta", "America/Sao_Paulo"


async def test_each_audience_reads_what_is_theirs(floor: Floor) -> None:
    """Coordinators see what is breached, at risk and nobody's; a team its own; an empty one is one line; none twice."""
    rita, ben, carla = floor.client("rita"), floor.analyst("ben"), floor.coordinator("carla")
    late = await rita.reports("round 99812-77 did not pay 50 EUR")
    theirs = await floor.client("luz").reports("Foxfire no carga en el móvil")
    await ben.types(f"priority {late.number} impact=high urgency=high a regulator asks")
    await late.desk.shows("P1")
    await carla.types(f"escalate {theirs.number} integrations please look")
    await theirs.desk.shows("Status: with a team")
    await floor.passes_until("09:00", MALTA)
    desk = await floor.channel("desk").shows("Today: 2 tickets are open")
    await desk.shows("🔴 Breached", f"#{late.number}", "Without an owner", "the team 1", "the desk 1")
    integrations = await floor.channel("integrations").shows("Your team today: one ticket", f"#{theirs.number}")
    await integrations.hides(f"#{late.number}")
    await floor.channel("development").shows("Good morning. No ticket lies with you.")
    await floor.channel("acme-support").lacks("Seus chamados hoje")
    await floor.kill9()
    await floor.restarts()
    await floor.passes_until("09:00", BRAZIL)
    acme = await floor.channel("acme-support").shows("Seus chamados hoje", f"#{late.number}")
    await acme.hides("Foxfire", f"#{theirs.number}", "P1", "Integra")
    told = [seen for seen in await floor.channel("desk").messages() if "Today:" in seen.text]
    assert len(told) == 1
    await floor.nobody_is_called("eva", "leo", "ana", "carla")
