"""What people and programs type at us: a clear answer, nothing lost, nobody called, no stack trace."""

import asyncio

from tests.stories.floor import Floor

LIVE = (
    "<!channel> <!here> <!everyone> <!subteam^S0ANALYSTS> <@U0EVA> <@U0ANA> @channel *bold* "
    "<https://evil.example|bank> &lt;!here&gt;"
)
CONTROL = "round 99812-77 \x00\x07\x1b[31m\u202eTUO\u200b \ud83d stuck, bet 50 EUR"


async def test_mentions_and_markup_call_nobody(floor: Floor) -> None:
    """In a report, a thread, a form, a note and a name: what people typed is shown letter by letter."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    ticket = await rita.ticket_of(await rita.says(f"round 99812-77 stuck {LIVE}", raw=True))
    await ben.clicks(ticket.desk, "Take it")
    await ticket.desk.shows("Ben Okoro", "@U0EVA", "*bold*")
    await ben.says(f"we look {LIVE}", under=ticket.client, raw=True)
    await ticket.desk.thread_shows("answered the client by hand", "we look")
    await ben.clicks(ticket.desk, "Escalate", team="integrations", why=f"look {LIVE}")
    card = await ticket.team("integrations")
    await card.calls("eva")
    await ben.types(f"note {ticket.number} {LIVE}")
    await ticket.desk.thread_shows("*bold*", "Ben Okoro")
    await ben.clicks(ticket.desk, "Update client", text=f"news {LIVE}")
    preview = await ben.is_told("This goes to", "news")
    await ben.clicks(preview, "Send")
    await (await ticket.client.thread_shows("news")).calls("rita")
    await ben.types(f"find {LIVE}")
    await ben.clicks(ticket.desk, "Resolve", verdict="fixed", text=f"done {LIVE}")
    await (await ticket.client.thread_shows("done")).calls("rita")
    await floor.nobody_is_called("eva", "rita")


async def test_very_long_and_very_odd_texts(floor: Floor) -> None:
    """As long as one may write there, control characters and half surrogates: kept whole, shown shortened."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    long = "round 99812-77 did not pay 50 EUR " + "abcdefghi " * 3990
    longest = floor.platform.longest
    ticket = await rita.reports(long[:longest])
    await ticket.desk.shows("99812-77", "…")
    kept = await floor.books.rows("SELECT length(text) FROM entries")
    assert int(str(kept[0][0])) >= longest - 1_000
    await rita.says("x" * longest, under=ticket.client)
    await ticket.desk.thread_shows("xxxxxxxx")
    await ben.types(f"note {ticket.number} " + "y" * (longest // 2))
    await ticket.desk.thread_shows("yyyyyyyy")
    await floor.passes(minutes=4)
    odd = await rita.reports(CONTROL.encode("utf-16", "surrogatepass").decode("utf-16", "ignore"))
    await odd.desk.shows("Round id: 99812-77", "50 EUR")
    await ben.types("\x00\x01 \u202e")
    await ben.types("take " + "9" * 400)
    await ben.types(f"take {ticket.number} {'z' * 1500}")
    await floor.settles()
    await ben.types(f"take {ticket.number}")
    await ticket.desk.shows("Owner: Ben Okoro")


async def test_forged_and_old_buttons(floor: Floor) -> None:
    """A value that we did not sign does nothing and is refused; a button that is old does what the ticket allows."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    old = await ticket.desk.now()
    await ben.clicks(ticket.desk, "Take it")
    await ticket.desk.shows("Ben Okoro")
    spare = await floor.platform.post_as_bot("desk", "Take it", "take\x1f1")
    await ben.clicks(spare, "Take it")
    await ben.is_told("This button was not made by me")
    await ben.clicks(ticket.desk, "Resolve", verdict="fixed", text="Done")
    done = await ticket.client.thread_shows("foi resolvido")
    await rita.clicks(done, "Confirmar")
    await ticket.desk.shows("is closed")
    assert "Escalate" in old.buttons
    await rita.says("one more question about it", under=ticket.client)
    late = await ticket.client.thread_shows("já está fechado")
    await asyncio.gather(*(rita.clicks(late, "Novo chamado") for _ in range(3)))
    assert await floor.tickets() == 2


async def test_wrong_values_stay_at_their_fields(floor: Floor) -> None:
    """Nothing typed is lost, each field says what it expects, in the person's language."""
    rita = floor.client("rita")
    ticket = await rita.reports("a rodada travou e não pagou")
    form = await rita.opens(ticket.client, "Adicionar detalhes")
    judged = await form.sends(bet_amount="1.234", happened_at="amanhã 10:00", players_affected="-", round_id="a b")
    wrong = {"bet_amount", "happened_at", "players_affected", "round_id"}
    assert set(judged.errors) == wrong & set(form.form.fields)  # where a form comes in steps, those of the first
    assert "pode significar" in judged.errors["bet_amount"]
    judged = await form.sends(bet_amount="1.234,00 BRL", happened_at="12:31", players_affected="3", round_id="99812-77")
    assert judged.taken, judged
    await ticket.desk.shows("Round id: ✓ 99812-77", "Bet amount: ✓", "Players affected: ✓ 3")
    again = await rita.opens(ticket.client, "Adicionar detalhes")
    assert again.form.filled["round_id"] == "99812-77"
