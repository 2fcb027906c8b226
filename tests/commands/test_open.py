"""Reports by all the ways there are; the same thing pointed at twice is one ticket."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.domain.tickets import PlaceKind
from bot.domain.words import ClientKey, TeamKey, TicketId
from bot.store.unit_of_work import EVERYTHING
from tests.builders import OTHER_REPORT, REPORT
from tests.fakes.floor import SCREENSHOT
from tests.fakes.stage import Stage
from tests.stories.seen import Shown

BRAVO = "bravo-support"  # asks before it opens
SAID = "round 55001-12 on Comet hangs, player 70011"


async def test_a_message_in_an_automatic_channel_is_a_report(both: Stage) -> None:
    """It becomes a ticket with a card under it and one at the desk, and its file is shown there."""
    message = await both.person("rita").says(REPORT, files=[SCREENSHOT])
    case = await both.case_of(message)
    assert (await both.client_card(case)).thread == message
    assert (await both.desk_card(case)).says("Acme Casino", "Rita Prado", REPORT)
    copies = [seen for seen in await both.all_of("desk") if seen.files]
    assert [(seen.files, seen.thread) for seen in copies] == [(("screen.png",), (await both.desk_card(case)).id)]


async def test_a_client_may_have_a_desk_of_its_own(stage: Stage) -> None:
    """One of the desk's channels; everybody else's tickets go to the first."""
    rulebook = stage.house.store.rulebook
    rules = rulebook.rules
    own = rules.teams[TeamKey("integrations")].channel
    assert own
    acme = replace(rules.clients[ClientKey("acme")], desk=own)
    desk = replace(rules.desk, channels=(*rules.desk.channels, own))
    rulebook.rules = replace(rules, desk=desk, clients={**rules.clients, acme.key: acme})
    case = await stage.reported()
    where = "SELECT channel FROM places WHERE kind = 'desk' AND ticket = :ticket"
    assert await stage.house.rows(where, ticket=case.number) == [(own.key,)]


async def test_an_asking_channel_asks_first(stage: Stage) -> None:
    """The writer is asked with two buttons, once in a while; either answer is taken, and yes twice is one ticket."""
    bruno = stage.person("bruno")
    message = await bruno.says(SAID, in_=BRAVO)
    assert await stage.tickets() == 0
    question = await stage.letter(BRAVO, "ticket")
    assert question.thread == message
    assert question.notified == {"bruno"}
    await bruno.says("and the game 55001-13 as well", in_=BRAVO)
    assert sum(seen.by_bot for seen in await stage.all_of(BRAVO)) == 1
    assert "no ticket then" in await bruno.clicks(question, "No, thanks")
    await bruno.clicks(question, "Open a ticket")
    await bruno.clicks(question, "Open a ticket")
    assert await stage.tickets() == 1
    assert (await stage.desk_card(await stage.case_of(message, BRAVO))).says(SAID)


async def _mention(stage: Stage, message: str) -> None:
    await stage.person("bruno").says("@pitboss ticket", in_=BRAVO, under=message)


async def _plain_mention(stage: Stage, message: str) -> None:
    await stage.person("bruno").says("@pitboss please have a look", in_=BRAVO, under=message)


async def _reaction(stage: Stage, message: str) -> None:
    await stage.person("ben").reacts(message, "open")


async def _correction(stage: Stage, message: str) -> None:
    await stage.person("ben").reacts(message, "not_a_report")


async def _shortcut(stage: Stage, message: str) -> None:
    ben = stage.person("ben")
    form = await ben.picks(message, "open")
    assert form is not None
    assert form.filled["text"] == SAID
    assert (await ben.sends(form)).taken


WAYS = (_mention, _plain_mention, _reaction, _correction, _shortcut)


@pytest.mark.parametrize("way", WAYS)
async def test_a_message_that_became_nothing_is_a_report_after_all(
    stage: Stage, way: Callable[[Stage, str], Awaitable[None]]
) -> None:
    """The ticket is the writer's and lives in the message's thread, whoever pointed at it."""
    message = await stage.person("bruno").says(SAID, in_=BRAVO)
    await way(stage, message)
    case = await stage.case_of(message, BRAVO)
    ticket = await stage.ticket(case)
    assert await stage.name(ticket.reporter) == "Bruno Vella"
    assert (await stage.client_card(case)).thread == message


async def test_the_same_thing_by_every_way_is_one_ticket(both: Stage) -> None:
    """A reaction, a mention, a button, a shortcut, and a delivery that comes twice: still one."""
    message = await both.person("bruno").says(SAID, in_=BRAVO)
    question = await both.letter(BRAVO, "ticket")
    await both.person("bruno").clicks(question, "Open a ticket")
    await _reaction(both, message)
    await both.person("carla").reacts(message, "open")
    await _mention(both, message)
    assert await both.person("ben").picks(message, "open") is None
    await both.floor.again(message)
    await both.house.drain()
    assert await both.tickets() == 1


async def test_a_mention_at_the_top_is_a_report(stage: Stage) -> None:
    """With `ticket` before the words or without; the bot's name is no part of the report."""
    for words in ("@pitboss ticket round 44001-22 is stuck", "@pitboss round 44002-22 is stuck"):
        message = await stage.person("bruno").says(words, in_=BRAVO)
        entry = await stage.house.rows("SELECT text FROM entries WHERE source LIKE :like", like=f"%/{message}")
        assert await stage.case_of(message, BRAVO)
        assert "@pitboss" not in str(entry[0][0])


async def test_a_form_opens_a_ticket_at_the_top_of_the_channel(stage: Stage) -> None:
    """Typed without words; the category's own questions come in steps of five, and every answer is kept."""
    rita = stage.person("rita")
    form = await rita.types_for_form("open balance", in_="acme-support")
    assert form.filled["category"] == "balance"
    answers = {"text": "The balance is wrong", "player_id": "83921", "screenshot": [SCREENSHOT]}
    step: Shown | None = form
    steps = 0
    while step is not None:
        judged = await rita.sends(step, **{key: answers.pop(key) for key in step.fields if key in answers})
        step, steps = judged.next, steps + 1
        assert not judged.errors
    assert not answers
    assert steps > 2
    assert "#1" in rita.told()
    card = await stage.letter("acme-support", "#1 ·")
    assert card.thread is None
    assert card.says("The balance is wrong")
    assert (await stage.letter("desk", "#1 ·")).says("83921", "Rita Prado")
    assert [seen.files for seen in await stage.all_of("desk") if seen.files] == [("screen.png",)]


@pytest.mark.parametrize(
    ("words", "category", "text"),
    [
        ("player 83921 cannot log in", "", "player 83921 cannot log in"),
        ("payment player 83921 did not get it", "payment", "player 83921 did not get it"),
        ("Rodada de jogo 99812-77 travou", "game_round", "99812-77 travou"),
        ("game round 99812-77 is stuck", "game_round", "99812-77 is stuck"),
        ("game-round", "game_round", ""),
        ("pay", "payment", ""),
        ("pay nothing arrives", "", "pay nothing arrives"),
        ("category=login cannot log in", "login", "cannot log in"),
        ('"payment is late" for 83921', "", '"payment is late" for 83921'),
    ],
)
async def test_words_behind_open_are_a_category_or_the_report(
    stage: Stage, words: str, category: str, text: str
) -> None:
    """A category that they begin with by its name is picked; whatever names none is what happened."""
    form = await stage.person("ben").types_for_form(f"open {words}", in_="acme-support")
    assert form.filled.get("category", "") == category
    assert form.filled.get("text", "") == text


async def test_a_panel_opens_the_form_of_a_category(stage: Stage) -> None:
    """The panel is pinned in the client's language, with a button for each category."""
    ben, rita = stage.person("ben"), stage.person("rita")
    assert "pinned" in await ben.types("panel", in_="acme-support")
    panel = next(seen for seen in await stage.all_of("acme-support") if seen.pinned)
    form = await rita.opens(panel, "Saldo")
    assert form.filled["category"] == "balance"
    form = await rita.opens(panel, panel.buttons[-1])
    assert "category" not in form.filled
    assert (await rita.sends(form, text=OTHER_REPORT)).taken
    assert await stage.tickets() == 1


async def test_what_was_written_in_a_prefilled_form_counts(stage: Stage) -> None:
    """The person who opens it from a message may say it better; the message stays what it was."""
    message = await stage.person("bruno").says("it is broken again", in_=BRAVO)
    ben = stage.person("ben")
    form = await ben.picks(message, "open")
    assert form is not None
    assert (await ben.sends(form, text="round 55001-12 on Comet hangs")).taken
    case = await stage.case_of(message, BRAVO)
    assert (await stage.ticket(case)).title == "round 55001-12 on Comet hangs"
    assert (await stage.desk_card(case)).says("it is broken again")


@pytest.mark.parametrize(
    ("who", "channel", "told"),
    [
        ("ben", "desk", "does not work here"),
        ("ben", "integrations", "does not work here"),
        ("ben", "DU0BEN", "belongs to nobody"),
        ("bruno", "DU0BRUNO", "belongs to nobody"),
    ],
)
async def test_in_the_wrong_place_one_is_told_where(stage: Stage, who: str, channel: str, told: str) -> None:
    """Never silence."""
    assert told in await stage.person(who).types("open", in_=channel)
    assert await stage.tickets() == 0


async def test_staff_and_pleasantries_open_nothing_by_writing(stage: Stage) -> None:
    """Neither does a greeting; but staff may open for the client with a word."""
    await stage.person("ana").says("round 99812-77 looks fine to me")
    await stage.person("rita").says("bom dia!")
    assert await stage.tickets() == 0
    message = await stage.person("ana").says("@pitboss ticket round 99812-77 is stuck for player 83921")
    assert (await stage.desk_card(await stage.case_of(message))).says("Acme Casino", "Ana Souza")


async def test_a_later_part_of_a_report_joins_it(stage: Stage) -> None:
    """Within three minutes, by the same person, without an id of its own; others and other matters do not."""
    rita = stage.person("rita")
    case = await stage.reported()
    more = await rita.says("it was the second time today by the way")
    assert (await stage.case_of(more)).number == case.number
    assert "joined" in next(seen for seen in await stage.all_of("acme-support") if seen.id == more).reactions
    other = await rita.says(OTHER_REPORT)
    colleague = await stage.person("rui").says("the second player cannot play either")
    numbers = {(await stage.case_of(each)).number for each in (other, colleague)}
    assert case.number not in numbers
    assert len(numbers) == 2
    async with stage.house.store.look(EVERYTHING) as uow:
        kinds = [place.kind for place in await uow.places.of(TicketId(case.number))]
    assert kinds == [PlaceKind.CLIENT, PlaceKind.DESK]
