"""Clicks, forms, shortcuts, triggers and response URLs, with a small slack-bolt app on a socket."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

SCALE = 0.001


@pytest.fixture(scope="module")
def options() -> list[str]:
    """Half a second for triggers and acknowledgements; a response URL lives 1.8 seconds."""
    return ["--rate-limits", "off", "--time-scale", str(SCALE), "--ack-seconds", "0.5"]


def plain(text: str) -> dict[str, Any]:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def button(action_id: str) -> dict[str, Any]:
    """A button with a value."""
    return {"type": "button", "action_id": action_id, "text": plain(action_id), "value": "42"}


def field(block_id: str, optional: bool = False, **element: Any) -> dict[str, Any]:
    """An input block whose action is `a`."""
    element = {"action_id": "a", **element}
    return {"type": "input", "block_id": block_id, "label": plain(block_id), "optional": optional, "element": element}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A modal with the callback `form`."""
    blocks = blocks or (field("b", type="plain_text_input"),)
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("T"),
        "submit": plain("S"),
        "blocks": [*blocks],
        **more,
    }


CHOICES = [{"text": plain(name), "value": name.lower()} for name in ("Low", "High")]
CARD = [
    {"type": "section", "block_id": "s", "text": {"type": "mrkdwn", "text": "card"},
     "accessory": {"type": "static_select", "action_id": "pick", "options": CHOICES}},
    {"type": "actions", "block_id": "x", "elements": [button("go"), button("open"), button("silent")]},
]  # fmt: skip


class Bot:
    """What the bolt app was told, and what it answers to a form."""

    def __init__(self, app: AsyncApp) -> None:
        self.app = app
        self.bodies: list[dict[str, Any]] = []
        self.answer: dict[str, Any] = {}
        self.view: dict[str, Any] = modal()
        self.wait = 0.0
        app.action("go")(self._take)
        app.action("pick")(self._take)
        app.action("open")(self._open)
        app.action("silent")(self._stay_silent)
        app.command("/pit")(self._open)
        app.shortcut("note")(self._open)
        app.view("form")(self._form)
        app.view_closed("form")(self._take)
        app.options("a")(self._options)
        app.event("app_home_opened")(self._home)
        app.event("message")(self._nothing)

    async def _take(self, ack: Any, body: dict[str, Any]) -> None:
        self.bodies.append(body)
        await ack()

    async def _nothing(self, ack: Any) -> None:
        await ack()

    async def _stay_silent(self, body: dict[str, Any]) -> None:
        self.bodies.append(body)
        await asyncio.sleep(1)

    async def _open(self, ack: Any, body: dict[str, Any], client: Any) -> None:
        self.bodies.append(body)
        await ack()
        await asyncio.sleep(self.wait)
        await client.views_open(trigger_id=body["trigger_id"], view=self.view)

    async def _form(self, ack: Any, body: dict[str, Any]) -> None:
        self.bodies.append(body)
        await ack(**self.answer)

    async def _options(self, ack: Any, body: dict[str, Any]) -> None:
        await ack(options=[{"text": plain(body["value"] + "!"), "value": body["value"]}])

    async def _home(self, ack: Any, event: dict[str, Any], client: Any) -> None:
        await ack()
        home = {"type": "home", "blocks": [{"type": "actions", "elements": [button("go")]}]}
        await client.views_publish(user_id=event["user"], view=home)


@pytest.fixture
async def pit(hand: Any) -> AsyncIterator[Bot]:
    """The connected bolt app."""
    bot = Bot(AsyncApp(client=hand.client()))
    handler = AsyncSocketModeHandler(bot.app, "xapp-fake")
    await handler.connect_async()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped
    yield bot
    await handler.close_async()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped


async def card(hand: Any, channel: str = "C0ACME") -> str:
    """The bot's card; its ts."""
    ts: str = (await hand.client().chat_postMessage(channel=channel, text="card", blocks=CARD))["ts"]
    return ts


async def test_a_click_carries_the_button(hand: Any, pit: Bot) -> None:
    """Value, block, message, place and person."""
    ts = await card(hand)
    answer = await hand.do("click", as_="U0ANA", channel="C0ACME", ts=ts, action_id="go")
    assert answer["delivered"] and answer["ack_ms"] < 400
    body = pit.bodies[0]
    action = body["actions"][0]
    assert (action["value"], action["block_id"], action["type"]) == ("42", "x", "button")
    assert (body["message"]["ts"], body["channel"]["id"], body["container"]["is_ephemeral"]) == (ts, "C0ACME", False)
    assert body["team"]["id"] == "T0PIT" and body["user"]["team_id"] == "T0PIT"


async def test_a_select_keeps_its_choice_in_state(hand: Any, pit: Bot) -> None:
    """And refuses what is not an option."""
    ts = await card(hand)
    await hand.do("click", as_="U0ANA", channel="C0ACME", ts=ts, action_id="pick", selected="high")
    assert pit.bodies[0]["actions"][0]["selected_option"]["value"] == "high"
    await hand.do("click", as_="U0ANA", channel="C0ACME", ts=ts, action_id="go")
    assert pit.bodies[1]["state"]["values"]["s"]["pick"]["selected_option"]["value"] == "high"
    assert (
        "not an option"
        in (await hand.post("click", as_="U0ANA", channel="C0ACME", ts=ts, action_id="pick", selected="no"))["error"]
    )


async def test_a_click_without_acknowledgement(hand: Any, pit: Bot) -> None:
    """The person is told; it comes once."""
    ts = await card(hand)
    answer = await hand.do("click", as_="U0ANA", channel="C0ACME", ts=ts, action_id="silent")
    assert (answer["delivered"], answer["error"]) == (False, "timeout")
    assert len(pit.bodies) == 1


async def test_people_of_another_company_click_and_fill_in(hand: Any, pit: Bot) -> None:
    """A click has the app's team, a form theirs, with app_installed_team_id; commands and shortcuts they have not."""
    ts = await card(hand)
    opened = (await hand.do("click", as_="U0RITA", channel="C0ACME", ts=ts, action_id="open", wait_view=1))[
        "opened_view"
    ]
    assert (pit.bodies[0]["team"]["id"], pit.bodies[0]["user"]["team_id"]) == ("T0PIT", "T0ACME")
    assert (await hand.do("submit", as_="U0RITA", view_id=opened["id"], values={"b": "x"}))["closed"]
    form = pit.bodies[1]
    assert (form["team"]["id"], form["user"]["team_id"]) == ("T0ACME", "T0ACME")
    assert (form["view"]["team_id"], form["view"]["app_installed_team_id"]) == ("T0ACME", "T0PIT")
    refused = await hand.post("command", as_="U0RITA", channel="C0ACME", command="/pit", text="mine")
    assert refused["error"] == "/pit is not a valid command"
    assert not (await hand.post("shortcut", as_="U0RITA", channel="C0ACME", ts=ts, callback_id="note"))["ok"]
    await hand.do("channel", action="set", channel="C0ACME", post_only=True)
    assert not (await hand.post("click", as_="U0RITA", channel="C0ACME", ts=ts, action_id="go"))["ok"]


async def test_commands_do_not_run_in_threads(hand: Any, pit: Bot) -> None:
    """Nor where one is not in."""
    ts = await card(hand)
    refused = await hand.post("command", as_="U0ANA", channel="C0ACME", command="/pit", text="", thread_ts=ts)
    assert "not supported in threads" in refused["error"]
    assert not (await hand.post("command", as_="U0ANA", channel="C0OUT", command="/pit", text=""))["ok"]
    assert "not a valid command" in (await hand.post("command", as_="U0ANA", channel="C0DESK", command="/x"))["error"]


async def test_a_form_opens_is_refused_at_its_field_and_closes(hand: Any, pit: Bot) -> None:
    """errors, then the values as documented, then gone."""
    pit.view = modal(
        field("words", type="plain_text_input"), field("how", type="static_select", options=CHOICES),
        field("when", type="datepicker", initial_date="2026-01-02"),
        field("boxes", True, type="checkboxes", options=CHOICES),
        field("who", True, type="multi_users_select"), field("mail", True, type="email_text_input"),
        field("proof", True, type="file_input"),
    )  # fmt: skip
    opened = await hand.do("command", as_="U0ANA", channel="C0DESK", command="/pit", text="open", wait_view=1)
    view_id = opened["opened_view"]["id"]
    values = {"words": "w", "how": "High", "boxes": ["low", "high"], "who": ["U0BEN"],
              "proof": [{"name": "a.png", "mimetype": "image/png", "content_base64": "AAAA"}]}  # fmt: skip
    pit.answer = {"response_action": "errors", "errors": {"words": "not that"}}
    answer = await hand.do("submit", as_="U0ANA", view_id=view_id, values=values)
    assert answer["errors"] == {"words": "not that"} and not answer["closed"]
    pit.answer = {}
    assert (await hand.do("submit", as_="U0ANA", view_id=view_id, values={}))["closed"]
    state = pit.bodies[-1]["view"]["state"]["values"]
    assert state["words"]["a"] == {"type": "plain_text_input", "value": "w"}
    assert state["how"]["a"]["selected_option"] == CHOICES[1] and state["when"]["a"]["selected_date"] == "2026-01-02"
    assert [o["value"] for o in state["boxes"]["a"]["selected_options"]] == ["low", "high"]
    assert state["who"]["a"]["selected_users"] == ["U0BEN"] and state["mail"]["a"]["value"] is None
    assert state["proof"]["a"]["files"][0]["name"] == "a.png"
    assert (await hand.get("sees?as=U0ANA"))["views"] == []


async def test_the_client_checks_before_it_sends(hand: Any, pit: Bot) -> None:
    """A required field, an address: Slack's own client refuses, the app hears nothing."""
    pit.view = modal(field("b", type="plain_text_input"), field("m", True, type="email_text_input"))
    view = (await hand.do("command", as_="U0ANA", channel="C0DESK", command="/pit", wait_view=1))["opened_view"]
    before = len(pit.bodies)
    answer = await hand.do("submit", as_="U0ANA", view_id=view["id"], values={"m": "nobody"})
    assert answer["sent"] is False and set(answer["errors"]) == {"b", "m"} and len(pit.bodies) == before


async def test_errors_must_name_fields(hand: Any, pit: Bot) -> None:
    """Others leave the person with "trouble connecting"."""
    view = (await hand.do("command", as_="U0ANA", channel="C0DESK", command="/pit", wait_view=1))["opened_view"]
    pit.answer = {"response_action": "errors", "errors": {"nothing": "x"}}
    answer = await hand.do("submit", as_="U0ANA", view_id=view["id"], values={"b": "x"})
    assert not answer["closed"] and "errors must name input blocks" in answer["error"]


async def test_update_push_and_clear(hand: Any, pit: Bot) -> None:
    """Three modals at most lie on each other; clear takes them all."""
    view = (await hand.do("command", as_="U0ANA", channel="C0DESK", command="/pit", wait_view=1))["opened_view"]
    pit.answer = {"response_action": "update", "view": modal(title=plain("Second"))}
    answer = await hand.do("submit", as_="U0ANA", view_id=view["id"], values={"b": "x"})
    assert answer["view"]["id"] == view["id"] and answer["view"]["title"]["text"] == "Second"
    pit.answer = {"response_action": "push", "view": modal()}
    pushed = (await hand.do("submit", as_="U0ANA", view_id=view["id"], values={"b": "x"}))["view"]
    assert (pushed["previous_view_id"], pushed["root_view_id"]) == (view["id"], view["id"])
    third = (await hand.do("submit", as_="U0ANA", view_id=pushed["id"], values={"b": "x"}))["view"]
    fourth = await hand.do("submit", as_="U0ANA", view_id=third["id"], values={"b": "x"})
    assert "push_limit_reached" in fourth["error"]
    pit.answer = {"response_action": "clear"}
    assert (await hand.do("submit", as_="U0ANA", view_id=third["id"], values={"b": "x"}))["closed"]
    assert (await hand.get("sees?as=U0ANA"))["views"] == []


async def test_closing_a_form_is_told_on_request(hand: Any, pit: Bot) -> None:
    """notify_on_close."""
    pit.view = modal(notify_on_close=True)
    view = (await hand.do("command", as_="U0ANA", channel="C0DESK", command="/pit", wait_view=1))["opened_view"]
    await hand.do("close_view", as_="U0ANA", view_id=view["id"])
    assert (pit.bodies[-1]["type"], pit.bodies[-1]["is_cleared"]) == ("view_closed", False)


async def test_triggers_are_short_and_single(hand: Any, pit: Bot, error_of: Any) -> None:
    """Used, too late, unknown."""
    bot = hand.client()
    await hand.do("command", as_="U0ANA", channel="C0DESK", command="/pit", wait_view=1)
    used = pit.bodies[0]["trigger_id"]
    assert await error_of(bot.views_open(trigger_id=used, view=modal())) == "exchanged_trigger_id"
    await hand.do("click", as_="U0ANA", channel="C0ACME", ts=await card(hand), action_id="go")
    late = pit.bodies[1]["trigger_id"]
    await asyncio.sleep(0.6)
    assert await error_of(bot.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"
    assert await error_of(bot.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"


async def test_a_view_must_be_good_and_current(hand: Any, pit: Bot, error_of: Any) -> None:
    """invalid_arguments with pointers, hash_conflict, not_found."""
    view = (await hand.do("command", as_="U0ANA", channel="C0DESK", command="/pit", wait_view=1))["opened_view"]
    bot = hand.client()
    assert await error_of(bot.views_update(view_id=view["id"], hash="1.2", view=modal())) == "hash_conflict"
    fresh = await bot.views_update(view_id=view["id"], hash=view["hash"], view=modal())
    assert fresh["view"]["hash"] != view["hash"]
    assert await error_of(bot.views_update(view_id="V0", view=modal())) == "not_found"
    assert (
        await error_of(bot.views_update(view_id=view["id"], view=modal(title=plain("x" * 25)))) == "invalid_arguments"
    )
    large = modal(*({"type": "section", "text": plain("x" * 3000)} for _ in range(90)))
    assert await error_of(bot.views_update(view_id=view["id"], view=large)) == "view_too_large"


async def test_a_response_url_has_five_uses(hand: Any, pit: Bot) -> None:
    """Private, public, replaced, deleted; the sixth is refused, and so is one that is too old."""
    ts = await card(hand)
    await hand.do("click", as_="U0ANA", channel="C0ACME", ts=ts, action_id="go")
    url = pit.bodies[0]["response_url"]
    for body in (
        {"text": "only you"}, {"text": "all", "response_type": "in_channel"}, {"text": "new", "replace_original": True},
        {"text": "in thread", "response_type": "in_channel", "thread_ts": ts}, {"delete_original": True},
    ):  # fmt: skip
        async with hand.session.post(url, json=body) as response:
            assert (response.status, await response.text()) == (200, "ok")
    async with hand.session.post(url, json={"text": "x"}) as response:
        assert response.status == 404 and (await response.json())["error"] == "used_url"
    seen = await hand.sees("U0ANA", "C0ACME")
    assert [m["text"] for m in seen["ephemeral"]] == ["only you"]
    assert [m["text"] for m in seen["messages"]] == ["This message was deleted.", "all"]
    await hand.do("click", as_="U0ANA", channel="C0ACME", ts=await card(hand), action_id="go")
    await asyncio.sleep(1.9)
    async with hand.session.post(pit.bodies[1]["response_url"], json={"text": "x"}) as response:
        assert (await response.json())["error"] == "expired_url"


async def test_buttons_on_private_answers(hand: Any, pit: Bot) -> None:
    """No message in the payload; replace_original changes it for that person."""
    await hand.client().chat_postEphemeral(channel="C0ACME", user="U0RITA", text="card", blocks=CARD)
    ts = (await hand.sees("U0RITA", "C0ACME"))["ephemeral"][0]["ts"]
    assert not (await hand.post("click", as_="U0ANA", channel="C0ACME", ts=ts, action_id="go"))["ok"]
    await hand.do("click", as_="U0RITA", channel="C0ACME", ts=ts, action_id="go")
    assert pit.bodies[0]["container"]["is_ephemeral"] is True and "message" not in pit.bodies[0]
    async with hand.session.post(
        pit.bodies[0]["response_url"], json={"text": "done", "replace_original": True}
    ) as response:
        assert response.status == 200
    assert [m["text"] for m in (await hand.sees("U0RITA", "C0ACME"))["ephemeral"]] == ["done"]


async def test_selects_that_ask_the_app(hand: Any, pit: Bot) -> None:
    """block_suggestion, then the chosen option is submitted."""
    pit.view = modal(field("b", type="external_select", min_query_length=1))
    view = (await hand.do("command", as_="U0ANA", channel="C0DESK", command="/pit", wait_view=1))["opened_view"]
    offered = await hand.do("suggest", as_="U0ANA", view_id=view["id"], action_id="a", value="pt")
    assert offered["options"] == [{"text": plain("pt!"), "value": "pt"}]
    await hand.do("submit", as_="U0ANA", view_id=view["id"], values={"b": "pt"})
    assert pit.bodies[-1]["view"]["state"]["values"]["b"]["a"]["selected_option"]["value"] == "pt"


async def test_shortcuts(hand: Any, pit: Bot) -> None:
    """Of a message and global."""
    ts = (await hand.do("say", as_="U0RITA", channel="C0ACME", text="stuck"))["ts"]
    answer = await hand.do("shortcut", as_="U0ANA", channel="C0ACME", ts=ts, callback_id="note", wait_view=1)
    assert answer["opened_view"] and pit.bodies[0]["message"]["text"] == "stuck"
    assert pit.bodies[0]["type"] == "message_action"
    await hand.do("shortcut", as_="U0ANA", callback_id="note")
    assert pit.bodies[1]["type"] == "shortcut"


async def test_the_home_tab(hand: Any, pit: Bot) -> None:
    """Opened, drawn, clicked."""
    await hand.do("open_home", as_="U0ANA")
    async with asyncio.timeout(2):
        while not (view := (await hand.get("home?as=U0ANA"))["view"]):
            await asyncio.sleep(0.01)
    assert (await hand.do("click", as_="U0ANA", view_id=view["id"], action_id="go"))["delivered"]
    assert pit.bodies[0]["view"]["type"] == "home"
    assert (await hand.get("home?as=U0BEN"))["view"] is None


async def test_a_direct_message(hand: Any, pit: Bot) -> None:
    """Comes as message.im; a command there names it directmessage."""
    channel = (await hand.do("open_dm", as_="U0ANA"))["channel"]
    await hand.do("say", as_="U0ANA", channel=channel, text="psst")
    await asyncio.sleep(0.1)
    push = (await hand.ledger("push", "message"))[-1]
    assert push["payload"]["event"]["channel_type"] == "im"
    await hand.do("command", as_="U0ANA", channel=channel, command="/pit", wait_view=1)
    assert pit.bodies[-1]["channel_name"] == "directmessage"
