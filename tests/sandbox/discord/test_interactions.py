"""Interactions on the wire: payloads, first answers, deadlines, follow-ups.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from tests.sandbox.discord.people import ANA, APP, BEN, FLOOR, GENERAL, GUILD, RITA, SECRET, STAFF, TOKEN
from tests.sandbox.discord.wires import Wire, identified

PIT = {
    "name": "pit", "description": "Tickets", "options": [
        {"type": 1, "name": "take", "description": "Take", "options": [
            {"type": 4, "name": "ticket", "description": "Which", "required": True, "autocomplete": True},
            {"type": 6, "name": "who", "description": "Who"},
            {"type": 7, "name": "where", "description": "Where", "channel_types": [0]},
            {"type": 8, "name": "team", "description": "Team"},
            {"type": 5, "name": "urgent", "description": "Urgent"},
            {"type": 10, "name": "amount", "description": "Amount", "max_value": 100},
            {"type": 3, "name": "note", "description": "Note", "max_length": 10},
            {"type": 3, "name": "kind", "description": "Kind", "choices": [{"name": "Low", "value": "low"}]},
            {"type": 11, "name": "shot", "description": "Screenshot"},
            {"type": 9, "name": "for", "description": "For"},
        ]},
        {"type": 2, "name": "admin", "description": "Admin", "options": [
            {"type": 1, "name": "close", "description": "Close"},
        ]},
    ],
}  # fmt: skip
COMMANDS = [
    PIT,
    {"name": "Open a ticket", "type": 3},
    {"name": "Who is it", "type": 2},
    {"name": "locked", "description": "For moderators", "default_member_permissions": "8192"},
    {"name": "direct", "description": "In direct messages", "contexts": [1]},
]
ROWS = [
    {"type": 1, "components": [
        {"type": 2, "style": 1, "label": "Go", "custom_id": "go"},
        {"type": 2, "style": 5, "label": "Read", "url": "https://example.com"},
        {"type": 2, "style": 4, "label": "Off", "custom_id": "off", "disabled": True},
    ]},
    {"type": 1, "components": [{"type": 3, "custom_id": "pick", "max_values": 2, "options": [
        {"label": "One", "value": "1"}, {"label": "Two", "value": "2"}]}]},
    {"type": 1, "components": [{"type": 7, "custom_id": "whom", "max_values": 2}]},
]  # fmt: skip


@dataclass
class Side:
    """The app's side: its gateway and its calls."""

    play: Any
    wire: Wire

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
        """A call of the REST API; status and body."""
        headers = {"Authorization": f"Bot {TOKEN}"}
        url = f"{self.play.base}/discord/api/v10{path}"
        body_of = {} if body is None else {"json": body}
        async with self.play.session.request(method, url, headers=headers, **body_of, **more) as response:
            return response.status, await response.json() if response.status != 204 else None

    async def post(self, content: str = "card", channel: str = GENERAL, **more: Any) -> str:
        """Post a message with buttons and selects; its id."""
        body = {"content": content, "components": ROWS, **more}
        status, message = await self.call("POST", f"/channels/{channel}/messages", body)
        assert status == 200, message
        answer: str = message["id"]
        return answer

    async def event(self) -> dict[str, Any]:
        """The next interaction."""
        return await self.wire.until("INTERACTION_CREATE")

    async def answer(self, event: dict[str, Any], kind: int, data: Any = None, query: str = "") -> tuple[int, Any]:
        """The first answer."""
        body = {"type": kind} | ({} if data is None else {"data": data})
        return await self.call("POST", f"/interactions/{event['id']}/{event['token']}/callback{query}", body)

    def follow(self, event: dict[str, Any], message: str = "") -> str:
        """The path of its follow-ups, or of one message."""
        return f"/webhooks/{APP}/{event['token']}" + (f"/messages/{message}" if message else "")

    def does(self, act: str, **body: Any) -> "asyncio.Task[dict[str, Any]]":
        """A person does something that waits for the app."""
        return asyncio.create_task(self.play.post(f"discord/{act}", **body))

    async def done(self, act: str, kind: int, data: Any = None, **body: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """A person does something, the app answers; the interaction and what the person was told."""
        doing = self.does(act, **body)
        event = await self.event()
        status, answer = await self.answer(event, kind, data)
        assert status == 204, answer
        return event, await doing


@pytest.fixture(scope="module")
def options() -> list[str]:
    """Half a second for the first answer; the quarter of an hour is 0.9 s."""
    return ["--rate-limits", "off", "--ack-seconds", "0.5", "--time-scale", "0.001"]


@pytest.fixture
async def side(hand: Any) -> AsyncIterator[Side]:
    """A connected app with its commands."""
    await hand.do("seed", floor=FLOOR)
    async with identified(hand) as wire:
        side = Side(hand, wire)
        status, answer = await side.call("PUT", f"/applications/{APP}/commands", COMMANDS)
        assert status == 200, answer
        yield side


async def sees(side: Side, user: str, channel: str = GENERAL) -> dict[str, Any]:
    """What somebody sees."""
    shown: dict[str, Any] = await side.play.get(f"discord/sees?as={user}&channel={channel}")
    return shown


async def test_a_slash_command_with_every_type_of_option(side: Side) -> None:
    """Values are typed, and what they name is resolved."""
    shot_file = {"name": "a b.png", "content_base64": "aGk="}
    given = {"ticket": "7", "who": "ben", "where": "general", "team": "staff", "urgent": True, "amount": 1.5,
             "note": "hi", "kind": "Low", "shot": shot_file, "for": RITA}  # fmt: skip
    event, told = await side.done("command", 4, {"content": "ok", "flags": 64}, as_=ANA, channel=GENERAL,
                                  command="pit take", options=given)  # fmt: skip
    assert (event["type"], event["application_id"], event["guild_id"], event["channel_id"]) == (2, APP, GUILD, GENERAL)
    assert (event["locale"], event["guild_locale"], event["context"], event["version"]) == ("pt-BR", "en-US", 0, 1)
    assert event["member"]["user"]["id"] == ANA and int(event["member"]["permissions"]) and "user" not in event
    assert event["authorizing_integration_owners"] == {"0": GUILD} and event["entitlements"] == []
    data = event["data"]
    assert (data["name"], data["type"], data["options"][0]["name"], data["options"][0]["type"]) == ("pit", 1, "take", 1)
    values = {option["name"]: (option["type"], option["value"]) for option in data["options"][0]["options"]}
    shot = values.pop("shot")[1]
    assert values == {"ticket": (4, 7), "who": (6, BEN), "where": (7, GENERAL), "team": (8, STAFF), "urgent": (5, True),
                      "amount": (10, 1.5), "note": (3, "hi"), "kind": (3, "low"), "for": (9, RITA)}  # fmt: skip
    resolved = data["resolved"]
    assert set(resolved["users"]) == {BEN, RITA} == set(resolved["members"]) and "deaf" not in resolved["members"][BEN]
    assert set(resolved["roles"]) == {STAFF} and resolved["channels"][GENERAL]["permissions"]
    assert resolved["attachments"][shot]["filename"] == "a_b.png"
    assert (told["callback"], told["message"]["private"], told["message"]["content"]) == (4, True, "ok")


async def test_sub_command_groups_and_what_the_client_refuses(side: Side) -> None:
    """Missing and wrong options never reach the app."""
    event, _ = await side.done("command", 5, {"flags": 64}, as_=ANA, channel=GENERAL, command="/pit admin close")
    group = event["data"]["options"][0]
    assert (group["name"], group["type"], group["options"]) == (
        "admin",
        2,
        [{"name": "close", "type": 1, "options": []}],
    )
    refused = await side.play.post("discord/command", as_=ANA, channel=GENERAL, command="pit take",
                                   options={"note": "x" * 11, "amount": 101, "kind": "high"})  # fmt: skip
    assert refused["sent"] is False and set(refused["errors"]) == {"ticket", "note", "amount", "kind"}
    wrong = await side.play.post("discord/command", as_=ANA, channel=GENERAL, command="pit take", options={"x": 1})
    assert not wrong["ok"] and "no option x" in wrong["error"]
    assert await side.wire.quiet() == []


async def test_who_finds_which_command(side: Side) -> None:
    """By permissions and by place."""

    async def names(user: str, channel: str) -> set[str]:
        found = await side.play.get(f"discord/commands?as={user}&channel={channel}")
        return {command["name"] for command in found["commands"]}

    assert await names(ANA, GENERAL) == {"pit", "Open a ticket", "Who is it", "locked"}
    assert await names(RITA, GENERAL) == {"pit", "Open a ticket", "Who is it"}
    dm = (await side.play.do("discord/open_dm", as_=RITA))["channel"]
    assert "direct" in await names(RITA, dm)
    event, _ = await side.done("command", 4, {"content": "hi"}, as_=RITA, channel=dm, command="direct")
    assert event["user"]["id"] == RITA and "member" not in event and event["context"] == 1


async def test_autocompletion(side: Side) -> None:
    """What was typed comes as text, and 25 choices go back."""
    choices = [{"name": f"Ticket {n}", "value": n} for n in range(25)]
    event, told = await side.done("autocomplete", 8, {"choices": choices}, as_=ANA, channel=GENERAL,
                                  command="pit take", focused="ticket",
                                  options={"ticket": "1", "note": "n"})  # fmt: skip
    assert event["type"] == 4
    assert event["data"]["options"][0]["options"] == [
        {"name": "ticket", "type": 4, "value": "1", "focused": True}, {"name": "note", "type": 3, "value": "n"},
    ]  # fmt: skip
    assert told["choices"] == choices
    doing = side.does("autocomplete", as_=ANA, channel=GENERAL, command="pit take", focused="ticket")
    event = await side.event()
    status, answer = await side.answer(event, 8, {"choices": [*choices, choices[0]]})
    assert (status, answer["errors"]["data"]["choices"]["_errors"][0]["code"]) == (400, "BASE_TYPE_MAX_LENGTH")
    assert (await side.answer(event, 4, {"content": "x"}))[1]["errors"]["type"]["_errors"][0][
        "code"
    ] == "BASE_TYPE_CHOICES"
    assert (await doing)["error"] == "timeout"


async def test_context_menus(side: Side) -> None:
    """Of a message with its content, and of a user."""
    message = (await side.play.do("discord/say", as_=RITA, channel=GENERAL, text="it broke"))["id"]
    event, told = await side.done("menu", 4, {"content": "opened"}, as_=ANA, channel=GENERAL, name="Open a ticket",
                                  message=message)  # fmt: skip
    assert (event["data"]["type"], event["data"]["target_id"]) == (3, message)
    assert event["data"]["resolved"]["messages"][message]["content"] == "it broke"
    assert told["message"]["type"] == 23
    event, _ = await side.done("menu", 4, {"content": "Rita"}, as_=ANA, channel=GENERAL, name="Who is it", user=RITA)
    assert (event["data"]["target_id"], set(event["data"]["resolved"]["members"])) == (RITA, {RITA})


async def test_a_button(side: Side) -> None:
    """It carries its message; the answer is a reply to it."""
    message = await side.post()
    event, told = await side.done("click", 4, {"content": "done"}, as_=RITA, channel=GENERAL, message=message,
                                  custom_id="go")  # fmt: skip
    assert event["data"] == {"component_type": 2, "custom_id": "go", "id": 2}
    assert (event["type"], event["message"]["id"], event["message"]["content"]) == (3, message, "card")
    assert told["message"]["reply_to"] == message
    assert (await side.play.post("discord/click", as_=RITA, channel=GENERAL, message=message, custom_id="Read"))[
        "opens"
    ] == "https://example.com"
    off = await side.play.post("discord/click", as_=RITA, channel=GENERAL, message=message, custom_id="off")
    assert not off["ok"] and "disabled" in off["error"]


async def test_selects(side: Side) -> None:
    """Strings by value or label, people and roles resolved; too many are not sent."""
    message = await side.post()
    event, _ = await side.done("select", 6, as_=RITA, channel=GENERAL, message=message, custom_id="pick",
                               values=["1", "Two"])  # fmt: skip
    assert (event["data"]["component_type"], event["data"]["values"]) == (3, ["1", "2"])
    event, _ = await side.done("select", 6, as_=RITA, channel=GENERAL, message=message, custom_id="whom",
                               values=["ben", "staff"])  # fmt: skip
    assert event["data"]["values"] == [BEN, STAFF] and set(event["data"]["resolved"]) == {"users", "members", "roles"}
    many = await side.play.post(
        "discord/select", as_=RITA, channel=GENERAL, message=message, custom_id="pick", values=[]
    )
    assert many["sent"] is False


async def test_the_first_answer_with_its_body(side: Side) -> None:
    """204 without, 200 with `with_response`; a second one is 40060."""
    doing = side.does("command", as_=ANA, channel=GENERAL, command="pit admin close")
    event = await side.event()
    status, body = await side.answer(event, 4, {"content": "shown", "flags": 64}, "?with_response=1")
    message = (await doing)["message"]["id"]
    assert (status, body["interaction"]) == (200, {
        "id": event["id"], "type": 2, "response_message_id": message, "response_message_loading": False,
        "response_message_ephemeral": True,
    })  # fmt: skip
    assert body["resource"]["type"] == 4 and body["resource"]["message"]["content"] == "shown"
    metadata = body["resource"]["message"]["interaction_metadata"]
    assert (metadata["id"], metadata["type"], metadata["user"]["id"]) == (event["id"], 2, ANA)
    status, body = await side.answer(event, 4, {"content": "again"})
    assert (status, body["code"]) == (400, 40060)


async def test_three_seconds(side: Side) -> None:
    """Then the person reads that it failed, and the token is nobody's."""
    message = await side.post()
    doing = side.does("click", as_=ANA, channel=GENERAL, message=message, custom_id="go")
    event = await side.event()
    told = await doing
    assert (told["delivered"], told["error"], told["shown"]) == (True, "timeout", "This interaction failed")
    assert (await side.answer(event, 4, {"content": "late"}))[1]["code"] == 10062
    assert (await side.call("POST", side.follow(event), {"content": "late"}))[1]["code"] == 10015
    assert (await side.answer({"id": "1", "token": "none"}, 6))[0] == 404
    row = (await side.play.ledger("push", "INTERACTION_CREATE"))[-1]
    assert (row["acked_ms"], row["error"]) == (None, "timeout")


async def test_nobody_is_connected(side: Side) -> None:
    """The person learns it at once; a session that may still resume is waited for."""
    message = await side.post()
    await side.wire.socket.close(code=4000)
    await asyncio.sleep(0.05)
    told = await side.play.post("discord/click", as_=ANA, channel=GENERAL, message=message, custom_id="go")
    assert (told["delivered"], told["error"]) == (False, "timeout")
    await side.play.do("discord/gateway", action="invalid_session")
    told = await side.play.post("discord/command", as_=ANA, channel=GENERAL, command="pit admin close")
    assert (told["delivered"], told["shown"]) == (False, "The application did not respond")


async def test_deferred_and_filled(side: Side) -> None:
    """A loading message that the first follow-up or the edit of @original fills; its privacy stays."""
    doing = side.does("command", as_=ANA, channel=GENERAL, command="pit admin close", wait=2)
    event = await side.event()
    status, body = await side.answer(event, 5, {"flags": 64}, "?with_response=true")
    assert body["interaction"]["response_message_loading"] is True and "message" not in body["resource"]
    shown = (await sees(side, ANA))["ephemeral"][0]
    assert shown["loading"] and (await sees(side, BEN))["ephemeral"] == []
    status, message = await side.call("PATCH", side.follow(event, "@original"), {"content": "now"})
    assert (status, message["content"], message["flags"], message["edited_timestamp"]) == (200, "now", 64, None)
    assert (await doing)["message"]["content"] == "now"
    event, _ = await side.done("command", 5, as_=ANA, channel=GENERAL, command="pit admin close")
    status, message = await side.call("POST", side.follow(event), {"content": "filled", "flags": 64})
    assert (status, message["flags"]) == (200, 0) and message["id"] == (await sees(side, BEN))["messages"][-1]["id"]


async def test_follow_ups(side: Side) -> None:
    """Sent, read, edited and deleted by the token; only what is its own."""
    message = await side.post()
    event, _ = await side.done("click", 6, as_=ANA, channel=GENERAL, message=message, custom_id="go")
    status, shown = await side.call("GET", side.follow(event, "@original"))
    assert (status, shown["id"]) == (200, message)
    _, sent = await side.call("POST", side.follow(event), {"content": "for you", "flags": 64})
    assert sent["flags"] == 64 and sent["message_reference"]["message_id"] == message
    assert (await sees(side, ANA))["ephemeral"][0]["content"] == "for you"
    one = side.follow(event, sent["id"])
    assert (await side.call("PATCH", one, {"content": "better"}))[1]["content"] == "better"
    assert (await side.call("GET", one))[1]["content"] == "better"
    assert await side.call("DELETE", one) == (204, None)
    assert (await side.call("GET", one))[1]["code"] == 10008
    other = (await side.play.do("discord/say", as_=BEN, channel=GENERAL, text="mine"))["id"]
    assert (await side.call("PATCH", side.follow(event, other), {"content": "x"}))[1]["code"] == 10008
    assert (await side.call("POST", side.follow(event), {}))[1]["code"] == 50006
    await asyncio.sleep(1)
    status, answer = await side.call("POST", side.follow(event), {"content": "too late"})
    assert (status, answer["code"]) == (401, 50027)


async def test_files_with_an_answer(side: Side) -> None:
    """As multipart, with the callback and with a follow-up."""

    def form(body: Any) -> aiohttp.FormData:
        data = aiohttp.FormData()
        data.add_field("payload_json", json.dumps(body), content_type="application/json")
        data.add_field("files[0]", b"hello", filename="log.txt")
        return data

    shown = [{"type": 13, "file": {"url": "attachment://log.txt"}}]
    doing = side.does("command", as_=ANA, channel=GENERAL, command="pit admin close")
    event = await side.event()
    body = {"type": 4, "data": {"flags": 1 << 15, "components": shown, "attachments": [{"id": 0}]}}
    path = f"/interactions/{event['id']}/{event['token']}/callback"
    assert (await side.call("POST", path, data=form(body)))[0] == 204
    message = (await doing)["message"]
    assert message["files"][0]["name"] == "log.txt" and message["components"][0]["file"]["url"].startswith("http")
    _, sent = await side.call("POST", side.follow(event), data=form({"content": "log"}))
    async with side.play.session.get(sent["attachments"][0]["url"]) as response:
        assert await response.text() == "hello"
    async with side.play.session.get(f"{side.play.base}{message['files'][0]['url']}") as response:
        assert await response.text() == "hello"


async def test_update_message(side: Side) -> None:
    """Type 7 changes the message with the button, a private one too."""
    message = await side.post()
    _, told = await side.done("click", 7, {"content": "taken", "components": []}, as_=ANA, channel=GENERAL,
                              message=message, custom_id="go")  # fmt: skip
    assert (told["message"]["id"], told["message"]["content"], told["message"]["components"]) == (message, "taken", [])
    event, told = await side.done("command", 4, {"content": "private", "components": ROWS, "flags": 64}, as_=ANA,
                                  channel=GENERAL, command="pit admin close")  # fmt: skip
    private = told["message"]["id"]
    event, told = await side.done("click", 7, {"content": "changed"}, as_=ANA, channel=GENERAL, message=private,
                                  custom_id="go")  # fmt: skip
    assert event["message"]["flags"] == 64 and told["message"]["content"] == "changed"
    hidden = await side.play.post("discord/click", as_=BEN, channel=GENERAL, message=private, custom_id="go")
    assert not hidden["ok"]


async def test_a_wrong_answer_leaves_the_interaction_waiting(side: Side) -> None:
    """Errors are named below `data`; a better answer may follow."""
    doing = side.does("command", as_=ANA, channel=GENERAL, command="pit admin close")
    event = await side.event()
    status, answer = await side.answer(event, 4, {"content": "x" * 2001})
    assert (status, answer["code"], list(answer["errors"]["data"])) == (400, 50035, ["content"])
    assert (await side.answer(event, 6))[1]["errors"]["type"]["_errors"][0]["code"] == "BASE_TYPE_CHOICES"
    assert (await side.answer(event, 9, {"title": "x" * 46, "custom_id": "m", "components": []}))[1]["code"] == 50035
    assert (await side.answer(event, 4, {}))[1]["code"] == 50006
    assert (await side.answer(event, 4, {"content": "fine"}))[0] == 204
    assert (await doing)["callback"] == 4


FIELDS = [
    {"type": 10, "content": "Tell us"},
    {"type": 18, "label": "What", "component": {"type": 4, "custom_id": "what", "style": 2, "min_length": 3}},
    {"type": 18, "label": "Who", "component": {"type": 5, "custom_id": "who", "required": False, "max_values": 2}},
    {"type": 18, "label": "Kind", "component": {"type": 21, "custom_id": "kind", "options": [
        {"label": "Bug", "value": "bug"}, {"label": "Wish", "value": "wish"}]}},
    {"type": 18, "label": "Files", "component": {"type": 19, "custom_id": "files", "max_values": 2, "required": False}},
]  # fmt: skip
MODAL = {"title": "Report", "custom_id": "report", "components": FIELDS}
MORE = {"title": "More", "custom_id": "more", "components": [
    {"type": 18, "label": "Boxes", "component": {"type": 22, "custom_id": "boxes", "required": False, "options": [
        {"label": "A", "value": "a", "default": True}, {"label": "B", "value": "b"}]}},
    {"type": 18, "label": "Sure", "component": {"type": 23, "custom_id": "sure"}},
    {"type": 18, "label": "Pick", "component": {"type": 3, "custom_id": "pick", "options": [
        {"label": "One", "value": "1", "default": True}]}},
    {"type": 1, "components": [{"type": 4, "custom_id": "old", "style": 1, "label": "Old", "required": False}]},
]}  # fmt: skip


async def test_a_modal(side: Side) -> None:
    """Opened by a button, refused by the client, sent with people and files; then it edits the button's message."""
    message = await side.post()
    _, told = await side.done("click", 9, MODAL, as_=RITA, channel=GENERAL, message=message, custom_id="go")
    assert told["modal"]["title"] == "Report" and (await sees(side, RITA))["modals"][0]["custom_id"] == "report"
    refused = await side.play.post("discord/submit", as_=RITA, values={"what": "x", "files": [{}, {}, {}]})
    assert refused["sent"] is False and set(refused["errors"]) == {"what", "kind", "files"}
    values = {"what": "it broke", "who": ["ben"], "kind": "Bug",
              "files": [{"name": "a.png", "mimetype": "image/png", "content_base64": "aGk="}]}  # fmt: skip
    event, told = await side.done("submit", 7, {"content": "reported"}, as_=RITA, values=values)
    assert (event["type"], event["data"]["custom_id"], event["message"]["id"]) == (5, "report", message)
    parts = event["data"]["components"]
    assert parts[0] == {"type": 10, "id": 1}
    assert parts[1] == {
        "type": 18,
        "id": 2,
        "component": {"type": 4, "id": 3, "custom_id": "what", "value": "it broke"},
    }
    assert parts[2]["component"]["values"] == [BEN] and parts[3]["component"]["value"] == "bug"
    file = parts[4]["component"]["values"][0]
    resolved = event["data"]["resolved"]
    assert resolved["attachments"][file]["ephemeral"] is True and set(resolved["users"]) == {BEN}
    async with side.play.session.get(resolved["attachments"][file]["url"]) as response:
        assert await response.read() == b"hi"
    assert told["closed"] and told["message"]["content"] == "reported" and (await sees(side, RITA))["modals"] == []


async def test_what_a_modal_holds_untouched(side: Side) -> None:
    """Defaults, empty fields, and the old text input in a row."""
    await side.done("command", 9, MORE, as_=ANA, channel=GENERAL, command="pit admin close")
    event, _ = await side.done("submit", 4, {"content": "ok"}, as_=ANA)
    assert "message" not in event and "resolved" not in event["data"]
    parts = event["data"]["components"]
    assert parts[0]["component"]["values"] == ["a"] and parts[1]["component"]["value"] is False
    assert parts[2]["component"]["values"] == ["1"] and parts[3]["components"][0]["value"] == ""


async def test_a_modal_may_not_answer_a_modal(side: Side) -> None:
    """And without an answer it stays open."""
    await side.done("command", 9, MORE, as_=ANA, channel=GENERAL, command="pit admin close")
    doing = side.does("submit", as_=ANA)
    event = await side.event()
    assert (await side.answer(event, 9, MORE))[1]["errors"]["type"]["_errors"][0]["code"] == "BASE_TYPE_CHOICES"
    assert (await side.answer(event, 7, {"content": "x"}))[0] == 400
    told = await doing
    assert (told["closed"], told["shown"]) == (False, "Something went wrong. Try again.")
    assert len((await sees(side, ANA))["modals"]) == 1
    await side.play.do("discord/close", as_=ANA)
    assert (await sees(side, ANA))["modals"] == []


async def test_two_people_have_the_same_form_open(side: Side) -> None:
    """Each their own; another form of the same person takes the first one's place."""
    message = await side.post()
    for user in (ANA, BEN):
        await side.done("click", 9, MODAL, as_=user, channel=GENERAL, message=message, custom_id="go")
    event, _ = await side.done("submit", 6, as_=BEN, values={"what": "from Ben", "kind": "wish"})
    assert event["member"]["user"]["id"] == BEN
    await side.done("click", 9, MORE, as_=ANA, channel=GENERAL, message=message, custom_id="go")
    assert [modal["custom_id"] for modal in (await sees(side, ANA))["modals"]] == ["more"]


async def test_interactions_in_threads_and_hidden_channels(side: Side) -> None:
    """Commands work in threads; who does not see a channel finds nothing there."""
    thread = (await side.play.do("discord/thread", action="create", as_=RITA, channel=GENERAL, name="talk"))["thread"]
    event, _ = await side.done("command", 4, {"content": "here"}, as_=RITA, channel=thread, command="pit admin close")
    assert (event["channel"]["id"], event["channel"]["type"], event["channel"]["parent_id"]) == (thread, 11, GENERAL)
    hidden = await side.play.post("discord/command", as_=RITA, channel=SECRET, command="pit admin close")
    assert not hidden["ok"] and "does not see" in hidden["error"]
    event, told = await side.done("command", 4, {"content": "unseen by me"}, as_=ANA, channel=SECRET,
                                  command="pit admin close")  # fmt: skip
    assert told["message"]["content"] == "unseen by me" and not int(event["app_permissions"]) & 1 << 10


async def test_the_ledger_knows_answers_and_people(side: Side) -> None:
    """Calls name their interaction, pushes their acknowledgement."""
    event, _ = await side.done("command", 4, {"content": f"<@{BEN}> look"}, as_=ANA, channel=GENERAL,
                               command="pit admin close")  # fmt: skip
    push = (await side.play.ledger("push", "INTERACTION_CREATE"))[-1]
    assert push["acked_ms"] >= 0 and push["answer"] == 4 and push["payload"]["id"] == event["id"]
    call = (await side.play.ledger("call", "POST /interactions/{interaction}/{token}/callback"))[-1]
    assert (call["interaction"], call["status"], call["notified"]) == (event["id"], 204, [BEN])
    assert (await side.play.ledger("person"))[-1]["interaction"] == event["id"]


async def test_a_dropped_answer(side: Side) -> None:
    """The work is done, the app never learns it: a second try is 40060."""
    name = "POST /interactions/{interaction}/{token}/callback"
    await side.play.do("faults", rules=[{"match": {"method": name}, "action": "drop", "times": 1}])
    doing = side.does("command", as_=ANA, channel=GENERAL, command="pit admin close")
    event = await side.event()
    with pytest.raises(aiohttp.ClientError):
        await side.answer(event, 4, {"content": "lost"})
    assert (await doing)["message"]["content"] == "lost"
    assert (await side.answer(event, 4, {"content": "lost"}))[1]["code"] == 40060
