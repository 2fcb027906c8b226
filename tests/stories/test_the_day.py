"""A day on the floor, the acceptance story: on both databases, on Slack by sockets and by HTTP, and on Discord."""

import asyncio
from dataclasses import dataclass
from hashlib import sha256

import pytest

from tests.stories.floor import SCREENSHOT, Floor, Person, Ticket

REPORT = "Player 83921: round 99812-77 on Book of Suns is stuck since 12:31, bet 50 EUR, nothing paid"
DESK_BUTTONS = (
    "Take it",
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
TAKEN = {"ana": "chegou primeiro", "ben": "was first"}
SEND = {"ana": "Enviar", "ben": "Send"}
NAMES = {"ana": "Ana Souza", "ben": "Ben Okoro"}


@dataclass(frozen=True)
class Day:
    """Who and what the day is about."""

    floor: Floor
    rita: Person
    ticket: Ticket
    owner: Person
    slower: Person


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("mode", ["socket", "http", "discord"], indirect=True)
async def test_a_day_on_the_floor(floor: Floor) -> None:
    """A client's report is owned, asked about, escalated, timed, resolved, reopened, confirmed and digested."""
    ticket = await _a_report_becomes_two_cards(floor)
    day = await _two_analysts_want_it(floor, ticket)
    await _the_client_fills_in_what_is_missing(day)
    await floor.kill9()
    await floor.restarts()
    await _what_is_said_reaches_whom_it_should(day)
    await _a_team_is_called_until_it_answers(day)
    await _the_clock_runs_out(day)
    await floor.kill9()
    await floor.restarts()
    await _resolved_reopened_confirmed(day)
    await _the_next_morning(day)


async def _a_report_becomes_two_cards(floor: Floor) -> Ticket:
    """Steps 1 and 2."""
    rita = floor.client("rita")
    said = await rita.says(REPORT, files=[SCREENSHOT])
    ticket = await rita.ticket_of(said)
    await ticket.client.shows(f"#{ticket.number} · Rodada de jogo", "Recebemos.", "16:45 UTC-3", "Situação: recebido")
    await ticket.client.offers("Adicionar detalhes")
    desk = await ticket.desk.shows("Acme Casino", "P3", "Owner: nobody yet", REPORT, "— Rita Prado", "Go to the report")
    assert "Round id: 99812-77" in desk.text
    await ticket.desk.offers(*DESK_BUTTONS)
    await ticket.desk.thread_carries("screen.png")
    kept = [file.read_bytes() for file in (floor.folder / "files").rglob("*") if file.is_file()]
    assert sha256(SCREENSHOT[2]).digest() in {sha256(data).digest() for data in kept}
    await ticket.client.hides("Acme Casino", "P3", "Policy")
    return ticket


async def _two_analysts_want_it(floor: Floor, ticket: Ticket) -> Day:
    """Step 3."""
    ana, ben = floor.analyst("ana"), floor.analyst("ben")
    await asyncio.gather(ana.clicks(ticket.desk, "Take it"), ben.clicks(ticket.desk, "Take it"))
    await ticket.desk.shows("Status: in progress")
    owner, slower = (ana, ben) if NAMES["ana"] in _line(await ticket.desk.now(), "Owner: ") else (ben, ana)
    await slower.is_told(NAMES[owner.name], TAKEN[slower.name])
    await ticket.client.shows(NAMES[owner.name])
    assert ticket.report is not None
    await ticket.report.wears("eyes")
    return Day(floor, floor.client("rita"), ticket, owner, slower)


def _line(seen: object, label: str) -> str:
    return next(line for line in str(getattr(seen, "text", "")).splitlines() if line.startswith(label))


async def _the_client_fills_in_what_is_missing(day: Day) -> None:
    """Step 4."""
    asked = await day.owner.opens(day.ticket.desk, "Ask client")
    assert asked.form.filled["fields"] == ["bet_transaction_id"]
    judged = await asked.sends(fields=["bet_transaction_id", "since", "players_affected"], text="Is it one player?")
    assert judged.taken, judged
    question = await day.ticket.client.thread_shows("Id da transação da aposta", "Is it one player?")
    await question.calls("rita")
    await day.ticket.client.shows("aguardando sua resposta")
    await day.ticket.desk.shows("Status: waiting for the client", "paused")
    form = await day.rita.opens(question, "Preencher")
    assert set(form.fields) == {"bet_transaction_id", "since", "players_affected"}
    judged = await form.sends(bet_transaction_id="NBX-12345678", since="hoje cedo", players_affected="muitos")
    assert set(judged.errors) == {"since", "players_affected"}
    assert "12:31" in judged.errors["since"]
    judged = await form.sends(bet_transaction_id="NBX-12345678", since="12:31", players_affected="1")
    assert judged.taken, judged
    await day.ticket.desk.shows("Bet transaction id: ✓ NBX-12345678 (Rita Prado, Tue", "Players affected: ✓ 1")
    await day.ticket.desk.shows("Status: in progress")
    filled = await day.ticket.desk.thread_shows("The client filled in")
    await filled.calls(day.owner.name)


async def _what_is_said_reaches_whom_it_should(day: Day) -> None:
    """Step 5."""
    ticket, desk = day.ticket, day.ticket.desk
    said = await day.rita.says("The player is a VIP", under=ticket.client, files=[SCREENSHOT])
    copy = await desk.thread_shows("Rita Prado wrote (client)", "The player is a VIP", "screen.png")
    await copy.calls(day.owner.name)
    more = await day.rita.says("And he is angry", under=ticket.client)
    await (await desk.thread_shows("And he is angry")).calls()
    await day.rita.edits(said, "The player is an important VIP")
    await copy.shows("important VIP")
    await day.rita.deletes(more)
    await desk.thread_shows("Rita Prado deleted this message")
    await desk.thread_lacks("And he is angry")
    await day.owner.says("Looks like the provider again", under=desk)
    await ticket.client.thread_lacks("Looks like the provider again")
    await day.owner.clicks(desk, "Update client", text="We look at the game's log.")
    preview = await day.owner.is_told("Acme Casino", "We look at the game's log.")
    await ticket.client.thread_lacks("We look at the game's log.")
    await day.owner.clicks(preview, SEND[day.owner.name])
    await (await ticket.client.thread_shows("Novidades", "We look at the game's log.")).calls("rita")
    await day.owner.says("The round is still open there", under=ticket.client)
    await desk.thread_shows(NAMES[day.owner.name], "answered the client by hand", "The round is still open there")
    await day.rita.says("Any news?", under=ticket.client)
    await (await desk.thread_shows("Any news?")).calls(day.owner.name)


async def _a_team_is_called_until_it_answers(day: Day) -> None:
    """Step 6."""
    floor, eva, desk = day.floor, day.floor.engineer("eva"), day.ticket.desk
    await day.owner.clicks(desk, "Escalate", team="integrations", why="Please ask for the round's state")
    card = await day.ticket.team("integrations")
    await card.calls("eva")
    await card.offers("Ack", "Not ours", "Pass on")
    await card.shows("Please ask for the round's state", "99812-77")
    await floor.passes(minutes=16)
    await (await card.thread_shows("Second call")).calls("eva")
    await floor.passes(minutes=15)
    await (await card.thread_shows("The lead is called")).calls("leo")
    await eva.clicks(card, "Ack")
    await card.shows("Eva Lind has it since")
    await card.offers("Not ours", "Pass on")
    await desk.shows("Integrations: Eva Lind has it since")
    letters = len(await card.thread())
    await floor.passes(minutes=40)
    assert len(await card.thread()) == letters
    await eva.clicks(card, "Not ours", why="It is the wallet")
    back = await desk.thread_shows("Back in triage", "Integrations", "It is the wallet")
    await back.calls(day.owner.name)
    await desk.shows("Status: triage", f"Owner: {NAMES[day.owner.name]}")
    await card.offers()


async def _the_clock_runs_out(day: Day) -> None:
    """Step 7: with P2 the resolution is due eight hours after the report, by day and night."""
    desk = day.ticket.desk
    await day.owner.clicks(desk, "Priority", impact="high", urgency="medium", why="A VIP")
    await desk.shows("P2")
    await day.floor.passes(hours=5)
    await (await desk.thread_shows("Resolution", "75 % of the time is used")).calls(day.owner.name)
    await day.floor.passes(minutes=75)
    await (await desk.thread_shows("Resolution", "90 % of the time is used")).calls(day.owner.name, "carla")
    await day.floor.passes(minutes=60)
    await (await desk.thread_shows("Resolution", "breached")).calls(day.owner.name, "carla")
    await desk.shows("Resolution: 🔴 breached")
    told = [seen.text for seen in await desk.thread() if seen.says("Resolution", "% of the time")]
    assert len(told) == 2, told


async def _resolved_reopened_confirmed(day: Day) -> None:
    """Step 8."""
    ticket, desk, rui = day.ticket, day.ticket.desk, day.floor.client("rui")
    await day.owner.clicks(desk, "Resolve", verdict="win_credited", text="The win is on the account.")
    done = await ticket.client.thread_shows("foi resolvido", "The win is on the account.")
    await done.calls("rita")
    await desk.shows("Status: resolved")
    assert ticket.report is not None
    await ticket.report.wears("white_check_mark")
    await day.rita.clicks(done, "Reabrir", why="The player sees nothing")
    again = await desk.thread_shows("is open again", "The player sees nothing")
    await again.calls(day.owner.name)
    await desk.shows("Status: in progress", f"Owner: {NAMES[day.owner.name]}", "breached")
    await ticket.report.sheds("white_check_mark")
    await day.owner.clicks(desk, "Resolve", verdict="bet_refunded", text="The bet is paid back.")
    done = await ticket.client.thread_shows("foi resolvido", "The bet is paid back.")
    await day.rita.says("obrigada!", under=ticket.client)
    await day.floor.settles()
    await desk.shows("Status: resolved")
    await rui.clicks(done, "Confirmar")
    await ticket.client.shows(f"O chamado #{ticket.number} está fechado")
    await desk.shows("is closed")
    for card in (ticket.client, desk):
        await card.offers()
        assert "\n" not in (await card.now()).text
    await day.rita.says("It is stuck once more: round 99813-11", under=ticket.client)
    late = await ticket.client.thread_shows("já está fechado")
    await late.offers("Reabrir", "Novo chamado")


async def _the_next_morning(day: Day) -> None:
    """Step 9: the digests at 09:00 of each audience's own zone, nobody's in another's."""
    floor = day.floor
    theirs = await floor.client("luz").reports("La ronda RF123456789 de Foxfire está atascada, apuesta 20 MXN")
    await day.owner.clicks(theirs.desk, "Take it")
    other = await day.rita.reports("Player 4711 cannot log in, password refused: account is locked")
    await floor.passes_until("09:00", "America/Sao_Paulo")
    digest = await floor.channel("desk").shows("Today: 2 tickets are open", "Next step lies with", "By age")
    await digest.shows(f"By owner: {NAMES[day.owner.name]} 1", "Without an owner", f"#{other.number}")
    await digest.shows("Since yesterday: 3 opened, 1 resolved, 1 reopened, 1 closed")
    await floor.channel("integrations").shows("Good morning. No ticket lies with you.")
    acme = await floor.channel("acme-support").shows("Seus chamados hoje: 1 aberto", f"#{other.number}")
    await acme.hides("Foxfire", "Lucky7")
    await floor.channel("bravo-support").shows("Good morning. You have no open ticket.")
    await floor.channel("lucky7-soporte").lacks("4711")
