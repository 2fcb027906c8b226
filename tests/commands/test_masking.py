"""What was masked stays masked, is counted, is told to its writer once, and is read back only by whoever may."""

import pytest
from sqlalchemy import select

from bot.chat.platform import TryLater
from bot.chat.requests import Said
from bot.store.queue_tables import inbox
from bot.store.tables import metadata
from bot.store.unit_of_work import EVERYTHING
from tests.fakes.chat import Post
from tests.fakes.payloads import payload_of
from tests.fakes.stage import Case, Stage

CARD = "4111 1111 1111 1111"
COVERED = "•••• •••• •••• 1111"
MAIL = "rosa.lopes@example.com"
SECRETS = ("4111 1111 1111 1111", "4111111111111111", "rosa.lopes", "529.982.247-25", "s3cr3t77", "91234-5678")
REPORT = f"round 99812-77 did not pay 50 EUR, player 83921 paid by {CARD}"


async def _nothing_kept(stage: Stage) -> None:
    """No row of any table holds any of the secrets, whatever it is for."""
    async with stage.house.store.look(EVERYTHING) as uow:
        for table in metadata.sorted_tables:
            for row in (await uow.execute(select(table))).all():
                found = [secret for secret in SECRETS if secret in str(tuple(row))]
                assert not found, f"{found} in {table.name}: {row}"


async def _with_card(stage: Stage, text: str = REPORT) -> Case:
    return await stage.reported(text)


async def test_a_card_number_is_masked_before_it_is_kept(both: Stage) -> None:
    """The desk reads the last digits and how much was masked, the rows hold no more, the job's ids are all there."""
    case = await _with_card(both)
    card = await both.desk_card(case)
    assert card.says(COVERED, "99812-77", "83921", "50 EUR", "1 card number masked")
    assert "Unmask" in card.buttons
    assert (await both.ticket(case)).title.endswith(COVERED)
    await _nothing_kept(both)


async def test_the_writer_is_told_once_and_privately(stage: Stage) -> None:
    """In their language, what it was and that they may take it away; not again when the same thing is told again."""
    rita = stage.person("rita")
    message = await rita.says(f"rodada 99812-77 não pagou, cartão {CARD}, e-mail {MAIL}")
    assert "1 número de cartão e 1 endereço de e-mail" in rita.told()
    assert "edite ou apague" in rita.told()
    rita.listens()
    await stage.floor.again(message)
    await stage.house.drain()
    assert rita.told() == ""


async def test_whoever_wrote_nothing_personal_is_told_nothing(stage: Stage) -> None:
    rita = stage.person("rita")
    await rita.says("round 99812-77 did not pay 50 EUR, player 83921")
    assert rita.told() == ""
    assert "Unmask" not in (await stage.letter("desk", "99812-77")).buttons


async def test_an_edit_is_masked_and_tells_only_what_is_new(both: Stage) -> None:
    """A card that was there already is no news; when it is edited out, the note and the button go."""
    case = await _with_card(both)
    rita = both.person("rita")
    for text, told in (
        (f"{REPORT}!", ""),
        (f"{REPORT}, mail {MAIL}", "1 endereço de e-mail"),
        ("round 99812-77 did not pay 50 EUR, player 83921", ""),
    ):
        rita.listens()
        await both.floor.edit(rita.id, "acme-support", case.report, text)
        await both.house.drain()
        assert (told in rita.told()) if told else rita.told() == ""
        await _nothing_kept(both)
    card = await both.desk_card(case)
    assert "masked" not in card.text
    assert "Unmask" not in card.buttons


async def test_what_is_said_in_threads_is_masked_everywhere_else(both: Stage) -> None:
    """The client's, the desk's and a team's: copies, digests and searches know nothing else."""
    case = await both.reported()
    rita, ben = both.person("rita"), both.person("ben")
    await rita.says("the player's CPF is 529.982.247-25, link https://x.org/l?token=s3cr3t77&game=5", under=case.report)
    copy = await both.letter("desk", "•••.•••.•••-25", "token=•••&game=5")
    assert copy.says("1 CPF and 1 password or token masked")
    assert "Unmask" in copy.buttons
    await ben.says("call her: +55 11 91234-5678", in_="desk", under=(await both.desk_card(case)).id)
    assert "1 telephone number" in ben.told()
    told = await ben.types(f"note {case.number} her card is {CARD}")
    assert "Your note is on" in told
    assert "1 card number" in told
    await ben.types(f"escalate {case.number} integrations she pays by {CARD}")
    assert (await both.letter("integrations", COVERED)).text
    await ben.types(f"priority {case.number} high high {MAIL} wrote to us")
    await _nothing_kept(both)


async def test_a_form_is_masked_before_it_is_kept(both: Stage) -> None:
    """Its draft, its values and the files' names; one who fills in an id's field gives that id, whatever its digits."""
    rui = both.person("rui")
    form = await both.person("ben").types_for_form("note 1") if await both.reported() else None
    assert form is not None
    ben = both.person("ben")
    assert (await ben.sends(form, text=f"write to {MAIL}, pays by {CARD}")).taken
    assert "1 card number and 1 e-mail address" in ben.told()
    await _nothing_kept(both)
    assert await both.house.count("SELECT count(*) FROM entries WHERE kind = 'note' AND covered IS NOT NULL") == 1
    assert rui.told() == ""


async def test_an_id_in_its_own_field_stays(stage: Stage) -> None:
    """Digits that could be a card's are the round that was asked for."""
    case = await stage.reported()
    assert await stage.person("ben").types(f"need {case.number} bet_transaction_id") == ""
    question = next(seen for seen in await stage.all_of("acme-support") if "Preencher" in seen.buttons)
    rita = stage.person("rita")
    form = await rita.opens(question, "Preencher")
    assert (await rita.sends(form, bet_transaction_id="5500000000000004")).taken
    assert (await stage.desk_card(case)).says("5500000000000004")


async def test_a_search_is_for_what_was_typed(stage: Stage) -> None:
    """What is only looked for is kept nowhere, so an id that looks like a card is found; a masked card is not."""
    await stage.reported("transaction 5500000000000004 was debited twice")
    await _with_card(stage)
    ben = stage.person("ben")
    assert "#1" in await ben.types("find 5500000000000004")
    assert "found nothing" in await ben.types("find 4111111111111111")
    await _nothing_kept(stage)


async def test_the_inbox_forgets_what_was_worked_off(both: Stage) -> None:
    """A dead letter keeps it, to be replayed, until it is worked off or discarded."""
    await _with_card(both)
    async with both.house.store.look(EVERYTHING) as uow:
        kept = (await uow.execute(select(inbox.c.state, inbox.c.payload))).all()
    assert kept
    assert all(state == "done" and payload == {} for state, payload in kept)


async def test_a_coordinator_reads_back_what_was_masked(both: Stage) -> None:
    """By the button or typed, from the platform and privately; a look is written down, and the next sees it."""
    case = await _with_card(both)
    carla = both.person("carla")
    told = await carla.clicks(await both.desk_card(case), "Unmask")
    assert CARD in told
    assert "Rita Prado" in told
    assert "olhou o original" not in told
    assert await both.happened(case, "Unmasked") == 1
    again = await carla.types(f"unmask {case.number}")
    assert CARD in again
    assert "Carla Nunes olhou o original" in again
    rows = await both.house.rows("SELECT facts FROM audit WHERE event = 'Unmasked'")
    assert len(rows) == 2
    await _nothing_kept(both)
    assert not [seen for seen in await both.all_of("desk") if CARD in seen.text]


@pytest.mark.parametrize("who", ["ben", "eva", "rita"])
async def test_others_are_refused_and_nothing_is_recorded(stage: Stage, who: str) -> None:
    case = await _with_card(stage)
    where = "acme-support" if who == "rita" else "desk"
    told = await stage.person(who).types(f"unmask {case.number}", in_=where)
    assert told
    assert CARD not in told
    assert await stage.happened(case, "Unmasked") == 0


async def test_whoever_leads_a_team_may(stage: Stage) -> None:
    case = await _with_card(stage)
    assert CARD in await stage.person("leo").types(f"unmask {case.number}")


async def test_what_is_gone_or_cannot_be_read_is_said(stage: Stage) -> None:
    """A deleted message, one that the platform does not give now, a form, and a ticket with nothing to unmask."""
    case = await _with_card(stage)
    carla = stage.person("carla")
    stage.floor.chat.will("message", TryLater(1, "slow"))
    assert "não pode ser lida agora" in await carla.types(f"unmask {case.number}")
    await stage.floor.delete(stage.person("rita").id, "acme-support", case.report)
    await stage.house.drain()
    assert "não existe mais" in await carla.types(f"unmask {case.number}")
    assert "Unmask" not in (await stage.desk_card(case)).buttons
    await stage.person("ben").types(f"note {case.number} {MAIL}")
    assert "comando ou formulário" in await carla.types(f"unmask {case.number}")
    other = await stage.reported("La ronda AP-2026-000123 está trabada", by="luz", channel="lucky7-soporte")
    assert "Nada está mascarado" in await carla.types(f"unmask {other.number}")


async def test_a_deleted_original_says_who_looked(stage: Stage) -> None:
    """`show` tells a coordinator who read the original back while it stood there."""
    case = await stage.reported()
    rita, carla = stage.person("rita"), stage.person("carla")
    said = await rita.says(f"she pays by {CARD}", under=case.report)
    copy = await stage.letter("desk", COVERED)
    assert CARD in await carla.clicks(copy, "Unmask")
    await stage.floor.delete(rita.id, "acme-support", said)
    await stage.house.drain()
    told = await carla.clicks(await stage.letter("desk", "deleted this message"), "Show")
    assert COVERED in told
    assert CARD not in told
    assert "Carla Nunes olhou o original" in told


async def test_a_message_that_a_gesture_points_at_is_masked_too(both: Stage) -> None:
    """It is read back from the platform, as it was written before we listened."""
    rita = both.person("rita")
    message = _unheard(both, rita.id, REPORT)
    await both.person("ben").reacts(message, "open")
    case = await both.case_of(message)
    assert (await both.desk_card(case)).says(COVERED, "1 card number masked")
    assert "1 número de cartão" in rita.told()
    await _nothing_kept(both)


def _unheard(stage: Stage, user: str, text: str) -> str:
    """A message that was written before the bot was there."""
    floor, place = stage.floor, stage.floor.place("acme-support")
    post = floor.chat.write(Post(floor.chat.next_id(), place.channel.id, None, user, floor.chat.now(), text))
    about = floor.about(f"old:{post.id}", user, "acme-support")
    post.payloads.append(payload_of(Said(**about, source=floor.source(post.id), text=text)))
    return post.id
