"""discord.py's own HTTP client against the sandbox, with nothing changed but its base address."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord.http import HTTPClient, Route, handle_message_parameters

from tests.sandbox.discord.calls import ACME, APP, FORUM, GUILD, RITA, TOKEN, Rest


@pytest.fixture
async def pointed(rest: Rest) -> AsyncIterator[None]:
    """The library asks the sandbox instead of Discord."""
    real, Route.BASE = Route.BASE, rest.base
    yield
    Route.BASE = real


@pytest.fixture
async def client(pointed: None) -> AsyncIterator[HTTPClient]:
    """A client that is logged in."""
    http = HTTPClient(asyncio.get_running_loop())
    await http.static_login(TOKEN)
    yield http
    await http.close()


def parameters(**more: Any) -> Any:
    """The parameters of a message as the library builds them."""
    return handle_message_parameters(**more)


async def test_it_posts_with_a_nonce_and_reads_back(client: HTTPClient) -> None:
    """The library's enforce_nonce finds the earlier message."""
    one = await client.send_message(ACME, params=parameters(content="x", nonce="stable"))
    two = await client.send_message(ACME, params=parameters(content="x", nonce="stable"))
    assert one["id"] == two["id"]
    assert [m["id"] for m in await client.logs_from(ACME, 5)] == [one["id"]]
    assert (await client.edit_message(ACME, one["id"], params=parameters(content="y")))["content"] == "y"
    await client.add_reaction(ACME, one["id"], "%F0%9F%91%8D")
    await client.pin_message(ACME, one["id"])
    assert (await client.pins_from(ACME))["items"][0]["message"]["id"] == one["id"]
    await client.delete_message(ACME, one["id"])


async def test_it_sends_files_and_components(client: HTTPClient) -> None:
    """A layout with a file by multipart."""
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.Container(discord.ui.TextDisplay("hello"), discord.ui.File("attachment://n.txt")))
    file = discord.File(io.BytesIO(b"hi"), "n.txt")
    made: Any = await client.send_message(ACME, params=parameters(view=view, file=file))
    assert made["attachments"][0]["size"] == 2 and made["components"][0]["components"][0]["content"] == "hello"
    assert await client.get_from_cdn(made["attachments"][0]["url"]) == b"hi"


async def test_it_starts_threads_and_posts(client: HTTPClient) -> None:
    """From a message, and in a forum."""
    made = await client.send_message(ACME, params=parameters(content="x"))
    thread = await client.start_thread_with_message(ACME, made["id"], name="t", auto_archive_duration=60)
    assert thread["id"] == made["id"]
    with pytest.raises(discord.HTTPException) as caught:
        await client.start_thread_with_message(ACME, made["id"], name="t", auto_archive_duration=60)
    assert (caught.value.status, caught.value.code) == (400, 160004)
    channel = {"name": "post", "auto_archive_duration": 60}
    post = await client.start_thread_in_forum(FORUM, params=parameters(content="x", channel_payload=channel))
    assert post["parent_id"] == FORUM
    await client.add_user_to_thread(thread["id"], int(RITA))
    assert len(await client.get_thread_members(thread["id"])) == 2


async def test_it_syncs_commands(client: HTTPClient) -> None:
    """The tree's payload is taken, and a wrong one is refused with the field's place in words."""
    tree: Any = [{"name": "pit", "description": "d", "type": 1, "options": []}]
    assert (await client.bulk_upsert_guild_commands(APP, GUILD, tree))[0]["name"] == "pit"
    with pytest.raises(discord.HTTPException, match=r"In 0\.name"):
        await client.bulk_upsert_guild_commands(APP, GUILD, [{**tree[0], "name": "P I T"}])


async def test_a_refused_login(pointed: None) -> None:
    """A wrong token is a LoginFailure."""
    http = HTTPClient(asyncio.get_running_loop())
    with pytest.raises(discord.LoginFailure):
        await http.static_login("wrong")
    await http.close()


async def test_errors_become_its_exceptions(client: HTTPClient) -> None:
    """Forbidden and NotFound."""
    with pytest.raises(discord.NotFound) as caught:
        await client.get_message(ACME, 1)
    assert caught.value.code == 10008
    with pytest.raises(discord.Forbidden):
        await client.kick(int(RITA), int(GUILD))


async def test_it_waits_out_a_429(rest: Rest, client: HTTPClient) -> None:
    """With Via it waits and goes on; without, it takes it for a ban and gives up."""
    name = "POST /channels/{channel}/messages"
    rule: dict[str, Any] = {"match": {"method": name}, "action": "status", "retry_after": 0.05, "times": 1}
    await rest.hand.do("faults", rules=[rule])
    assert (await client.send_message(ACME, params=parameters(content="x")))["content"] == "x"
    await rest.hand.do("faults", rules=[{**rule, "via": False}])
    with pytest.raises(discord.HTTPException) as caught:
        await client.send_message(ACME, params=parameters(content="x"))
    assert caught.value.status == 429
