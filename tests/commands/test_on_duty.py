"""Being on duty: who is, taking and swapping shifts, being away, pings and handovers, on both databases the same."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.jobs.duty import announce_shifts
from bot.jobs.reachable import look_after_duty
from bot.store.unit_of_work import EVERYTHING
from tests.builders import desk_text, write_desk
from tests.fakes.floor import NAME, FakeFloor
from tests.fakes.house import SEAL, opened
from tests.fakes.platform import FakePlatform
from tests.fakes.stage import Stage

TUESDAY = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
PLAIN = """    on_duty: [eva, leo]
    lead: leo
    ladder: standard
    calendar: malta-office"""
ROTATING = """    rotation:
      layers: [{people: [eva, leo], rotate: daily, since: 2026-11-10}]
      moves_tickets: true
    lead: leo
    ladder: standard
    calendar: malta-office"""


@pytest.fixture
async def turning(database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A running bot on a Tuesday at 11:00 in Malta; Eva is on duty in Integrations until 09:00, then Leo for a day."""
    floor, text = FakeFloor(), desk_text(NAME)
    assert PLAIN in text
    desk = write_desk(tmp_path, NAME, text.replace(PLAIN, ROTATING))
    async with opened(database_url, desk, lambda clock: FakePlatform(floor.chat, SEAL)) as house:
        stage = Stage(floor, house)
        async with house.store.change(EVERYTHING) as uow:
            await uow.desk.set_shift(TUESDAY - uow.wall)
        await house.store.follow_clock()
        await tick(stage)
        yield stage


async def tick(stage: Stage) -> None:
    """The job runs, twice at once harmless."""
    await announce_shifts(stage.house.bench)
    await announce_shifts(stage.house.bench)
    await stage.house.drain()


async def said_in(stage: Stage, channel: str, *words: str) -> int:
    """How many messages of a channel have all these words."""
    return len([seen for seen in await stage.all_of(channel) if seen.says(*words)])


async def test_on_duty_names_now_next_and_the_week(turning: Stage) -> None:
    """All teams or one; every time in the reader's own zone."""
    told = await turning.person("ben").types("on-duty integrations")
    assert "Eva Lind (on shift), until tomorrow 09:00 CET · next: Leo Marchetti" in told
    assert "10 Tue: Eva Lind" in told
    assert "11 Wed: Eva Lind · 09:00 Leo Marchetti" in told
    assert "DevOps" not in told
    brazil = await turning.person("ana").types("on-duty integrations")
    assert "amanhã 05:00" in brazil
    everyone = await turning.person("ben").types("on-duty")
    assert "DevOps" in everyone
    assert "Integrations" in everyone
    assert "next: Leo Marchetti" in everyone


async def test_a_shift_is_taken_once_it_is_confirmed(turning: Stage) -> None:
    """A preview first; then escalations call the new one, the relieved one hears of it, and it is audited."""
    leo, ben = turning.person("leo"), turning.person("ben")
    told = await leo.types("on-duty integrations take until 18:00")
    assert "You take over Integrations" in told
    assert "instead of Eva Lind" in told
    assert "Eva Lind (on shift)" in await ben.types("on-duty integrations")
    await leo.types("on-duty integrations take until 18:00")
    assert "settled" in await leo.clicks(await leo.last_told(), "Confirm")
    told = await ben.types("on-duty integrations")
    assert "Leo Marchetti (stands in), until today 18:00 CET · next: Eva Lind" in told
    letter = await turning.letter("integrations", "On duty in Integrations, changed", "Leo Marchetti", "18:00")
    assert letter.notified == {"eva"}
    rows = await turning.house.rows("SELECT facts FROM audit WHERE event = 'DutyDealt' AND ticket IS NULL")
    assert len(rows) == 1
    case = await turning.reported()
    await ben.types(f"escalate {case.number} integrations it hangs")
    assert (await turning.card(case, "integrations")).notified == {"leo"}


async def test_words_of_time_in_three_languages(turning: Stage) -> None:
    """Ana writes Portuguese; a mistake is explained, and nobody outside of the team takes a shift."""
    carla = turning.person("carla")
    assert "Você" in await carla.types("on-duty integrations take amanhã das 9h até 18h")
    assert "hasta" not in await carla.types("on-duty integrations take hasta las 18:00")
    take, leo, ben = "on-duty integrations take", turning.person("leo"), turning.person("ben")
    assert "xyz" in await leo.types(f"{take} xyz")
    assert "Only the people of Integrations" in await ben.types(f"{take} until 18:00")
    assert "passed" in await leo.types(f"{take} 2026-11-09 09:00 until 2026-11-09 10:00")
    assert "at most 92 days" in await leo.types(f"{take} until 2027-11-09 09:00")


async def test_a_swap_holds_once_the_other_agrees(turning: Stage) -> None:
    """Leo's Wednesday for Eva's next: Eva is asked openly, only she answers, and it can be taken back."""
    leo, eva, ben = (turning.person(each) for each in ("leo", "eva", "ben"))
    assert "Eva Lind is asked" in await leo.types("on-duty integrations swap @eva tomorrow 09:00 until 18:00")
    asked = await turning.letter("integrations", "Leo Marchetti asks you to swap shifts in Integrations")
    assert asked.notified == {"eva"}
    assert asked.buttons == ("Agree", "No, thanks")
    assert "for Eva Lind to answer" in await ben.clicks(asked, "Agree")
    await eva.clicks(asked, "Agree")
    asked = await turning.letter("integrations", "asked to swap shifts", "Agreed")
    assert asked.buttons == ()
    told = await ben.types("on-duty integrations")
    assert "11 Wed: Eva Lind · 18:00 Leo Marchetti" in told
    assert "12 Thu: Leo Marchetti · 18:00 Eva Lind" in told
    assert "One change is taken back" in await leo.types("on-duty integrations drop")
    assert "11 Wed: Eva Lind · 09:00 Leo Marchetti" in await ben.types("on-duty integrations")
    assert "no change of yours" in await leo.types("on-duty integrations drop")


async def test_a_swap_may_be_refused(turning: Stage) -> None:
    """Then it stays as it was, and whoever asked hears so."""
    leo, eva = turning.person("leo"), turning.person("eva")
    assert "no shift in Integrations" in await leo.types("on-duty integrations swap eva today 12:00 until 13:00")
    await leo.types("on-duty integrations swap eva tomorrow")
    asked = await turning.letter("integrations", "asks you to swap")
    await eva.clicks(asked, "No, thanks")
    assert (await turning.letter("integrations", "was refused")).notified == {"leo"}
    assert await turning.house.count("SELECT count(*) FROM duty_changes WHERE state = 'stands'") == 0


async def test_who_is_away_is_skipped_at_once_and_visibly(turning: Stage) -> None:
    """An open call goes to the next one at that moment; later ones say who was passed over and until when."""
    eva, ben = turning.person("eva"), turning.person("ben")
    case = await turning.reported()
    await ben.types(f"escalate {case.number} integrations it hangs")
    card = await turning.card(case, "integrations")
    assert card.notified == {"eva"}
    assert "away until tomorrow 18:00" in await eva.types("away until tomorrow 18:00")
    call = await turning.letter("integrations", "You are called instead", "Eva Lind is skipped: away until")
    assert call.notified == {"leo"}
    assert "Leo Marchetti" in (await turning.letter("integrations", "Eva Lind is away until", "calls go to")).text
    assert "Eva Lind is skipped: away until" in await ben.types("on-duty integrations")
    other = await turning.reported("round 88888-12 on Book of Suns is stuck, player 60001")
    await ben.types(f"escalate {other.number} integrations this too")
    assert (await turning.card(other, "integrations")).notified == {"leo"}
    await turning.letter("integrations", "Not everybody could be called", "Eva Lind is skipped: away until")
    assert "there again" in await eva.types("back")
    assert "Eva Lind (on shift)" in await ben.types("on-duty integrations")
    assert "No absence" in await eva.types("back")


async def test_somebody_whose_account_is_deactivated_is_skipped(turning: Stage) -> None:
    """As one is who has no account where the team sits."""
    ben, eva = turning.person("ben"), turning.floor.user("eva")
    await turning.house.change('UPDATE accounts SET active = :no WHERE "user" = :who', no=False, who=eva)
    assert "Leo Marchetti (next on this shift)" in (told := await ben.types("on-duty integrations"))
    assert "Eva Lind is skipped: the account is deactivated" in told
    await turning.house.change("UPDATE accounts SET platform = 'mail' WHERE \"user\" = :who", who=eva)
    assert "Eva Lind is skipped: no account" in await ben.types("on-duty integrations")


async def test_a_ping_calls_whoever_is_on_duty_once_a_minute(turning: Stage) -> None:
    """In the desk's thread, also from the client's; a client is told politely, and their words are kept."""
    case = await turning.reported()
    ben, rita = turning.person("ben"), turning.person("rita")
    await ben.mentions("integrations! please look", case, at_desk=True)
    ping = await turning.letter("desk", "You are on duty in Integrations", "please look")
    assert ping.notified == {"eva"}
    assert "less than a minute ago" in await ben.mentions("integrations!", case, at_desk=True)
    await turning.passes(minutes=1.1)
    assert "Eva Lind of Integrations was called" in await ben.mentions("Integrações!", case)
    assert await said_in(turning, "desk", "You are on duty in Integrations") == 2
    assert await said_in(turning, "acme-support", "Eva Lind") == 0
    await turning.passes(minutes=1.1)
    told = await rita.mentions("integrations!", case)
    assert "nossa equipe" in told
    assert await said_in(turning, "desk", "You are on duty in Integrations") == 2
    assert await turning.happened(case, "ClientWrote") == 1
    assert await turning.happened(case, "DutyPinged") == 2
    assert "ticket" in await turning_top(turning)


async def turning_top(stage: Stage) -> str:
    """Somebody of ours pings where no ticket is."""
    ben = stage.person("ben")
    await ben.says("@pitboss integrations!", in_="desk")
    return ben.told()


async def test_a_shift_ends_with_a_list_that_the_next_one_accepts(turning: Stage) -> None:
    """Announced once, also after a restart; only the arriving person accepts; the tickets are theirs then."""
    eva, leo, ben, ivo = (turning.person(each) for each in ("eva", "leo", "ben", "ivo"))
    case = await turning.reported()
    await ben.types(f"take {case.number}")
    await ben.types(f"escalate {case.number} integrations compare both ledgers")
    await eva.types(f"ack {case.number}", in_="integrations")
    assert await said_in(turning, "integrations", "Change of shift") == 0
    await turning.passes(hours=22.5)
    await turning.house.restart()
    await tick(turning)
    letter = await turning.letter("integrations", "Change of shift: Integrations", "Leo Marchetti is on duty now")
    assert letter.notified == {"leo"}
    assert letter.says("The shift of Eva Lind is over", f"#{case.number} P3", "owner: Ben Okoro", "in progress")
    assert letter.says("next step: the team, compare both ledgers", "due ")
    assert await said_in(turning, "integrations", "Change of shift") == 1
    assert "for Leo Marchetti to answer" in await ivo.clicks(letter, "I take over")
    assert "taken over one ticket" in await leo.clicks(letter, "I take over")
    letter = await turning.letter("integrations", "Leo Marchetti has taken over")
    assert letter.buttons == ()
    assert await turning.happened(case, "TicketHandedOver") == 1
    assignee = await turning.house.rows("SELECT assignee FROM escalations WHERE ticket = :n", n=case.number)
    assert await turning.name(int(str(assignee[0][0]))) == "Leo Marchetti"
    assert (await turning.ticket(case)).owner is not None
    await turning.passes(hours=24)
    await tick(turning)
    assert await said_in(turning, "integrations", "Change of shift") == 2


async def test_an_override_is_announced_when_it_begins_and_ends(turning: Stage) -> None:
    """Nothing is said of a team whose people do not change."""
    leo = turning.person("leo")
    await leo.types("on-duty integrations take today 12:00 until 13:00")
    await leo.clicks(await leo.last_told(), "Confirm")
    await turning.passes(minutes=61)
    await tick(turning)
    assert await said_in(turning, "integrations", "Leo Marchetti is on duty now", "13:00") == 1
    await turning.passes(minutes=61)
    await tick(turning)
    assert await said_in(turning, "integrations", "Eva Lind is on duty now") == 1
    assert (await turning.letter("integrations", "Eva Lind is on duty now")).notified == frozenset()
    assert await said_in(turning, "product", "on duty now") == 0


async def test_an_old_button_says_so(turning: Stage) -> None:
    """What was answered, or is over, is not answered again."""
    leo = turning.person("leo")
    await leo.types("on-duty integrations take until 12:00")
    offer = await leo.last_told()
    await turning.passes(hours=2)
    assert "is over" in await leo.clicks(offer, "Confirm")


async def test_what_is_missing_or_somebody_elses_is_explained(turning: Stage) -> None:
    """A time, a team, a person; and only a coordinator says it of others."""
    leo, carla = turning.person("leo"), turning.person("carla")
    assert "Say when" in await leo.types("away")
    assert "xyz" in await leo.types("away xyz")
    assert "passed" in await leo.types("away 2026-11-09 10:00")
    assert "somebody else to do" in await leo.types("away until 18:00 who=@eva")
    assert "Eva Lind" in await carla.types("away until 18:00 who=eva")
    assert "Leo Marchetti" in await leo.types("on-duty integrations")
    assert "Eva Lind" in await carla.types("back eva")
    assert "who" in await leo.types("on-duty integrations swap")
    assert "zoe" in await leo.types("on-duty integrations swap zoe tomorrow")
    assert "take" in await leo.types("on-duty take until 18:00")


async def test_a_deactivated_account_is_found_and_its_calls_go_on(turning: Stage) -> None:
    """Nobody tells us of it on every platform, so whoever is on duty is looked at now and then."""
    ben, eva = turning.person("ben"), turning.floor.user("eva")
    case = await turning.reported()
    await ben.types(f"escalate {case.number} integrations it hangs")
    turning.floor.chat.people[eva] = replace(turning.floor.chat.people[eva], active=False)
    await look_after_duty(turning.house.bench)
    await turning.house.drain()
    call = await turning.letter("integrations", "You are called instead", "the account is deactivated")
    assert call.notified == {"leo"}
    await look_after_duty(turning.house.bench)
    await tick(turning)
    assert await said_in(turning, "integrations", "You are called instead") == 1
    assert await said_in(turning, "integrations", "Leo Marchetti is on duty now") == 1
