"""Forms: errors at their fields, steps that lose nothing, drafts that belong to one person and live for a day."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.chat.platform import Features
from bot.chat.replies import Done, FieldErrors
from tests.builders import write_desk
from tests.fakes.floor import NAME, SCREENSHOT, FakeFloor
from tests.fakes.house import SEAL, opened
from tests.fakes.platform import FakePlatform
from tests.fakes.stage import Case, Stage
from tests.stories.seen import Seen, Shown

FILL_IN = "Preencher"
GO_ON = "Continuar"


async def _question(stage: Stage, fields: str = "bet_transaction_id bet_amount happened_at") -> tuple[Case, Seen]:
    """A ticket whose reporter was asked for something."""
    case = await stage.reported()
    assert await stage.person("ben").types(f"need {case.number} {fields}") == ""
    return case, next(seen for seen in await stage.all_of("acme-support") if FILL_IN in seen.buttons)


async def test_wrong_values_come_back_at_their_fields(stage: Stage) -> None:
    """In the person's language with what is expected; right ones stand on the desk's card with who said so."""
    case, question = await _question(stage)
    rita = stage.person("rita")
    form = await rita.opens(question, FILL_IN)
    assert set(form.fields) == {"bet_transaction_id", "bet_amount", "happened_at"}
    wrong = await rita.sends(form, bet_transaction_id="NBX-12345678", bet_amount="1.234", happened_at="nunca")
    assert set(wrong.errors) == {"bet_amount", "happened_at"}
    assert "1.234" in wrong.errors["bet_amount"]
    assert (await stage.ticket(case)).status == "waiting_client"
    right = await rita.sends(form, bet_transaction_id="NBX-12345678", bet_amount="50 EUR", happened_at="12:31 UTC")
    assert right.taken
    assert "#1" in rita.told()
    card = await stage.desk_card(case)
    assert card.says("NBX-12345678 (", "Rita Prado")
    assert (await stage.ticket(case)).status == "in_progress"


async def test_two_people_fill_in_the_same_form_at_once(both: Stage) -> None:
    """Each has a draft of their own, and both answers arrive."""
    case, question = await _question(both, "bet_transaction_id wallet_says")
    rita, rui = both.person("rita"), both.person("rui")
    first = await rita.opens(question, FILL_IN)
    second = await rui.opens(question, FILL_IN)
    assert first.id != second.id
    judged = await asyncio.gather(
        both.floor.submit(rita.id, first, {"bet_transaction_id": "NBX-12345678"}),
        both.floor.submit(rui.id, second, {"wallet_says": "zero zebras"}),
    )
    assert all(each.taken for each in judged)
    await both.house.drain()
    assert (await both.desk_card(case)).says("NBX-12345678", "zero zebras")


async def test_a_form_in_steps_survives_a_restart_between_them(stage: Stage) -> None:
    """Answers and files of the first step are there after it, and the button leads to the second."""
    case = await stage.reported()
    card = await stage.client_card(case)
    rita = stage.person("rita")
    form = await rita.opens(card, card.buttons[0])
    values: dict[str, object] = {
        "player_id": "83921",
        "screenshot": [SCREENSHOT],
        "bet_transaction_id": "NBX-777000111",
    }
    step: Shown | None = form
    while step is not None:
        opened_form = stage.floor.chat.open_forms[rita.id]
        given = {key: values.pop(key) for key in step.fields if key in values}
        raw, files = stage.floor.filled(opened_form.form, given)
        before = set(stage.floor.chat.posts)
        await stage.floor.send(rita.id, step, raw, files)
        await stage.house.drain()
        await stage.house.restart()
        new = [each for number, each in stage.floor.chat.posts.items() if number not in before]
        ways = [each for each in new if GO_ON in each.buttons]
        step = await stage.floor.click(rita.id, stage.floor.seen(ways[0]), GO_ON) if ways else None
    await stage.house.drain()
    assert not values
    assert (await stage.desk_card(case)).says("NBX-777000111")
    assert [seen.files for seen in await stage.all_of("desk") if seen.files] == [("screen.png",)]


async def test_a_step_reached_again_shows_what_was_answered(stage: Stage) -> None:
    """Whoever goes back finds their answers, and a cleared one is gone."""
    case = await stage.reported()
    card = await stage.client_card(case)
    rita = stage.person("rita")
    form = await rita.opens(card, card.buttons[0])
    judged = await rita.sends(form, round_id="70001-77")
    assert judged.next is not None
    await stage.floor.press(rita.id, card, stage.token("form", form.id.rpartition("/")[0], 1))
    again = stage.floor.form(rita.id)
    assert again is not None
    assert tuple(again.fields) == tuple(form.fields)
    assert again.filled["round_id"] == "70001-77"


async def test_a_cleared_field_is_cleared(stage: Stage) -> None:
    """A form refused by the operation stays open; what was emptied for the second try is not sent after all."""
    case = await stage.reported()
    ben = stage.person("ben")
    form = await ben.types_for_form(f"wait {case.number}")
    refused = await ben.sends(form, whom="client", until="tomorrow 9:00", why="asked")
    assert refused.errors
    assert (await ben.sends(form, whom="provider", until="", why="asked")).taken
    ticket = await stage.ticket(case)
    assert (ticket.status, ticket.wait_until) == ("waiting_provider", None)


async def test_a_form_is_taken_once(stage: Stage) -> None:
    """The same submit delivered twice, and a second submit of a consumed draft, have one effect."""
    case = await stage.reported()
    ben = stage.person("ben")
    form = await ben.types_for_form(f"note {case.number}")
    key = stage.floor.trigger()
    for each in (key, key, ""):
        await stage.floor.send(ben.id, form, {"text": "seen before"}, key=each)
    await stage.house.drain()
    assert await stage.house.count("SELECT count(*) FROM entries WHERE kind = 'note'") == 1


async def test_two_submits_at_the_same_moment_are_one(both: Stage) -> None:
    """Two clicks on the button before the first was answered."""
    case = await both.reported()
    ben = both.person("ben")
    form = await ben.types_for_form(f"note {case.number}")
    await asyncio.gather(*(both.floor.send(ben.id, form, {"text": "seen before"}) for _ in range(3)))
    await both.house.drain()
    assert await both.house.count("SELECT count(*) FROM entries WHERE kind = 'note'") == 1


async def test_another_persons_form_is_nobodys(stage: Stage) -> None:
    """Submitted or opened by somebody else, a colleague of the same role included, it looks like an old one."""
    case = await stage.reported()
    ben = stage.person("ben")
    form = await ben.types_for_form(f"note {case.number}")
    draft = form.id.rpartition("/")[0]
    for who in ("ana", "rita", "luz"):
        hand = stage.person(who)
        hand.listens()
        reply = await stage.floor.send(hand.id, form, {"text": "not mine"})
        assert isinstance(reply, FieldErrors)
        await stage.floor.press(hand.id, await stage.desk_card(case), stage.token("form", draft))
        await stage.house.drain()
        unknown = hand.told()
        hand.listens()
        await stage.floor.press(hand.id, await stage.desk_card(case), stage.token("form", "nosuchdraft"))
        await stage.house.drain()
        assert unknown == hand.told() != ""
        assert hand.id not in stage.floor.chat.open_forms
    assert await stage.house.count("SELECT count(*) FROM entries WHERE kind = 'note'") == 0
    assert (await ben.sends(form, text="mine")).taken


async def test_a_form_older_than_a_day_no_longer_counts(stage: Stage) -> None:
    """It says so at its field, and can be opened anew."""
    case = await stage.reported()
    ben = stage.person("ben")
    form = await ben.types_for_form(f"note {case.number}")
    await stage.old_drafts(timedelta(hours=25))
    judged = await ben.sends(form, text="late")
    assert "older than a day" in judged.errors["text"]
    await stage.old_drafts(timedelta(hours=23))
    assert (await ben.sends(form, text="in time")).taken


async def test_a_preview_is_sent_once_by_its_author_within_a_day(both: Stage) -> None:
    """Its buttons expire with the draft; edited words get a preview of their own."""
    case = await both.reported()
    ben, ana = both.person("ben"), both.person("ana")
    await ben.types(f"update {case.number} we look into it")
    preview = await ben.last_told()
    assert preview.says("Acme Casino", "we look into it")
    token = both.floor.chat.posts[preview.id].buttons["Send"]
    ana.listens()
    await both.floor.press(ana.id, preview, token)
    await both.house.drain()
    assert "mais de um dia" in ana.told()
    form = await ben.opens(preview, "Edit")
    assert form.filled == {"text": "we look into it"}
    assert (await ben.sends(form, text="we looked into it")).taken
    second = await ben.last_told()
    assert second.says("we looked into it")
    await asyncio.gather(
        *(both.floor.press(ben.id, second, both.floor.chat.posts[second.id].buttons["Send"]) for _ in range(3))
    )
    await both.house.drain()
    updates = [seen for seen in await both.all_of("acme-support") if seen.says("we looked into it")]
    assert len(updates) == 1
    await both.old_drafts(timedelta(hours=25))
    assert "older than a day" in await ben.clicks(second, "Send")


TAMPERED: tuple[dict[str, str | tuple[str, ...] | None], ...] = (
    {},
    {"text": None},
    {"text": ("a", "b")},
    {"text": "x" * 40_000},
    {"verdict": "fixed"},
    {"text": "fine", "owner": "U0RITA", "__class__": "x"},
)


async def test_tampered_values_are_told_or_left_out(stage: Stage) -> None:
    """Missing, doubled, too long, or of a field that the form does not have."""
    case = await stage.reported()
    ben = stage.person("ben")
    form = await ben.types_for_form(f"note {case.number}")
    for values in TAMPERED:
        reply = await stage.floor.send(ben.id, form, values)
        await stage.house.drain()
        notes = await stage.house.count("SELECT count(*) FROM entries WHERE kind = 'note'")
        fine = values.get("text") == "fine"
        assert (isinstance(reply, FieldErrors), notes) == (not fine, int(fine)), values


async def test_a_tampered_step_is_one_of_the_forms_own(stage: Stage) -> None:
    """Whatever number comes back, it is judged as a step that there is."""
    case = await stage.reported()
    ben = stage.person("ben")
    for count, step in enumerate((-7, 0, 1, 2, 99), 1):
        form = await ben.types_for_form(f"note {case.number}")
        draft = form.id.rpartition("/")[0]
        await stage.floor.send(ben.id, Shown(f"{draft}/{step}", form.title, form.fields), {"text": "fine"})
        await stage.house.drain()
        assert await stage.house.count("SELECT count(*) FROM entries WHERE kind = 'note'") == count


async def test_a_form_that_could_not_open_becomes_a_button(stage: Stage) -> None:
    """Its three seconds were over: the person presses when they are ready, and what they typed is kept."""
    case = await stage.reported()
    ben = stage.person("ben")
    stage.floor.chat.triggers_die = True
    assert "Ask" in await ben.types(f"need {case.number}")
    stage.floor.chat.triggers_die = False
    assert await ben.clicks(await ben.last_told(), "Open the form", fields=["bet_transaction_id"]) == ""
    assert (await stage.ticket(case)).status == "waiting_client"


async def test_a_platform_without_a_limit_shows_everything_at_once(tmp_path: Path, sqlite_url: str) -> None:
    """The same form, one step."""
    floor = FakeFloor(Features(form_fields=None, slash_in_threads=False, private_in_channel=False))
    desk = write_desk(tmp_path, NAME)
    async with opened(sqlite_url, desk, lambda clock: FakePlatform(floor.chat, SEAL)) as house:
        stage = Stage(floor, house)
        rita = stage.person("rita")
        form = await rita.types_for_form("open balance", in_="acme-support")
        assert len(form.fields) > 5
        assert (await rita.sends(form, text="The balance is wrong", player_id="83921")).taken
        assert await stage.tickets() == 1
        assert "#1" in rita.told()
        assert (await rita.last_told()).channel == "DU0RITA"


async def test_a_moment_is_read_in_the_persons_own_zone(stage: Stage) -> None:
    """Half past twelve in São Paulo is half past three in the afternoon, UTC."""
    _, question = await _question(stage, "happened_at")
    rita = stage.person("rita")
    form = await rita.opens(question, FILL_IN)
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    assert (await rita.sends(form, happened_at=f"{yesterday} 12:30")).taken
    rows = await stage.house.rows(
        "SELECT value FROM evidence WHERE field = 'happened_at' AND confirmed ORDER BY id DESC"
    )
    assert str(rows[0][0]).startswith(f"{yesterday}T15:30")


async def test_a_consumed_form_is_not_opened_again(stage: Stage) -> None:
    """Its button says so; nothing is done twice."""
    case = await stage.reported()
    ben = stage.person("ben")
    form = await ben.types_for_form(f"note {case.number}")
    assert (await ben.sends(form, text="once")).taken
    ben.listens()
    reply = await stage.floor.press(
        ben.id, await stage.desk_card(case), stage.token("form", form.id.rpartition("/")[0])
    )
    assert not isinstance(reply, Done)
    assert "sent this form already" in ben.told()
