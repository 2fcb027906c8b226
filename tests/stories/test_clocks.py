"""The clocks of a ticket."""

from collections.abc import Callable

import pytest

from tests.stories.floor import Floor


async def test_first_response_warns_breaches_and_stays_breached(floor: Floor) -> None:
    """P3: four hours of office time; 75 % to whoever answers for it, 90 % and the breach to the lead too."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    await ben.clicks(ticket.desk, "Take it")
    await ticket.desk.shows("First answer: due Tue, Nov 10, 20:45 CET")
    await floor.passes(minutes=181)
    await (await ticket.desk.thread_shows("First answer", "75 % of the time")).calls("ben")
    await floor.passes(minutes=36)
    await (await ticket.desk.thread_shows("First answer", "90 % of the time")).calls("ben", "carla")
    await floor.passes(minutes=24)
    await (await ticket.desk.thread_shows("First answer", "breached")).calls("ben", "carla")
    await ticket.client.shows("Passamos do prazo prometido")
    await ben.says("Sorry for the delay, we are on it", under=ticket.client)
    await ticket.desk.shows("First answer: 🔴 late")
    await floor.passes(hours=2)
    warnings = [seen.text for seen in await ticket.desk.thread() if "First answer" in seen.text]
    assert len(warnings) == 3, warnings


async def test_waiting_for_the_client_stops_the_clock(floor: Floor) -> None:
    """The time that a client takes is not ours: the resolution is due later by just as much."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    await ticket.desk.shows("Resolution: due Fri, Nov 13, 16:45 CET")
    await ben.types(f"need {ticket.number} bet_transaction_id")
    await ticket.desk.shows("Resolution: paused, waiting for the client")
    await floor.passes(minutes=90)
    await rita.says("NBX-12345678", under=ticket.client)
    await ticket.desk.shows("Status: in progress", "Resolution: due Fri, Nov 13, 18:15 CET")
    await ben.types(f"wait {ticket.number} provider until=19:30 they look")
    await ticket.desk.shows("Status: waiting for the provider", "they look")
    assert ticket.report is not None
    await ticket.report.wears("double_vertical_bar")
    await floor.passes(hours=3)
    await ticket.desk.thread_shows("The time that we waited for the provider is over")
    await ticket.desk.shows("Status: in progress")
    await ticket.report.sheds("double_vertical_bar")


async def test_next_answers_and_updates_have_clocks_of_their_own(floor: Floor) -> None:
    """What the client says after our first answer is to be answered in four hours, and they hear of it once a day."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    await ben.clicks(ticket.desk, "Take it")
    await ticket.desk.shows("First answer: due Tue, Nov 10, 20:45 CET", "Updates: due Wed, Nov 11, 16:45 CET")
    await ben.says("We are looking at it", under=ticket.client)
    await ticket.desk.shows("First answer: in time", "Updates: due Thu, Nov 12, 16:45 CET")
    await floor.passes(minutes=5)
    await rita.says("The player is asking again", under=ticket.client)
    await ticket.desk.shows("Next answer: due Tue, Nov 10, 20:50 CET")
    await floor.passes(minutes=181)
    await (await ticket.desk.thread_shows("Next answer", "75 % of the time is used, due today 20:50 CET")).calls("ben")
    await ben.says("Still with the provider", under=ticket.client)
    await ticket.desk.shows("Updates: due Thu, Nov 12, 16:45 CET")
    await floor.passes(hours=3)
    await ticket.desk.thread_lacks("Next answer: breached")
    await floor.passes(hours=42)
    await (await ticket.desk.thread_shows("Updates: breached")).calls("ben", "carla")
    await ticket.desk.shows("Updates: due Fri, Nov 13, 16:45 CET")
    warned = [seen.text for seen in await ticket.desk.thread() if "Updates: " in seen.text]
    assert len(warned) == 3, warned
    await ben.clicks(ticket.desk, "Clocks")
    await ben.is_told("Why the clocks of", "Next answer", "Updates", "Resolution")


async def test_another_priority_moves_every_clock(floor: Floor) -> None:
    """What has elapsed stays; the next answer and the updates have the new targets, and the audit says why."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    await ben.says("We are looking at it", under=ticket.client)
    await rita.says("Hundreds of players write to us now", under=ticket.client)
    await ticket.desk.shows("Next answer: due Tue, Nov 10, 20:45 CET")
    await floor.passes(minutes=10)
    await ben.types(f"priority {ticket.number} high high everybody is hit")
    await ticket.desk.shows("Next answer: due Tue, Nov 10, 17:00 CET")
    await floor.passes(minutes=6)
    await ticket.desk.thread_shows("Next answer: breached")


class TestSilence:
    """A client who does not answer our question."""

    @pytest.fixture
    def change(self) -> Callable[[str], str]:
        """Clients have three hours."""
        return lambda text: text.replace("waiting_client: 3 working days", "waiting_client: 3h")

    async def test_a_silent_client_is_reminded_and_then_left_alone(self, floor: Floor) -> None:
        """Reminded twice, warned, and put aside; the owner hears of the last two; a word brings it back."""
        rita, ben = floor.client("rita"), floor.analyst("ben")
        ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
        await ben.clicks(ticket.desk, "Take it")
        await ben.types(f"need {ticket.number} bet_transaction_id")
        await ticket.desk.shows("Waiting for the client: due Tue, Nov 10, 19:45 CET")
        await floor.passes(minutes=60)
        await (await ticket.client.thread_shows("ainda espera por você")).calls("rita")
        await floor.passes(minutes=60)
        await floor.passes(minutes=45)
        await ticket.client.thread_shows("Prazo para a resposta")
        await (await ticket.desk.thread_shows("reminded for the last time")).calls("ben")
        nudges = [seen for seen in await ticket.client.thread() if "ainda espera por você" in seen.text]
        assert len(nudges) == 3
        await floor.passes(minutes=20)
        await ticket.desk.shows("Status: resolved")
        await (await ticket.desk.thread_shows("did not answer in time")).calls("ben")
        await ticket.client.thread_shows("foi deixado de lado")
        await rita.says("sorry, it is NBX-12345678", under=ticket.client)
        await ticket.desk.shows("Status: in progress", "Owner: Ben Okoro")


async def test_a_team_keeps_what_it_agreed_to(floor: Floor) -> None:
    """Acknowledged within an hour, and a word every four hours of theirs; silence calls them again."""
    rita, ben, eva = floor.client("rita"), floor.analyst("ben"), floor.person("eva")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    await ben.clicks(ticket.desk, "Take it")
    await ben.clicks(ticket.desk, "Escalate", team="integrations", why="Please ask for the round")
    card = await ticket.team("integrations")
    await card.shows("Acknowledgement by the team: due Tue, Nov 10, 17:45 CET")
    await floor.passes(minutes=47)
    await (await card.thread_shows("is to be acknowledged by today 17:45 CET")).calls("eva", "leo")
    await floor.passes(minutes=15)
    await (await card.thread_shows("Nobody has acknowledged")).calls("eva", "leo")
    await (await ticket.desk.thread_shows("Acknowledgement by the team: breached")).calls("ben")
    await eva.clicks(card, "Ack")
    await card.shows("Progress of the team: due Wed, Nov 11, 12:47 CET")
    await floor.passes(hours=18, minutes=5)
    await (await card.thread_shows("a word on how it goes is due")).calls("eva")
    await floor.passes(hours=1, minutes=10)
    await (await card.thread_shows("Nothing was heard about")).calls("eva", "leo")
    await (await ticket.desk.thread_shows("Progress of the team: breached")).calls("ben")
    await floor.passes(minutes=20)
    await card.thread_shows("Called again")
    await eva.says("The provider is looking", under=card)
    await floor.settles()
    calls = len([seen for seen in await card.thread() if "Called again" in seen.text])
    await floor.passes(minutes=30)
    assert len([seen for seen in await card.thread() if "Called again" in seen.text]) == calls


class TestClosing:
    """Resolved tickets that nobody answers."""

    @pytest.fixture
    def change(self) -> Callable[[str], str]:
        """A resolved ticket closes after two hours."""
        return lambda text: text.replace("  after: 3d\n", "  after: 2h\n")

    async def test_silence_closes_and_late_messages_ask(self, floor: Floor) -> None:
        """Closed by silence; a late message offers Reopen and New ticket, and each does what it says, once."""
        rita, ben = floor.client("rita"), floor.analyst("ben")
        ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
        await ben.types(f"resolve {ticket.number} fixed It is paid now")
        await ticket.desk.shows("Status: resolved", "Owner: Ben Okoro")
        await floor.passes(hours=1)
        await rita.says("still nothing on the account", under=ticket.client)
        await ticket.desk.shows("Status: in progress")
        await ben.types(f"resolve {ticket.number} fixed It is paid again")
        await ticket.desk.shows("Status: resolved")
        await floor.passes(minutes=119)
        await ticket.desk.hides("is closed")
        await floor.passes(minutes=2)
        await ticket.desk.shows("is closed: fixed")
        await ticket.client.shows("está fechado")
        await rita.says("obrigada!", under=ticket.client)
        await ticket.client.thread_lacks("já está fechado")
        await rita.says("round 99814-55 is stuck too", under=ticket.client)
        late = await ticket.client.thread_shows("já está fechado")
        await rita.clicks(late, "Novo chamado")
        other = await floor.channel("desk").card_of(ticket.number + 1)
        await other.shows("round 99814-55 is stuck too")
        await rita.says("and the first one is wrong again", under=ticket.client)
        await floor.settles()
        assert await floor.tickets() == 2


async def test_reopened_after_closing(floor: Floor) -> None:
    """A colleague of the same client may confirm and reopen; a closed ticket comes back to its owner."""
    rita, rui, ben = floor.client("rita"), floor.client("rui"), floor.analyst("ben")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    await ben.clicks(ticket.desk, "Resolve", verdict="no_fault_found", text="The round was closed with zero.")
    done = await ticket.client.thread_shows("The round was closed with zero.")
    await done.offers("Confirmar", "Reabrir")
    await rui.clicks(done, "Confirmar")
    await ticket.desk.shows("is closed")
    await rita.says("no, it was a win of 200 EUR", under=ticket.client)
    late = await ticket.client.thread_shows("já está fechado")
    await rita.clicks(late, "Reabrir", why="It was a win")
    again = await ticket.desk.thread_shows("is open again", "It was a win")
    await again.calls("ben")
    await ticket.desk.shows("Status: in progress", "Owner: Ben Okoro")
    await ticket.desk.offers(
        "First look",
        "Ask client",
        "Escalate",
        "Priority",
        "Update client",
        "Resolve",
        "Not a request",
        "Why?",
        "Clocks",
    )
