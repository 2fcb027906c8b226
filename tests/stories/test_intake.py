"""Intake: all the ways in which a report becomes a ticket, and what becomes none."""

import asyncio
from collections.abc import Callable

import pytest

from tests.stories.floor import SCREENSHOT, Floor


async def test_messages_of_one_person_within_three_minutes_are_one_report(floor: Floor) -> None:
    """A later one joins with 🔗 while the ticket is new, unless it names an id of its own; Split takes it out again."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    more = await rita.says("the player is waiting in the chat")
    await more.wears("link")
    await ticket.desk.shows("the player is waiting in the chat")
    other = await rita.reports("round 99813-12 did not pay 20 EUR")
    assert other.number != ticket.number
    await floor.passes(minutes=4)
    late = await rita.reports("and nothing works at all")
    assert len({ticket.number, other.number, late.number}) == 3
    assert await floor.tickets() == 3
    form = await ben.types_for_form(f"split {ticket.number}")
    assert (await form.sends(entry=form.form.choices["entry"][0])).taken
    apart = await rita.ticket_of(more)
    assert apart.number not in (ticket.number, other.number, late.number)
    await ticket.desk.hides("the player is waiting in the chat")


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
async def test_a_pleasantry_is_no_report_until_somebody_says_so(floor: Floor) -> None:
    """`Good morning` opens nothing; 🎫, 📌 and the message's menu make a ticket of what became none, once."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    hello = await rita.says("Bom dia!")
    thanks = await rita.says("obrigada 🙏")
    assert await floor.tickets() == 0
    await floor.channel("acme-support").lacks("#1")
    await asyncio.gather(rita.reacts(hello, "ticket"), ben.reacts(hello, "ticket"))
    ticket = await rita.ticket_of(hello)
    await ben.reacts(thanks, "pushpin")
    other = await rita.ticket_of(thanks)
    assert ticket.number != other.number
    await rita.mentions_bot("ticket", under=hello)
    assert await floor.tickets() == 2
    await ben.clicks(other.desk, "Not a request")
    await other.desk.shows("was not a request")
    await other.desk.offers()
    await other.client.shows("Não há chamado aberto")


async def test_a_form_by_command_by_shortcut_and_by_panel(floor: Floor) -> None:
    """`/pit open`, the message's menu (prefilled) and the pinned panel all open the same form."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    form = await ben.types_for_form("open login", in_="acme-support")
    assert form.form.filled["category"] == "login"
    assert {"text", "account_id", "login_method"} <= set(form.fields)
    judged = await form.sends(text="A player cannot log in", account_id="acc-1")
    assert judged.taken, judged
    by_form = await floor.channel("desk").card_of(1)
    await by_form.shows("Acme Casino · Login", "A player cannot log in", "Account id: ✓ acc-1 (Ben Okoro")
    hello = await rita.says("Boa tarde")
    picked = await ben.picks("open", hello)
    assert picked.form.filled["text"] == "Boa tarde"
    assert (await picked.sends(text="Boa tarde, a rodada 99812-77 travou", category="game_round")).taken
    ticket = await rita.ticket_of(hello)
    await ticket.desk.shows("Game round", "a rodada 99812-77 travou", "— Rita Prado")
    await ben.types("panel", in_="acme-support")
    panel = await floor.channel("acme-support").shows("Relatar")
    await _is_pinned(panel.floor, panel.id)
    form = await rita.opens(panel, "Pagamento")
    judged = await form.sends(text="Um saque não chegou", payment_amount="100 BRL")
    assert judged.taken, judged
    by_panel = await floor.channel("desk").card_of(3)
    await by_panel.shows("Payment", "Um saque não chegou", "— Rita Prado")
    assert await floor.tickets() == 3


async def _is_pinned(floor: Floor, message: str) -> None:
    await floor.settles()
    rows = {seen.id: seen for seen in await floor.channel("acme-support").messages()}
    assert rows[message].pinned


async def test_a_mention_opens_a_ticket_of_the_message_itself(floor: Floor) -> None:
    """A report that mentions the bot, with a file, is one ticket, though the platform tells of it twice."""
    rita = floor.client("rita")
    said = await rita.says("@pitboss round 99812-77 did not pay 50 EUR", files=[SCREENSHOT])
    ticket = await rita.ticket_of(said)
    await ticket.desk.shows("99812-77")
    await ticket.desk.thread_carries("screen.png")
    assert await floor.tickets() == 1


async def test_where_the_bot_asks_first(floor: Floor) -> None:
    """In an `ask` channel it asks who wrote, once in a while; a yes is one ticket, however often it is said."""
    bruno, ben = floor.client("bruno"), floor.analyst("ben")
    said = await bruno.says("Comet Rush shows a black screen for two players")
    question = await said.thread_shows("Shall I open a ticket for this?")
    await question.calls("bruno")
    assert await floor.tickets() == 0
    again = await bruno.says("another thing: the lobby is slow")
    await again.thread_lacks("Shall I open")
    await bruno.clicks(question, "Open a ticket")
    ticket = await bruno.ticket_of(said)
    await ticket.client.shows("You will hear from us by")
    assert await floor.tickets() == 1
    await floor.passes(minutes=31)
    third = await bruno.says("the lobby is slow again")
    question = await third.thread_shows("Shall I open a ticket for this?")
    await bruno.clicks(question, "No, thanks")
    await bruno.is_told("no ticket then")
    await ben.reacts(third, "ticket")
    await bruno.ticket_of(third)
    assert await floor.tickets() == 2


class TestManual:
    """A channel in which nothing becomes a ticket by itself."""

    @pytest.fixture
    def change(self) -> Callable[[str], str]:
        """Lucky7's channel is `manual`."""
        return lambda text: text.replace(
            '"slack:pit:C0LUCKY"\n        mode: auto', '"slack:pit:C0LUCKY"\n        mode: manual'
        )

    async def test_only_when_it_is_called(self, floor: Floor) -> None:
        """A message is nothing; a mention in its thread, or 🎫, makes it a ticket, in the channel's language."""
        luz = floor.client("luz")
        said = await luz.says("La ronda RF123456789 está atascada")
        second = await luz.says("Tampoco carga Foxfire")
        assert await floor.tickets() == 0
        await luz.mentions_bot("ticket", under=said)
        ticket = await luz.ticket_of(said)
        await ticket.client.shows("Ronda de juego")
        await ticket.desk.shows("RF123456789")
        await luz.reacts(second, "ticket")
        await luz.ticket_of(second)
        assert await floor.tickets() == 2
        await floor.nobody_is_called()


async def test_outside_business_hours_the_card_says_when_we_are_back(floor: Floor) -> None:
    """The words for the first answer fit the hour."""
    await floor.passes(hours=7)
    ticket = await floor.client("rita").reports("round 99812-77 did not pay 50 EUR")
    await ticket.client.shows("fora do horário", "09:00")
