"""Channels: bound to somebody or to nobody, joined and left; and the direct conversation."""

from collections.abc import Callable

import pytest

from tests.stories.conftest import World
from tests.stories.floor import Floor, Person
from tests.stories.seen import Seen


async def test_a_new_channel_is_greeted_bound_and_works(floor: Floor) -> None:
    """The bot greets and offers Bind; before that it answers instead of being silent; a second owner is refused."""
    channel = await floor.platform.new_channel("acme-vip", ["carla", "ben", "rita"], ["T0ACME"])
    carla, ben, rita = floor.coordinator("carla"), floor.analyst("ben"), floor.client("rita")
    await floor.platform.invite_bot(channel)
    greeting = await floor.channel("acme-vip").shows("belongs to nobody yet")
    await greeting.offers("Bind")
    await rita.says("Hello? round 99812-77 did not pay", in_="acme-vip")
    await floor.channel("acme-vip").shows("I cannot open tickets here yet")
    await ben.clicks(greeting, "Bind")
    await ben.is_told("somebody else to do", "coordinator", in_="acme-vip")
    form = await carla.opens(greeting, "Vincular") if "Vincular" in (await greeting.now()).buttons else None
    form = form or await carla.opens(greeting, "Bind")
    judged = await form.sends(kind="client", owner="acme", language="en", zone="Europe/Malta", mode="auto")
    assert judged.taken, judged
    await carla.is_told("vinculado", in_="acme-vip")
    ticket = await rita.reports("round 99812-78 did not pay 50 EUR", in_="acme-vip")
    await ticket.client.shows("Game round", "You will hear from us")
    await ticket.desk.shows("Acme Casino")
    await carla.types("bind client bravo", in_="acme-vip")
    await carla.is_told("já é de outra", in_="acme-vip")


@pytest.fixture
def change(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Where a story asks for it, Acme's tickets are talked about apart."""
    mode = "        mode: auto\n"
    apart = f"{mode}        threads: private\n"
    return lambda text: text.replace(mode, apart, 1) if hasattr(request, "param") else text


@pytest.mark.parametrize("change", ["apart"], indirect=True)
@pytest.mark.parametrize("mode", ["discord"], indirect=True)
async def test_private_threads_stay_private_in_a_channel_that_is_bound_anew(floor: Floor) -> None:
    """Neither another binding nor another channel shows a client's report to those whom it does not concern."""
    vip = await floor.platform.new_channel("acme-vip", ["carla", "ben", "rita", "rui"], ["T0ACME"])
    await floor.platform.invite_bot(vip)
    carla, rita, rui = (floor.person(name) for name in ("carla", "rita", "rui"))
    await carla.types("bind client acme mode=auto language=en", in_="acme-support")
    await carla.is_told("vinculado", in_="acme-support")
    await carla.types("bind client acme", in_="acme-vip")
    await carla.is_told("vinculado", in_="acme-vip")
    for room in ("acme-support", "acme-vip"):
        said = await rita.says("round 99812-77 did not pay 50 EUR", in_=room)
        await floor.settles()
        hers, his = await _sees(rita, said.channel), await _sees(rui, said.channel)
        assert any(seen.text.startswith("#") for seen in hers), hers
        assert not [seen for seen in his if seen.text.startswith("#")]


async def _sees(person: Person, channel: str) -> list[Seen]:
    return [seen for seen in await person.floor.platform.messages(person.id, channel) if seen.by_bot]


@pytest.fixture
def people(request: pytest.FixtureRequest) -> Callable[[World], None]:
    """Where a story asks for it, somebody takes no direct messages."""

    def close(world: World) -> None:
        for row in world["users"]:
            row["closed_dms"] = row["name"] == getattr(request, "param", None)

    return close


@pytest.mark.parametrize("people", ["rui"], indirect=True)
@pytest.mark.parametrize("mode", ["discord"], indirect=True)
async def test_who_takes_no_direct_messages_hears_that_there_is_an_answer(floor: Floor) -> None:
    """Said where they asked, once in a while, and nothing of the answer; others still get theirs directly."""
    rui, rita = floor.client("rui"), floor.client("rita")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    for _ in range(2):
        await rui.mentions_bot("status", under=ticket.client)
    told = await ticket.client.thread_shows("uma resposta só para você")
    await told.calls("rui")
    await told.hides("99812")
    await rita.mentions_bot("status", under=ticket.client)
    await rita.is_told(f"#{ticket.number}", in_="acme-support")
    await floor.settles()
    said = [seen for seen in await ticket.client.thread() if seen.says("uma resposta só para você")]
    assert len(said) == 1, said


async def test_a_direct_message_is_a_private_place(floor: Floor) -> None:
    """Staff commands work there; a client is led to its channel; nothing becomes a ticket."""
    ben, rita = floor.analyst("ben"), floor.client("rita")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    room = await ben.direct()
    await ben.says(f"take {ticket.number}", in_=room.id)
    await ticket.desk.shows("Owner: Ben Okoro")
    await ben.says("mine", in_=room.id)
    await ben.is_told("My tickets", f"#{ticket.number}", in_=room.id)
    hers = await rita.direct()
    await rita.says("another round is stuck: 99813-12", in_=hers.id)
    await rita.is_told("Eu respondo no canal", in_=hers.id)
    assert await floor.tickets() == 1


async def test_the_home_shows_my_tickets(floor: Floor) -> None:
    """My tickets by next deadline."""
    ben = floor.analyst("ben")
    ticket = await floor.client("rita").reports("round 99812-77 did not pay 50 EUR")
    await ben.clicks(ticket.desk, "Take it")
    await ticket.desk.shows("Ben Okoro")
    await floor.platform.open_home(ben.id)
    await ben.home_shows(f"#{ticket.number}", "round 99812-77")


async def test_the_coordinators_hear_who_is_cut_off(floor: Floor) -> None:
    """Removed from a client's channel: the desk hears which client; the ticket lives on at the desk."""
    floor.expected.add("a letter was given up")
    ben = floor.analyst("ben")
    ticket = await floor.client("rita").reports("round 99812-77 did not pay 50 EUR")
    await floor.platform.remove_bot(floor.platform.channel("acme-support"))
    await floor.channel("desk").shows("I can no longer reach Acme Casino")
    await ben.clicks(ticket.desk, "Take it")
    await ticket.desk.shows("Owner: Ben Okoro")


async def test_a_room_of_ours_that_becomes_shared_is_left_alone(floor: Floor) -> None:
    """If a channel of ours turns out to be shared with another company, the bot says so and stops posting there."""
    await floor.platform.share("integrations", "T0ACME")
    await floor.channel("integrations").shows("shared with another company")
    ticket = await floor.client("rita").reports("round 99812-77 did not pay 50 EUR")
    await floor.analyst("ben").types(f"escalate {ticket.number} integrations please look")
    await ticket.desk.shows("Integrations")
    await floor.channel("integrations").lacks("please look")
