"""Whose channel it is: bound from chat, greeted, panelled, lost and moved."""

from logging import LogRecord
from pathlib import Path
from typing import Any

from bot.chat import requests as heard
from bot.chat.platform import Lane
from bot.domain.words import ClientKey
from tests.fakes.stage import Stage


async def test_a_coordinator_binds_a_channel_by_form_or_words(both: Stage) -> None:
    """It works at once, after a restart too; the same again changes nothing, another owner is refused."""
    carla = both.person("carla")
    both.floor.room("vip", "carla", "rita", "ben")
    form = await carla.types_for_form("bind", in_="vip")
    values = {"kind": "client", "owner": "acme", "language": "es", "zone": "America/Lima", "mode": "auto"}
    assert (await carla.sends(form, **values)).taken
    assert "Este canal" in carla.told()
    case = await both.reported("round 99812-77 is stuck", channel="vip")
    assert "Lo recibimos" in (await both.client_card(case)).text
    await both.house.restart()
    case = await both.reported("round 99812-78 is stuck", channel="vip")
    assert (await both.ticket(case)).client == "acme"
    assert "Este canal" in await carla.types("bind client acme", in_="vip")
    for words in ("bind client bravo", "bind team integrations", "bind desk"):
        assert "outra" in await carla.types(words, in_="vip"), words
    assert (await both.ticket(await both.reported("round 99812-79 is stuck", channel="vip"))).client == "acme"


async def test_a_binding_that_would_be_wrong_is_refused(stage: Stage) -> None:
    """Unknown client or team, unknown zone, nobody named: nothing is kept."""
    carla = stage.person("carla")
    stage.floor.room("vip", "carla")
    for words, told in (
        ("bind client nobody", "nobody"),
        ("bind team kitchen", "kitchen"),
        ("bind client", ""),
        ("bind client acme zone=Mars/Base", "Mars/Base"),
    ):
        assert told in (answer := await carla.types(words, in_="vip")), words
        assert answer
    assert await stage.house.count("SELECT count(*) FROM desk_overrides") == 0


async def test_a_team_gets_a_new_channel(stage: Stage) -> None:
    """Escalations go there from then on."""
    stage.floor.room("night-shift", "carla", "eva")
    told = await stage.person("carla").types("bind team integrations", in_="night-shift")
    assert told
    case = await stage.reported()
    await stage.person("ben").types(f"escalate {case.number} integrations look")
    assert (await stage.card(case, "night-shift")).notified == {"eva"}


async def test_on_joining_the_bot_greets(stage: Stage) -> None:
    """A bound channel in its language; an unbound one with the button to bind it, which opens the form."""
    stage.floor.room("lobby", "carla")
    for channel in ("acme-support", "lobby"):
        about = stage.floor.about(stage.floor.trigger(), "U0CARLA", channel)
        await stage.floor.push(heard.BotJoined(**about), Lane.TOLD)
    await stage.house.drain()
    assert len(await stage.all_of("acme-support")) == 1
    greeting = (await stage.all_of("lobby"))[0]
    form = await stage.person("carla").opens(greeting, "Bind")
    assert {"kind", "owner"} <= set(form.fields)
    assert "somebody else to do" in await stage.person("ben").clicks(greeting, "Bind")


async def happens(stage: Stage, event: type[heard.Request], channel: str, **facts: Any) -> None:
    """The platform tells of a channel."""
    about = stage.floor.about(stage.floor.trigger(), "U0CARLA", channel)
    await stage.floor.push(event(**about, **facts), Lane.TOLD)
    await stage.house.drain()


async def test_the_coordinators_hear_who_is_cut_off(stage: Stage) -> None:
    """By a removal; the same loss told in two ways is said once."""
    for why in ("left", "archive"):
        await happens(stage, heard.BotLeft, "acme-support", why=why)
    assert len([seen for seen in await stage.all_of("desk") if seen.says("Acme Casino", "left")]) == 1
    await happens(stage, heard.BotLeft, "integrations", why="left")
    assert await stage.letter("desk", "one of the channels")


async def test_where_the_desk_is_lost_too_an_operator_hears_of_it(
    stage: Stage, expected_errors: list[LogRecord]
) -> None:
    """Whoever could read it in chat is cut off: the log names the clients and why."""
    for _ in range(2):
        await happens(stage, heard.CutOff, "acme-support", why="tokens_revoked")
    await happens(stage, heard.BotLeft, "desk", why="archive")
    assert await stage.all_of("desk") == []
    revoked, archived = [record.getMessage() for record in expected_errors]
    assert "the desk cannot be told" in revoked
    assert all(word in revoked for word in ("Acme Casino", "Lucky7", "tokens_revoked"))
    assert "archive" in archived


async def test_a_channel_that_moves_takes_its_tickets_along(both: Stage) -> None:
    """Its id changes when it becomes shared; cards, threads and the binding go on there."""
    case = await both.reported()
    new = both.floor.room("acme-shared", "rita", "ben")
    about = both.floor.about(both.floor.trigger(), "U0CARLA", "acme-shared")
    await both.floor.push(heard.ChannelMoved(**about, old="C0ACME", new=new), Lane.TOLD)
    await both.house.drain()
    for post in both.floor.chat.posts.values():
        post.channel = new if post.channel == "C0ACME" else post.channel
    await both.person("rita").says("still stuck, zebra", in_="acme-shared", under=case.report)
    assert "zebra" in await both.thread("desk", (await both.desk_card(case)).id)
    assert (await both.reported("round 99812-78 is stuck", channel="acme-shared")).number == 2
    later = both.floor.room("acme-later", "rita", "ben")
    await happens(both, heard.ChannelMoved, "acme-later", old=new, new=later)
    assert (await both.reported("round 99812-79 is stuck", channel="acme-later")).number == 3
    assert "Este canal" in await both.person("carla").types("bind client acme mode=ask", in_="acme-later")
    await both.house.restart()
    bound = both.house.store.rulebook.rules.clients[ClientKey("acme")].channels
    assert [(each.channel.id, each.mode) for each in bound] == [(later, "ask")]


async def test_a_channel_that_talks_apart_goes_on_so(stage: Stage, tmp_path: Path) -> None:
    """Private threads stay private under a new id, when it is bound anew, and in the client's next channel."""
    desk = tmp_path / "desk.yaml"
    mode = "        mode: auto\n"
    apart = desk.read_text("utf-8").replace(mode, f"{mode}        threads: private\n", 1)
    desk.write_text(apart, encoding="utf-8")
    await stage.house.restart()
    carla = stage.person("carla")

    def bound() -> dict[str, tuple[str, str]]:
        channels = stage.house.store.rulebook.rules.clients[ClientKey("acme")].channels
        return {each.channel.id: (str(each.threads), str(each.mode)) for each in channels}

    assert "Este canal" in await carla.types("bind client acme mode=ask", in_="acme-support")
    assert bound() == {"C0ACME": ("private", "ask")}
    new = stage.floor.room("acme-shared", "carla", "rita")
    await happens(stage, heard.ChannelMoved, "acme-shared", old="C0ACME", new=new)
    vip = stage.floor.room("acme-vip", "carla", "rita")
    assert "Este canal" in await carla.types("bind client acme", in_="acme-vip")
    assert bound() == {new: ("private", "ask"), vip: ("private", "auto")}


async def test_rooms_of_ours_that_move_stay_bound(stage: Stage) -> None:
    """The desk's and a team's: cards go there."""
    stage.floor.room("new-desk", "ana", "ben", "carla")
    stage.floor.room("new-integrations", "eva", "leo")
    for old, name in (("C0DESK", "new-desk"), ("C0INTEG", "new-integrations")):
        await happens(stage, heard.ChannelMoved, name, old=old, new=stage.floor.channel(name))
    case = await stage.reported()
    assert (await stage.card(case, "new-desk")).says("Acme Casino")
    await stage.person("ben").types(f"escalate {case.number} integrations look", in_="new-desk")
    assert (await stage.card(case, "new-integrations")).notified == {"eva"}


async def test_nothing_is_said_in_a_desk_channel_that_strangers_share(
    stage: Stage, expected_errors: list[LogRecord]
) -> None:
    """The bot says so once, to an operator as well, and stops."""
    case = await stage.reported()
    await happens(stage, heard.ChannelShared, "desk", teams=("T0STRANGE",))
    assert ["the desk cannot be told" in record.getMessage() for record in expected_errors] == [True]
    before = len(await stage.all_of("desk"))
    await stage.person("rita").says("more about it, zebra", under=case.report)
    assert len(await stage.all_of("desk")) == before
    assert not [seen for seen in await stage.all_of("desk") if seen.says("zebra")]
    await happens(stage, heard.ChannelUnshared, "desk", teams=("T0STRANGE",))
    assert "zebra" in await stage.thread("desk", (await stage.desk_card(case)).id)


async def test_a_team_whose_channel_strangers_share_is_called_when_they_are_gone(both: Stage) -> None:
    """The coordinators hear of it; the last stranger who leaves opens it again, and the card comes with its call."""
    await happens(both, heard.ChannelShared, "integrations", teams=("T0ONE", "T0PIT"))
    await happens(both, heard.ChannelShared, "integrations", teams=("T0TWO",))
    assert len([seen for seen in await both.all_of("desk") if seen.says("A channel of Integrations is shared")]) == 1
    case = await both.reported()
    await both.person("ben").types(f"escalate {case.number} integrations please look")
    assert "shared with another company" in await both.thread("desk", (await both.desk_card(case)).id)
    await happens(both, heard.ChannelUnshared, "integrations", teams=("T0ONE",))
    await both.house.restart()
    assert not [seen for seen in await both.all_of("integrations") if seen.says("please look")]
    await happens(both, heard.ChannelUnshared, "integrations", teams=("T0TWO",))
    card = await both.card(case, "integrations")
    assert card.says("please look")
    assert card.notified == {"eva"}


async def test_a_home_page_shows_my_tickets(stage: Stage) -> None:
    """By their next deadline, in the person's own language."""
    await stage.reported()
    await stage.person("ana").types("take 1")
    await stage.floor.open_home("U0ANA")
    await stage.house.drain()
    assert "#1" in await stage.floor.home("U0ANA")
