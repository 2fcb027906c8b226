"""What is taken from the bot and given back: channels, scopes, tokens, and the knowledge whether a message arrived."""

from typing import Any

import pytest

from tests.stories.floor import SCREENSHOT, Floor, Room, Ticket
from tests.stories.seen import Seen, eventually

REPORT = "Player 83921: round 99812-77 on Book of Suns is stuck, bet 50 EUR, nothing paid"
POST = {"method": "chat.postMessage", "text_has": "Which browser?"}
REPLIES = {
    "match": {"method": "conversations.replies", "channel": "C0ACME"},
    "action": "error",
    "error": "internal_error",
}
GIVEN_UP = "a letter was given up"
SLACK = pytest.mark.parametrize("mode", ["socket"], indirect=True)
"""What only Slack does, or tells in its own way."""
DISCORD = pytest.mark.parametrize("mode", ["discord"], indirect=True)
"""The same for Discord."""


async def _says_ones(floor: Floor, event: str, **facts: str) -> dict[str, Any]:
    """A line of the log that says this, waited for."""

    async def look() -> dict[str, Any] | None:
        lines = [line for line in floor.bot.lines() if line.get("event") == event]
        return next((line for line in lines if facts.items() <= line.items()), None)

    return await eventually(look, f"{event} {facts} in the log")


# -- channels


async def test_an_archived_channel_gets_what_it_missed_when_it_is_back(floor: Floor) -> None:
    """The desk hears of it once; question and card follow when the channel is opened again, the question once."""
    floor.expected.add(GIVEN_UP)
    ben, (lost, why) = floor.analyst("ben"), floor.platform.archived
    ticket = await floor.client("rita").reports(REPORT)
    await floor.platform.archive("acme-support")
    await floor.channel("desk").shows("I can no longer reach Acme Casino", lost)
    await ben.clicks(ticket.desk, "Take it")
    await ben.clicks(ticket.desk, "Ask client", text="Which browser?")
    await ticket.desk.thread_shows("I can no longer write", why)
    await ben.clicks(ticket.desk, "Update client", text="We look at it.")
    await ben.clicks(await ben.is_told("We look at it."), "Send")
    await floor.kill9()
    await floor.restarts()
    await floor.platform.archive("acme-support", back=True)
    await ticket.client.thread_shows("Which browser?")
    await ticket.client.thread_shows("Novidades", "We look at it.")
    await ticket.client.shows("Ben Okoro", "aguardando sua resposta")
    await floor.settles()
    assert len([seen for seen in await ticket.client.thread() if seen.says("Which browser?")]) == 1


async def test_a_channel_that_was_opened_while_the_bot_was_away(floor: Floor) -> None:
    """Nobody tells it later; it looks by itself."""
    floor.expected.add(GIVEN_UP)
    ben = floor.analyst("ben")
    ticket = await floor.client("rita").reports(REPORT)
    await floor.platform.archive("acme-support")
    await ben.clicks(ticket.desk, "Take it")
    await ticket.desk.thread_shows(floor.platform.archived[1])
    await floor.kill9()
    await floor.platform.archive("acme-support", back=True)
    await floor.restarts()
    await ticket.client.shows("Ben Okoro")


async def test_a_bot_that_is_let_in_again_goes_on(floor: Floor) -> None:
    """Thrown out of a client's channel and invited again: the same card goes on."""
    floor.expected.add(GIVEN_UP)
    ben, channel = floor.analyst("ben"), floor.platform.channel("acme-support")
    ticket = await floor.client("rita").reports(REPORT)
    await floor.platform.remove_bot(channel)
    await floor.channel("desk").shows("I can no longer reach Acme Casino")
    await ben.clicks(ticket.desk, "Ask client", text="Which browser?")
    await ticket.desk.thread_shows(floor.platform.not_in_channel)
    await floor.platform.invite_bot(channel)
    await ticket.client.thread_shows("Which browser?")
    await floor.client("rita").says("anything new?", under=ticket.client)
    await ticket.desk.thread_shows("anything new?")


@SLACK
async def test_a_channel_with_a_new_id_goes_on_under_it(floor: Floor) -> None:
    """As when it becomes shared: cards, threads, edits, forms and its binding follow, and so they do for the desk's."""
    floor.expected.add(GIVEN_UP)  # what goes to the old id before we hear of the new one
    ben, rita = floor.analyst("ben"), floor.client("rita")
    ticket = await rita.reports(REPORT)
    said = await rita.says("The player is a VIP", under=ticket.client)
    copied = await ticket.desk.thread_shows("The player is a VIP")
    await ben.clicks(ticket.desk, "Take it")
    await ticket.client.shows("Ben Okoro")
    await floor.platform.change_id("acme-support", "C0SHARED")
    await floor.platform.change_id("desk", "C0NEWDESK")
    await floor.settles()
    moved = _moved(ticket, "C0SHARED", "C0NEWDESK")
    await rita.says("still stuck", under=moved.client)
    await moved.desk.thread_shows("still stuck")
    await floor.platform.edit(rita.id, "C0SHARED", said.id, "The player is an important VIP")
    await type(said)(floor, "C0NEWDESK", copied.id).shows("important VIP")
    await ben.clicks(moved.desk, "Ask client", text="Which browser?")
    await moved.client.thread_shows("Which browser?")
    await moved.client.shows("aguardando sua resposta")
    await floor.kill9()
    await floor.restarts()
    again = await floor.client("rita").reports("Player 4711 cannot log in, password refused: account is locked")
    assert (again.client.channel, again.desk.channel) == ("C0SHARED", "C0NEWDESK")


def _moved(ticket: Ticket, client: str, desk: str) -> Ticket:
    spot = type(ticket.desk)
    here = spot(ticket.floor, client, ticket.client.id)
    return Ticket(ticket.floor, ticket.number, None, here, spot(ticket.floor, desk, ticket.desk.id))


async def test_a_team_is_called_when_its_channel_is_its_own_again(floor: Floor) -> None:
    """Shared with another company it gets nothing, and the coordinators hear of it; then come the card and its call."""
    ben = floor.analyst("ben")
    ticket = await floor.client("rita").reports(REPORT)
    await floor.platform.share("integrations", "T0ACME")
    await floor.channel("integrations").shows("shared with another company")
    await floor.channel("desk").shows("A channel of Integrations is shared with another company now")
    await ben.clicks(ticket.desk, "Escalate", team="integrations", why="please look")
    await ticket.desk.thread_shows("I can no longer write", "shared with another company")
    await floor.passes(minutes=16)
    await floor.channel("integrations").lacks("please look")
    await floor.platform.unshare("integrations", "T0ACME")
    card = await floor.channel("integrations").shows("please look", f"#{ticket.number}")
    await card.calls("eva")
    await (await card.thread_shows("Second call")).calls("eva")


async def test_a_desk_that_was_shared_while_the_bot_was_away(floor: Floor) -> None:
    """It looks before it talks for long; an operator hears of it; when the strangers are out, everything follows."""
    floor.expected.add("the desk cannot be told")
    rita = floor.client("rita")
    ticket = await rita.reports(REPORT)
    await floor.kill9()
    await floor.platform.share("desk", "T0LUCKY")
    await floor.restarts()
    desk = floor.channel("desk")
    await desk.shows("This channel is shared with another company now", seconds=40)
    await _says_ones(floor, "the desk cannot be told", letter="intake/stopped_elsewhere")
    await rita.says("between us: the player is a VIP", under=ticket.client)
    await desk.lacks("between us")
    await floor.platform.unshare("desk", "T0LUCKY")
    await ticket.desk.thread_shows("between us: the player is a VIP")


# -- what happened while nobody listened


@DISCORD
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
async def test_a_killed_bot_goes_on_where_it_was(floor: Floor) -> None:
    """A reaction that was put on while it was down is told again, as nothing else tells it; and nothing comes twice."""
    ben, rita = floor.analyst("ben"), floor.client("rita")
    first = await rita.reports(REPORT)
    said = await rita.says("good morning everybody")
    await floor.settles()
    await floor.kill9()
    await ben.reacts(said, "ticket")
    await ben.reacts(first.desk, "eyes")
    other = await rita.says("Player 4711 cannot log in, password refused: account is locked")
    await floor.restarts()
    tickets = {(await rita.ticket_of(spot)).number for spot in (said, other)}
    assert len(tickets) == 2
    await first.client.shows("Ben Okoro")
    assert await floor.tickets() == 3


# -- scopes and tokens


@SLACK
async def test_a_screenshot_waits_for_the_scope_to_read_it(floor: Floor) -> None:
    """Slack answers with a page to log in; the log says which scope, and with it the screenshot is there."""
    await floor.platform.lacks_scopes("files:read")
    ticket = await floor.client("rita").reports(REPORT, files=[SCREENSHOT])
    line = await _says_ones(floor, "a file waits")
    assert "lacks the scope files:read" in str(line["why"])
    await floor.platform.lacks_scopes()
    await _hurry_files(floor)
    await ticket.desk.thread_carries("screen.png")


async def _hurry_files(floor: Floor) -> None:
    """A minute later."""

    async def tried() -> bool:
        return await floor.books.count("SELECT count(*) FROM files WHERE attempts > 0") > 0

    await eventually(tried, "the first try is written down")
    await floor.books.change("UPDATE files SET due_at = (SELECT received_at FROM inbox LIMIT 1)")


async def test_a_reaction_without_its_scope_holds_up_nothing(floor: Floor) -> None:
    """The log names the scope; cards and letters go their way."""
    floor.expected.add(GIVEN_UP)
    await floor.platform.lacks_scopes("reactions:write")
    ticket = await floor.client("rita").reports(REPORT)
    await floor.analyst("ben").clicks(ticket.desk, "Take it")
    await ticket.client.shows("Ben Okoro")
    line = await _says_ones(floor, GIVEN_UP, kind="react", fault="scope")
    assert line["why"] == floor.platform.lacking
    await floor.settles()
    assert await floor.books.count("SELECT count(*) FROM outbox WHERE state = 'dead'") == 0


async def test_an_app_that_is_taken_out_and_installed_again(floor: Floor) -> None:
    """The desk is cut off too, so an operator hears of it; what waits is sent when the app is back."""
    floor.expected |= {"the desk cannot be told", GIVEN_UP, *floor.platform.refusals}
    rita = floor.client("rita")
    ticket = await rita.reports(REPORT)
    await floor.platform.uninstall()
    line = await _says_ones(floor, "the desk cannot be told", letter="intake/cut_off")
    assert {"Acme Casino", "Bravo Bet", "Lucky7"} <= set(line["clients"])
    await rita.says("is anybody there?", under=ticket.client)
    await floor.kill9()
    await floor.platform.install()
    await floor.restarts()
    await ticket.desk.thread_shows("is anybody there?", seconds=25)


# -- whether it arrived


async def _nobody_can_tell(floor: Floor, ticket: Ticket, *, arrives: bool) -> Seen:
    """A question to the client is sent, its answer is lost, and the channel cannot be read; what the desk is asked."""
    lost = {"match": POST, "action": "drop" if arrives else "hang", "seconds": 60, "times": 1}
    floor.expected.add("a letter is held: the channel cannot be read back")
    ben = floor.analyst("ben")
    await ben.clicks(ticket.desk, "Take it")
    await ticket.client.shows("Ben Okoro")
    await floor.platform.breaks(lost, REPLIES)
    await ben.clicks(ticket.desk, "Ask client", text="Which browser?")
    asked = await ticket.desk.thread_shows("I cannot tell whether a message", seconds=90)
    await asked.calls("ben")
    await asked.offers("Send again", "It is there")
    await floor.platform.breaks()
    return await asked.now()


async def _questions(room: Room) -> int:
    return len([seen for seen in await room.messages() if seen.says("Which browser?")])


async def test_a_message_that_did_not_arrive_is_sent_again(floor: Floor) -> None:
    """Somebody looks, and says so; pressed twice, it comes once."""
    ticket = await floor.client("rita").reports(REPORT)
    asked = await _nobody_can_tell(floor, ticket, arrives=False)
    room, ben = floor.channel("acme-support"), floor.analyst("ben")
    assert await _questions(room) == 0
    await floor.kill9()
    await floor.restarts()
    await ben.clicks(asked, "Send again")
    await (await ticket.client.thread_shows("Which browser?")).calls("rita")
    await ben.clicks(asked, "Send again")
    await ben.is_told("decided that already")
    await floor.settles()
    assert await _questions(room) == 1


async def test_a_message_that_arrived_is_left_be(floor: Floor) -> None:
    """Somebody looks, and says so; nothing is sent twice, and what comes after it goes its way."""
    ticket = await floor.client("rita").reports(REPORT)
    asked = await _nobody_can_tell(floor, ticket, arrives=True)
    room, ben = floor.channel("acme-support"), floor.analyst("ben")
    assert await _questions(room) == 1
    await ben.clicks(asked, "It is there")
    await ben.clicks(ticket.desk, "Update client", text="We look at it.")
    await ben.clicks(await ben.is_told("We look at it."), "Send")
    await ticket.client.thread_shows("Novidades", "We look at it.")
    await floor.settles()
    assert await _questions(room) == 1
    assert await floor.books.count("SELECT count(*) FROM outbox WHERE state = 'held'") == 0
