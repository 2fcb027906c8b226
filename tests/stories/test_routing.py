"""What the rules decide, why they say they did, and what people make of it."""

import pytest

from tests.stories.floor import Floor

BIG_WIN = "Big win: player 83921 won 120000 BRL on Book of Suns, round 99812-77, please verify, suspected fraud"
STUCK = "round 99812-77 did not pay 50 EUR"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
async def test_a_rule_routes_proposes_and_says_why(floor: Floor) -> None:
    """A gold client's big win goes to Information Security, it is an analyst's turn, and *Why?* tells by which rule."""
    ben = floor.analyst("ben")
    ticket = await floor.client("rita").reports(BIG_WIN)
    await ticket.desk.shows("Incident, goes to Information Security (rule big-win-of-gold)")
    await ticket.desk.shows("Followed by Carla Nunes")
    await ticket.desk.shows("Owner: nobody yet; it is the turn of Ana Souza")
    turn = await ticket.desk.thread_shows("It is your turn")
    await turn.calls("ana")
    await ticket.client.hides("Information Security", "big-win-of-gold", "Carla")
    await ben.clicks(ticket.desk, "Why?")
    told = await ben.is_told(
        "Big win or fraud, for what the report says",
        "“big win” (",
        "120,000 BRL at stake (30,000 BRL or more count)",
        "Information Security, by the rule big-win-of-gold: category Big win or fraud and tier gold",
        "Ana Souza is proposed",
        in_="desk",
    )
    assert "Problem" in told.buttons
    await floor.person("ana").clicks(turn, "Take it")
    await ticket.desk.shows("Owner: Ana Souza", "Status: in progress")
    watched = await ticket.desk.thread_shows("which you follow: in progress now")
    await watched.calls("carla")


async def test_turns_go_round_by_open_work(floor: Floor) -> None:
    """Whoever has least is next; of equals the one whose turn is longest ago."""
    rita = floor.client("rita")
    first = await rita.reports(BIG_WIN)
    await first.desk.shows("it is the turn of Ana Souza")
    await floor.passes(minutes=5)
    second = await rita.reports(BIG_WIN.replace("99812-77", "99812-78").replace("83921", "83922"))
    await second.desk.shows("it is the turn of Ben Okoro")
    await floor.passes(minutes=5)
    third = await rita.reports(BIG_WIN.replace("99812-77", "99812-79").replace("83921", "83923"))
    await third.desk.shows("it is the turn of Ana Souza")


async def test_more_evidence_decides_anew_until_a_person_does(floor: Floor) -> None:
    """Players affected raise the priority; a person's own priority stays, and so does a person's team."""
    ben, rita = floor.analyst("ben"), floor.client("rita")
    ticket = await rita.reports(STUCK)
    await ticket.desk.shows("P3", "goes to Integrations")
    await rita.clicks(ticket.client, "Adicionar detalhes", players_affected="25")
    await ticket.desk.shows("P2")
    await ben.types(f"why {ticket.number}", in_="desk")
    await ben.is_told("one step up for each of: 25 players affected (10 or more count)", in_="desk")
    await ben.types(f"priority {ticket.number} low low only a test account", in_="desk")
    await ticket.desk.shows("P5")
    await rita.clicks(ticket.client, "Adicionar detalhes", players_affected="500")
    await ticket.desk.shows("Players affected: ✓ 500")
    await floor.settles()
    await ticket.desk.shows("P5")


async def test_what_people_correct_is_counted(floor: Floor) -> None:
    """One click changes type or team; what a rule had decided otherwise stands in `rules` and in the digest."""
    ben, carla, rita = floor.analyst("ben"), floor.coordinator("carla"), floor.client("rita")
    for number in ("99812-77", "99812-78"):
        ticket = await rita.reports(STUCK.replace("99812-77", number))
        await ben.clicks(ticket.desk, "Why?")
        told = await ben.is_told(f"Why #{ticket.number} is", in_="desk")
        await ben.clicks(told, "→ Development")
        await ticket.desk.shows("goes to Development")
        await floor.passes(minutes=5)
    await ben.clicks(told, "Problem")
    await ticket.desk.shows("Problem, goes to Development")
    opened = await ben.opens(ticket.desk, "Escalate")
    assert opened.form.filled["team"] == "development"
    await carla.types("rules", in_="desk")
    await carla.is_told("Equipe, pela regra nebula-rounds: 2 vezes", "principalmente para Desenvolvimento", in_="desk")
    await floor.passes_until("09:01", "Europe/Malta")
    await floor.channel("desk").shows("Rules that people corrected most this week", "2 times, mostly to Development")


async def test_calling_another_team_is_a_correction_too(floor: Floor) -> None:
    """Whoever escalates elsewhere than the rule says has corrected it; a second team beside it has not."""
    ben, carla = floor.analyst("ben"), floor.coordinator("carla")
    ticket = await floor.client("rita").reports(STUCK)
    await ben.types(f"escalate {ticket.number} integrations please look")
    await ticket.desk.shows("Integrations: called")
    await ben.types(f"escalate {ticket.number} product please look too")
    await ticket.desk.shows("Product: called")
    await carla.types("rules")
    await carla.is_told("Ninguém corrigiu")
    other = await floor.client("rita").reports("another round 99812-79 did not pay 10 EUR")
    await ben.types(f"escalate {other.number} devops please look")
    await other.desk.shows("DevOps: called", "goes to DevOps")
    await carla.types("rules")
    await carla.is_told("principalmente para DevOps")


async def test_whoever_follows_a_ticket_hears_of_its_moves(floor: Floor) -> None:
    """`watch` mentions at each change of status, and `watch … stop` ends it; what one does oneself one knows."""
    ben, carla = floor.analyst("ben"), floor.coordinator("carla")
    ticket = await floor.client("rita").reports(STUCK)
    await carla.types(f"watch {ticket.number}")
    await carla.is_told("Você acompanha")
    await ticket.desk.shows("Followed by Carla Nunes")
    await ben.clicks(ticket.desk, "Take it")
    moved = await ticket.desk.thread_shows("which you follow: in progress now")
    await moved.calls("carla")
    await carla.types(f"watch {ticket.number} stop")
    await ticket.desk.hides("Followed by")
    await ben.types(f"release {ticket.number}")
    await ticket.desk.shows("Status: triage")
    await ticket.desk.thread_lacks("which you follow: triage")
