"""Choices while somebody is typing: what they could mean, within their sight; and inputs that come by name."""

from bot.chat import requests as heard
from bot.chat.platform import Lane
from bot.chat.replies import Options
from tests.fakes.stage import Stage


async def suggests(stage: Stage, who: str, command: str, argument: str, typed: str = "", at: str = "desk") -> list[str]:
    """The values that are offered."""
    hand = stage.person(who)
    about = stage.floor.about(stage.floor.trigger(), hand.id, at)
    asked = heard.Suggested(**about, command=command, argument=argument, typed=typed)
    reply = await stage.floor.push(asked, Lane.ASKED)
    assert isinstance(reply, Options)
    return [choice.value for choice in reply.choices]


async def test_names_are_found_by_their_beginning_first(stage: Stage) -> None:
    """Teams, categories, clients and people by key or name, in the person's language."""
    everything = await suggests(stage, "ana", "escalate", "team")
    assert "integrations" in everything and len(everything) == len(set(everything))
    assert (await suggests(stage, "ana", "escalate", "team", "integ"))[0] == "integrations"
    assert "acme" in await suggests(stage, "ana", "backlog", "client", "AC")
    assert "ben" in await suggests(stage, "ana", "assign", "person", "be")
    assert await suggests(stage, "ana", "backlog", "status", "tri") == ["triage"]
    assert await suggests(stage, "ana", "escalate", "team", "no such team") == []


async def test_tickets_are_suggested_within_sight(stage: Stage) -> None:
    """Staff see all, a client's person their own; another client's are not even counted."""
    first = await stage.reported()
    second = await stage.reported("La ronda AP-2026-000777 del jugador 77001 no pagó", "luz", "lucky7-soporte")
    numbers = {f"#{first.number}", f"#{second.number}"}
    assert set(await suggests(stage, "ana", "take", "ticket")) == numbers
    assert await suggests(stage, "ana", "take", "ticket", f"#{second.number}") == [f"#{second.number}"]
    assert await suggests(stage, "ana", "take", "ticket", "83921") == [f"#{first.number}"]
    for typed in ("", f"#{second.number}", "77001", "ronda"):
        offered = await suggests(stage, "rita", "status", "ticket", typed, "acme-support")
        assert set(offered) <= {f"#{first.number}"}, typed


async def test_nothing_is_suggested_for_what_one_may_not_use(stage: Stage) -> None:
    """Nor for a command or an input that does not exist."""
    await stage.reported()
    assert await suggests(stage, "rita", "assign", "ticket", "", "acme-support") == []
    assert await suggests(stage, "rita", "assign", "person", "", "acme-support") == []
    assert await suggests(stage, "ana", "no-such-command", "ticket") == []
    assert await suggests(stage, "ana", "take", "no_such_input") == []


async def test_inputs_that_come_by_name_need_no_parsing(stage: Stage) -> None:
    """As from a platform whose commands have typed options; spaces and signs in a text are the text's own."""
    case = await stage.reported()
    ana = stage.person("ana")
    values = {"ticket": f"#{case.number}", "text": 'it says "team=x" – asked Nebula; client=luz'}
    about = stage.floor.about(stage.floor.trigger(), ana.id, "desk")
    await stage.floor.push(heard.Typed(**about, command="note", values=values), Lane.DONE)
    await stage.house.drain()
    rows = await stage.house.rows("SELECT text FROM entries WHERE ticket = :id ORDER BY id DESC", id=case.number)
    assert str(rows[0][0]) == values["text"]
