"""Another client's ticket looks exactly like one that does not exist; strangers and colleagues see what they may."""

from pathlib import Path

import pytest

from bot.chat.buttons import Press
from commands import COMMANDS
from tests.builders import desk_text, write_desk
from tests.fakes.floor import NAME, FakeFloor
from tests.fakes.house import SEAL, opened
from tests.fakes.platform import FakePlatform
from tests.fakes.stage import Stage

UNKNOWN = 987
WORDS = {
    "status": "status {n}",
    "priority": "priority {n} h h now",
    "escalate": "escalate {n} integrations look",
    "reopen": "reopen {n} not solved",
    "resolve": "resolve {n}",
    "confirm": "confirm {n}",
    "fill": "fill {n}",
}


async def test_by_words_another_clients_ticket_is_unknown(both: Stage) -> None:
    """Byte for byte, in every command that a client may use, resolved tickets included; and nothing happens to it."""
    case = await both.reported()
    luz = both.person("luz")
    for resolved in (False, True):
        if resolved:
            await both.person("ben").types(f"resolve {case.number} bet_refunded it was")
        before = await both.ticket(case)
        for words in WORDS.values():
            theirs = await luz.types(words.format(n=case.number), in_="lucky7-soporte")
            unknown = await luz.types(words.format(n=UNKNOWN), in_="lucky7-soporte")
            assert theirs
            assert theirs == unknown.replace(str(UNKNOWN), str(case.number)), words
        assert await both.ticket(case) == before
    assert "#1 " not in await luz.types("mine", in_="lucky7-soporte")


async def test_by_buttons_another_clients_ticket_is_unknown(stage: Stage) -> None:
    """A genuine button, replayed where it does not belong, in every command that takes a ticket or a message."""
    case = await stage.reported()
    await stage.reported("La ronda AP-2026-000123 está trabada", by="luz", channel="lucky7-soporte")
    await stage.person("ben").types(f"resolve {case.number} bet_refunded it was")
    before = await stage.ticket(case)
    entry = (await stage.house.rows("SELECT id FROM entries WHERE ticket = :n", n=case.number))[0][0]
    luz = stage.person("luz")
    seen = (await stage.all_of("lucky7-soporte"))[0]
    for command in COMMANDS:
        kinds = [each.kind.value for each in command.arguments if each.required]
        told = []
        for ticket, message in ((case.number, entry), (UNKNOWN, 424242)):
            given = {"ticket": str(ticket), "number": str(message)}
            press = Press(command.name, tuple(given[kind] for kind in kinds if kind in given))
            luz.listens()
            await stage.floor.press(luz.id, seen, SEAL.sign(press))
            await stage.house.drain()
            told.append(luz.told())
        if "ticket" in kinds or "number" in kinds:
            assert told[0] == told[1].replace(str(UNKNOWN), str(case.number)), command.name
            assert told[0], command.name
    assert await stage.ticket(case) == before


async def test_gestures_and_threads_of_strangers_do_nothing(stage: Stage) -> None:
    """Somebody of another client in this client's channel: no reaction, mention or word of theirs has an effect."""
    case = await stage.reported()
    bruno = stage.person("bruno")
    before = await stage.ticket(case)
    for gesture in ("open", "priority", "escalate", "resolve", "take", "not_a_report"):
        await bruno.reacts(case.report, gesture)
    await bruno.mentions("urgente", case)
    await bruno.says("a report of my own: round 1 is stuck")
    assert await stage.ticket(case) == before
    assert await stage.tickets() == 1


@pytest.mark.parametrize("team", ["T0BRAVO", "T0NEBULA"])
async def test_a_stranger_in_a_thread_is_reported_and_not_copied(tmp_path: Path, sqlite_url: str, team: str) -> None:
    """The owner hears that somebody of another client, or of a provider, writes there; the words stay out."""
    text = desk_text(NAME).replace(
        "    name: Nebula Games\n", f"    name: Nebula Games\n    teams: {{{NAME}: [T0NEBULA]}}\n"
    )
    floor = FakeFloor()
    desk = write_desk(tmp_path, NAME, text)
    async with opened(sqlite_url, desk, lambda clock: FakePlatform(floor.chat, SEAL)) as house:
        stage = Stage(floor, house)
        case = await stage.reported()
        await stage.person("ben").types(f"take {case.number}")
        stage.floor.newcomer("stan", team, "acme-support", "en")
        await stage.person("stan").says("let me in on this secret-word", under=case.report)
        letter = await stage.letter("desk", "Stan")
        assert letter.notified == {"ben"}
        assert letter.thread == (await stage.desk_card(case)).id
        assert not [seen for seen in await stage.all_of("desk") if seen.says("secret-word")]
        assert await stage.house.count("SELECT count(*) FROM entries WHERE text LIKE '%secret-word%'") == 0
        assert (await stage.ticket(case)).unanswered_since is not None
        assert stage.person("stan").told() == ""


async def test_a_colleague_looks_and_opens_but_answers_nobody(stage: Stage) -> None:
    """Somebody of our own workspace who is on no list: writing is no report and no answer to the client."""
    paul_id = stage.floor.newcomer("paul", "T0PIT", "acme-support", "en")
    stage.floor.chat.members["C0DESK"].append(paul_id)
    case = await stage.reported()
    paul = stage.person("paul")
    await paul.says("round 99812-78 seems stuck as well")
    await paul.says("we look into it", under=case.report)
    assert await stage.tickets() == 1
    assert (await stage.ticket(case)).first_answered_at is None
    assert "Policy p3" in await paul.types("status 1")
    assert "#1" in await paul.types("find 99812-77")
    for words in ("take 1", "note 1 hello", "resolve 1 fixed yes", "escalate 1 integrations x", "mine", "bind desk"):
        assert "somebody else to do" in await paul.types(words), words
    form = await paul.types_for_form("open", in_="acme-support")
    assert (await paul.sends(form, text="round 99812-78 of player 70001 is stuck")).taken
    assert await stage.tickets() == 2
    assert (await stage.letter("desk", "#2 ·")).says("Acme Casino", "Paul")


async def test_a_colleagues_note_at_the_desk_is_kept(stage: Stage) -> None:
    """The desk's threads are for all of our own people; an edit and a deletion follow without a complaint."""
    stage.floor.newcomer("paul", "T0PIT", "desk", "en")
    case = await stage.reported()
    paul, root = stage.person("paul"), (await stage.desk_card(case)).id
    note = await paul.says("saw the same yesterday", in_="desk", under=root)
    await stage.floor.edit(paul.id, "desk", note, "saw the same on Monday")
    await stage.house.drain()
    assert "#1" in await stage.person("ben").types("find Monday")
    await stage.floor.delete(paul.id, "desk", note)
    await stage.house.drain()
    assert "found nothing" in await stage.person("ben").types("find Monday")
    assert paul.told() == ""


@pytest.mark.parametrize(("look", "open_"), [(True, False), (False, True), (False, False)])
async def test_the_desk_says_how_far_colleagues_go(tmp_path: Path, sqlite_url: str, look: bool, open_: bool) -> None:
    """What desk.yaml does not let them do is not in their help either."""
    text = desk_text(NAME).replace(
        "  look: true\n  open: true", f"  look: {str(look).lower()}\n  open: {str(open_).lower()}"
    )
    floor = FakeFloor()
    desk = write_desk(tmp_path, NAME, text)
    async with opened(sqlite_url, desk, lambda clock: FakePlatform(floor.chat, SEAL)) as house:
        stage = Stage(floor, house)
        await stage.reported()
        stage.floor.newcomer("paul", "T0PIT", "acme-support", "en")
        paul = stage.person("paul")
        told = await paul.types("help", in_="acme-support")
        assert ("find words" in told, "Report something" in told) == (look, open_)
        assert ("somebody else to do" in await paul.types("status 1", in_="acme-support")) is not look
        assert ("somebody else to do" in await paul.types("open", in_="acme-support")) is not open_
