"""Two workspaces of ours in one bot: a client's channel in one of them, the desk and its teams in the other."""

import copy
from collections.abc import Callable

import pytest

from tests.stories.conftest import World
from tests.stories.floor import SCREENSHOT, Floor, Ticket

REPORT = "Player 83921: round 99812-77 on Book of Suns is stuck, bet 50 BRL, nothing paid"
BUTTONS = (
    *("Take it", "First look", "Ask client", "Escalate", "Priority"),
    *("Update client", "Resolve", "Not a request", "Why?", "Clocks"),
)
FOXBET = """clients:
  foxbet:
    name: Foxbet
    language: pt_BR
    zone: America/Sao_Paulo
    tier: gold
    calendar: sao-paulo-office
    teams: {slack: [T0FOX]}
    channels:
      - channel: "slack:lat:C0FOX"
        mode: auto
"""


@pytest.fixture
def change() -> Callable[[str], str]:
    """One more workspace of ours, and a client who is met there."""
    ours, clients = "  slack:pit: T0PIT\n", "clients:\n"
    return lambda text: text.replace(ours, f"{ours}  slack:lat: T0LAT\n", 1).replace(clients, FOXBET, 1)


@pytest.fixture
def people() -> Callable[[World], None]:
    """The second workspace with its own app, a colleague there, and the client's people, who are guests of neither."""

    def add(world: World) -> None:
        world["teams"] += [
            {"id": "T0LAT", "name": "Pit Latam", "domain": "lat"},
            {"id": "T0FOX", "name": "Foxbet", "domain": "fox"},
        ]
        zone = {"locale": "pt-BR", "tz": "America/Sao_Paulo"}
        world["users"] += [
            {"id": "U0LIA", "team": "T0LAT", "name": "lia", "real_name": "Lia Reis", **zone},
            {"id": "U0FIA", "team": "T0FOX", "name": "fia", "real_name": "Fia Lobo", **zone},
            {"id": "U0FEO", "team": "T0FOX", "name": "feo", "real_name": "Feo Lobo", **zone},
        ]
        room = {"id": "C0FOX", "name": "foxbet-suporte", "team": "T0LAT", "shared_with": ["T0FOX"]}
        world["channels"].append(room | {"members": ["U0LIA", "U0FIA", "U0FEO"], "topic": "Foxbet"})
        app = copy.deepcopy(world["apps"][0]) | {"id": "A0LAT", "team": "T0LAT", "channels": ["C0FOX"]}
        bot = {"bot_user": "U0LATBOT", "bot_id": "B0LAT", "bot_token": "xoxb-floor-lat", "app_token": "xapp-floor-lat"}
        world["apps"].append(app | bot | {"signing_secret": "lat-signing-secret"})

    return add


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("mode", ["socket", "http", "discord"], indirect=True)
async def test_a_day_across_two_workspaces(floor: Floor) -> None:
    """Reported in one, owned and escalated in the other; files, edits and deletions cross over; nobody is mixed up."""
    ben, fia = floor.analyst("ben"), floor.client("fia")
    ticket = await fia.reports(REPORT, files=[SCREENSHOT])
    await ticket.client.shows("Rodada de jogo", "Situação: recebido")
    await ticket.desk.shows("Foxbet", "Fia Lobo", REPORT, "Go to the report")
    await ticket.desk.offers(*BUTTONS)
    await ticket.desk.thread_carries("screen.png")
    await ben.clicks(ticket.desk, "Take it")
    await ticket.client.shows("Ben Okoro")
    await _words_cross_over(floor, ticket)
    await _questions_cross_over(floor, ticket)
    await floor.kill9()
    await floor.restarts()
    await _it_is_escalated_and_resolved(floor, ticket)
    await _each_has_its_own(floor, ticket)


async def _words_cross_over(floor: Floor, ticket: Ticket) -> None:
    fia = floor.client("fia")
    said = await fia.says("The player is a VIP", under=ticket.client, files=[SCREENSHOT])
    copied = await ticket.desk.thread_shows("Fia Lobo wrote", "The player is a VIP", "screen.png")
    more = await fia.says("And he is angry", under=ticket.client)
    await ticket.desk.thread_shows("And he is angry")
    await fia.edits(said, "The player is an important VIP")
    await copied.shows("important VIP")
    await fia.deletes(more)
    await ticket.desk.thread_shows("deleted this message")
    await floor.analyst("ben").says("The provider again", under=ticket.desk)
    await ticket.client.thread_lacks("The provider again")
    await floor.person("lia").says("Good morning to you all", in_="foxbet-suporte")
    assert await floor.tickets() == 1


async def _questions_cross_over(floor: Floor, ticket: Ticket) -> None:
    ben, fia = floor.analyst("ben"), floor.client("fia")
    await ben.clicks(ticket.desk, "Ask client", fields=["bet_transaction_id"], text="Is it one player?")
    question = await ticket.client.thread_shows("Is it one player?")
    await question.calls("fia")
    await fia.clicks(question, "Preencher", bet_transaction_id="NBX-12345678")
    await ticket.desk.shows("Bet transaction id: ✓ NBX-12345678 (Fia Lobo")
    await ben.clicks(ticket.desk, "Update client", text="We look at the log.")
    await ben.clicks(await ben.is_told("Foxbet", "We look at the log."), "Send")
    await ticket.client.thread_shows("Novidades", "We look at the log.")
    await fia.says("Any news?", under=ticket.client)
    await (await ticket.desk.thread_shows("Any news?")).calls("ben")


async def _it_is_escalated_and_resolved(floor: Floor, ticket: Ticket) -> None:
    ben, eva = floor.analyst("ben"), floor.engineer("eva")
    await ben.clicks(ticket.desk, "Escalate", team="integrations", why="Please ask for the round's state")
    card = await ticket.team("integrations")
    await card.calls("eva")
    await eva.clicks(card, "Ack")
    await card.shows("Eva Lind has it since")
    await ben.clicks(ticket.desk, "Resolve", verdict="win_credited", text="The win is on the account.")
    done = await ticket.client.thread_shows("foi resolvido", "The win is on the account.")
    await floor.client("feo").clicks(done, "Confirmar")
    await ticket.client.shows(f"O chamado #{ticket.number} está fechado")
    await ticket.desk.shows("is closed")


async def _each_has_its_own(floor: Floor, ticket: Ticket) -> None:
    """Acme's report in the first workspace stays there; in the morning each client reads only its own."""
    acme = await floor.client("rita").reports("round 99812-78 did not pay 50 EUR")
    theirs = await floor.client("fia").reports("Player 4711 cannot log in, password refused: account is locked")
    ours, fox = floor.platform.channel("acme-support"), floor.platform.channel("foxbet-suporte")
    assert (acme.client.channel, theirs.client.channel) == (ours, fox)
    await floor.passes_until("09:00", "America/Sao_Paulo")
    digest = await floor.channel("foxbet-suporte").shows("Seus chamados hoje: 1 aberto", f"#{theirs.number}")
    await digest.hides(f"#{acme.number}", "Acme")
    await floor.channel("acme-support").shows("Seus chamados hoje: 1 aberto", f"#{acme.number}")
    await floor.channel("acme-support").lacks("4711")
    sent = await floor.platform.posted()
    assert {team for team, channel in sent if channel == fox} == {"T0LAT"}
    assert {team for team, channel in sent if channel != fox} == {"T0PIT"}


async def test_a_lost_workspace_leaves_the_other_at_work(floor: Floor) -> None:
    """The coordinators hear which client is cut off; what is to be said there waits until the token is right again."""
    floor.expected |= floor.platform.refusals
    ben = floor.analyst("ben")
    ticket = await floor.client("fia").reports(REPORT)
    await floor.platform.revoke(app=1)
    await floor.channel("desk").shows("I can no longer reach Foxbet", floor.platform.revoked)
    await ben.clicks(ticket.desk, "Take it")
    await ticket.desk.shows("Owner: Ben Okoro")
    acme = await floor.client("rita").reports("round 99812-78 did not pay 50 EUR")
    await acme.desk.shows("Acme Casino")
    await floor.kill9()
    await floor.platform.install(app=1)
    await floor.restarts()
    await ticket.client.shows("Ben Okoro")
    told = [seen for seen in await floor.channel("desk").messages() if seen.says("can no longer reach")]
    assert len(told) == 1, told


@pytest.mark.parametrize("mode", ["discord"], indirect=True)
async def test_a_token_that_was_taken_while_the_bot_was_away(floor: Floor) -> None:
    """It starts, says so where it still can, works for the others, and listens again when the token is right again."""
    floor.expected |= floor.platform.refusals
    await floor.client("fia").reports(REPORT)
    await floor.kill9()
    await floor.platform.revoke(app=1)
    floor.bot.launch()
    await floor.channel("desk").shows("I can no longer reach Foxbet", "401", seconds=40)
    acme = await floor.client("rita").reports("round 99812-78 did not pay 50 EUR")
    await acme.desk.shows("Acme Casino")
    said = await floor.client("fia").says("Player 4711 cannot log in, password refused: account is locked")
    await floor.platform.install(app=1)
    await said.thread_shows("Situação: recebido", seconds=40)
