"""Commands by slash and by mention; a refusal says why and what to do instead, to that person only."""

import pytest

from tests.stories.floor import Floor


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
async def test_looking(floor: Floor) -> None:
    """Status, mine, backlog, find, who and help answer privately."""
    rita, ben, eva = floor.client("rita"), floor.analyst("ben"), floor.engineer("eva")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR to player 83921")
    other = await floor.client("luz").reports("Foxfire no carga en el móvil")
    await ben.types(f"take {ticket.number}")
    await ticket.desk.shows("Ben Okoro")
    await ben.types(f"status {ticket.number}")
    await ben.is_told(f"#{ticket.number} · Acme Casino", "Owner: Ben Okoro")
    await ben.types("mine")
    await ben.is_told("My tickets", f"#{ticket.number}")
    await ben.types("backlog")
    await ben.is_told("Open tickets", f"#{ticket.number}", f"#{other.number}")
    await ben.types("backlog client=lucky7")
    shown = await ben.is_told("Open tickets", f"#{other.number}")
    assert f"#{ticket.number} " not in shown.text
    for words in ("83921", "99812-77", "did not pay", str(ticket.number)):
        await ben.types(f"find {words}")
        await ben.is_told("Found for", words, f"#{ticket.number}")
    await ben.types("who integrations")
    await ben.is_told("Integrations", "Eva Lind", "lead: Leo Marchetti")
    await ben.types("help")
    helped = await ben.is_told("What you can do here", "take", "escalate")
    await eva.types("help", in_="integrations")
    theirs = await eva.is_told("What you can do here", "ack", in_="integrations")
    assert "take [" not in theirs.text
    assert "take" in helped.text
    assert not [
        seen for seen in await floor.channel("desk").messages() if "What you can do" in seen.text and not seen.private
    ]
    await rita.mentions_bot("status", under=ticket.client)
    hers = await rita.is_told(f"#{ticket.number} · Rodada de jogo")
    assert "P3" not in hers.text


async def test_joining_and_parting(floor: Floor) -> None:
    """Merge, link and split; two clients' tickets stay apart."""
    rita, ben = floor.client("rita"), floor.analyst("ben")
    one = await rita.reports("round 99812-77 did not pay 50 EUR")
    two = await rita.reports("round 99813-12 did not pay 20 EUR")
    three = await rita.reports("player 5522 cannot log in, account is locked")
    theirs = await floor.client("luz").reports("Foxfire no carga en el móvil")
    await ben.types(f"link {one.number} {three.number}")
    await one.desk.shows(f"Linked with #{three.number}")
    await three.desk.shows(f"Linked with #{one.number}")
    await ben.types(f"merge {two.number} {one.number}")
    await two.desk.shows(f"went into #{one.number}")
    await two.client.thread_shows(f"#{two.number}", f"#{one.number}")
    await one.desk.shows("99813-12")
    await rita.says("is it the same game?", under=two.client)
    await one.desk.thread_shows("is it the same game?")
    await ben.types(f"merge {three.number} {theirs.number}")
    await ben.is_told("belong to different clients")
    await rita.says("by the way, player 777 has no bonus", under=one.client)
    await one.desk.thread_shows("player 777 has no bonus")
    form = await ben.types_for_form(f"split {one.number}")
    judged = await form.sends(entry=next(value for value in form.form.choices["entry"] if "777" in value))
    assert judged.taken, judged
    apart = await floor.channel("desk").card_of(5)
    await apart.shows("player 777 has no bonus")


async def test_by_mention_in_the_thread(floor: Floor) -> None:
    """In a ticket's thread the number may be left out; the same words work there."""
    rita, ben, eva = floor.client("rita"), floor.analyst("ben"), floor.engineer("eva")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    await ben.mentions_bot("take", under=ticket.desk)
    await ticket.desk.shows("Owner: Ben Okoro")
    await ben.mentions_bot("category balance", under=ticket.desk)
    await ticket.desk.shows("Balance")
    await ben.mentions_bot("priority impact=h urgency=h many players", under=ticket.desk)
    await ticket.desk.shows("P1")
    await ben.mentions_bot("need balance_before", under=ticket.desk)
    await ticket.client.thread_shows("Saldo antes")
    await ben.mentions_bot("escalate integrations the provider is down", under=ticket.desk)
    card = await ticket.team("integrations")
    await eva.mentions_bot("ack", under=card)
    await card.shows("Eva Lind has it since")
    await ben.mentions_bot("note among us", under=ticket.desk)
    await ben.mentions_bot("resolve fixed They restarted it", under=ticket.desk)
    await ticket.client.thread_shows("foi resolvido", "They restarted it")
    await ticket.desk.shows("Status: resolved")
    await rita.mentions_bot("reopen it happens again", under=ticket.client)
    await ticket.desk.shows("Status: in progress")
    await ben.mentions_bot("done fixed Now it holds", under=ticket.desk)
    await ticket.desk.shows("Status: resolved")
    await rita.mentions_bot("done", under=ticket.client)
    await ticket.desk.shows("is closed")


async def test_the_rest_of_the_words(floor: Floor) -> None:
    """Update with its preview, wait, close, and a backlog of several pages."""
    rita, ben, eva = floor.client("rita"), floor.analyst("ben"), floor.engineer("eva")
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    await ben.types(f"take {ticket.number}")
    await ben.types(f"update {ticket.number} We asked the provider")
    preview = await ben.is_told("This goes to Acme Casino", "We asked the provider")
    form = await ben.opens(preview, "Edit")
    assert form.form.filled["text"] == "We asked the provider"
    assert (await form.sends(text="We asked the provider again")).taken
    preview = await ben.is_told("This goes to Acme Casino", "We asked the provider again")
    await ben.clicks(preview, "Send")
    await ben.clicks(preview, "Send")
    await ticket.client.thread_shows("We asked the provider again")
    await floor.settles()
    sent = [seen for seen in await ticket.client.thread() if "We asked the provider" in seen.text]
    assert len(sent) == 1
    await ben.types(f"wait {ticket.number} change the release of Thursday")
    await ticket.desk.shows("Status: waiting for a change", "the release of Thursday")
    await ben.types(f"escalate {ticket.number} integrations please look")
    card = await ticket.team("integrations")
    await eva.types(f"decline {ticket.number} integrations not our system", in_="integrations")
    await card.shows("not our system")
    await ben.types(f"resolve {ticket.number} information_given Please see the release notes")
    await ticket.desk.shows("Status: resolved")
    await ben.types(f"close {ticket.number}")
    await ticket.desk.shows("is closed: information given")
    for round_ in range(12):
        await rita.says(f"round 9982{round_:02}-77 did not pay 50 EUR")
    assert await floor.tickets() == 13
    await ben.types("backlog client=acme")
    first = await ben.is_told("Open tickets", "Page 1 of 2, 12 tickets")
    await ben.clicks(first, "More")
    await ben.is_told("Open tickets", "Page 2 of 2, 12 tickets")


async def test_refusals_are_private_and_say_what_to_do(floor: Floor) -> None:
    """Who may not, what is unknown or over; another client's number is answered like an unknown one."""
    rita, ben, eva, luz = (floor.person(name) for name in ("rita", "ben", "eva", "luz"))
    ticket = await rita.reports("round 99812-77 did not pay 50 EUR")
    theirs = await luz.reports("Foxfire no carga en el móvil")
    await eva.types(f"take {ticket.number}", in_="integrations")
    await eva.is_told("somebody else to do", "analyst", in_="integrations")
    await ben.types("tak 1")
    await ben.is_told("I do not know the command tak", "take")
    await ben.types("take 999")
    unknown = await ben.is_told("I know no ticket #999")
    assert unknown.private
    await ben.types("take")
    await ben.is_told("No ticket lives in this place")
    await ben.types(f"escalate {ticket.number} gardeners please")
    await ben.is_told("I know no team gardeners")
    await ben.types(f"need {ticket.number} shoe_size")
    await ben.is_told("no detail called shoe_size")
    await ben.types(f"wait {ticket.number} provider until=yesterday")
    await ben.is_told("passed already")
    await rita.mentions_bot(f"take {ticket.number}", under=ticket.client)
    await rita.is_told("Só a nossa equipe", "foi para o atendimento")
    await ticket.desk.thread_shows(f"take {ticket.number}")
    await rita.mentions_bot(f"status {theirs.number}", under=ticket.client)
    foreign = (await rita.is_told(f"Não conheço o chamado #{theirs.number}")).text
    await rita.mentions_bot("status 999", under=ticket.client)
    missing = (await rita.is_told("Não conheço o chamado #999")).text
    assert foreign.replace(str(theirs.number), "999") == missing
    await ben.types(f"resolve {ticket.number} fixed It works")
    await ticket.desk.shows("Status: resolved")
    await ben.types(f"escalate {ticket.number} integrations look")
    await ben.is_told("is resolved already")
    await luz.is_told_nothing()
    assert await floor.tickets() == 2
