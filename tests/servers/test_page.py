"""The page of the sandbox in a real Chromium: people talk, click and fill in forms, and each sees what they may see."""

import asyncio
import base64
import json
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, async_playwright, expect
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

pytestmark = pytest.mark.servers

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
REFUSED = "Failed to load resource: the server responded with a status of 400"  # how a refusal looks to a browser
READY = "sandbox ready "
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

Json = dict[str, Any]
Answer = Callable[[Json], Awaitable[Json | None]]


def person(key: str, team: str, name: str, role: str, zone: str = "Europe/London") -> Json:
    """A person of the floor."""
    return {"id": key, "team": team, "name": name.split()[0].lower(), "real_name": name, "tz": zone,
            "locale": "en-GB", "role_label": role, "email": f"{key.lower()}@floor.example"}  # fmt: skip


FLOOR: Json = {
    "teams": [
        {"id": "T0PIT", "name": "Pit Platform", "domain": "pit"},
        {"id": "T0ACME", "name": "Acme Casino", "domain": "acme"},
    ],
    "users": [
        person("U0ANA", "T0PIT", "Ana Souza", "Analyst"),
        person("U0TOM", "T0PIT", "Tom Baker", "Analyst"),
        person("U0RITA", "T0ACME", "Rita Lima", "Reporter", "America/Sao_Paulo"),
    ],
    "channels": [
        {"id": "C0ACME", "name": "acme-support", "team": "T0PIT", "shared_with": ["T0ACME"],
         "members": ["U0ANA", "U0TOM", "U0RITA"], "topic": "Reports of Acme", "post_only": False, "private": False},
        {"id": "C0DESK", "name": "desk", "team": "T0PIT", "shared_with": [], "members": ["U0ANA", "U0TOM"],
         "topic": "", "post_only": False, "private": False},
    ],
    "usergroups": [
        {"id": "S0ANALYSTS", "team": "T0PIT", "handle": "analysts", "name": "Analysts", "users": ["U0ANA", "U0TOM"]}
    ],
    "apps": [
        {"id": "A0PIT", "team": "T0PIT", "bot_user": "U0BOT", "bot_name": "pitboss", "bot_id": "B0PIT",
         "bot_token": "xoxb-page", "app_token": "xapp-page", "signing_secret": "page", "mode": "socket",
         "scopes": ["chat:write", "commands", "users:read", "channels:read", "channels:history", "files:read"],
         "events_url": None, "commands": ["/pit"], "events": ["message.channels"], "channels": ["C0ACME", "C0DESK"]}
    ],
}  # fmt: skip


def words(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    """An option that is called as its value, with a capital."""
    return {"text": words(value.capitalize()), "value": value}


def actions(*elements: Json) -> Json:
    """An actions block."""
    return {"type": "actions", "block_id": "acts", "elements": list(elements)}


def button(action: str, text: str) -> Json:
    """A plain button."""
    return {"type": "button", "action_id": action, "text": words(text), "value": "42"}


@dataclass
class Bot:
    """An app of the test's own, connected by Socket Mode; what people do is kept in `heard`."""

    client: AsyncWebClient
    heard: list[Json] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)

    async def listen(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Acknowledge every envelope, with the answer that the test has for its type."""
        payload: Json = dict(request.payload)
        self.heard.append(payload)
        answer = self.answers.get(payload.get("type", ""))
        body = await answer(payload) if answer else None
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id, payload=body))

    async def post(self, text: str, *blocks: Json, channel: str = "C0ACME") -> str:
        """Post into a channel; the message's ts."""
        answer = await self.client.chat_postMessage(channel=channel, text=text, blocks=list(blocks) or None)
        return str(answer["ts"])

    async def hears(self, kind: str) -> Json:
        """The first payload of this type, waited for at most five seconds."""
        for _ in range(100):
            found = next((one for one in self.heard if one.get("type") == kind), None)
            if found:
                return found
            await asyncio.sleep(0.05)
        raise AssertionError(f"no {kind} in {[one.get('type') for one in self.heard]}")


@dataclass
class Floor:
    """The running sandbox, a browser, and what the pages complained about."""

    address: str
    browser: Browser
    complaints: list[str] = field(default_factory=list)

    async def page(self, who: str, channel: str = "C0ACME") -> Page:
        """A page on which somebody looks at a channel."""
        page = await self.browser.new_page(viewport={"width": 1360, "height": 860})
        page.on("console", self._complain)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await page.goto(f"{self.address}/?as={who}&channel={channel}")
        await expect(page.locator("#place-header h1")).not_to_be_empty()
        return page

    def _complain(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REFUSED):
            self.complaints.append(f"{message.text} {message.location}")


@asynccontextmanager
async def running_sandbox(folder: Path, *arguments: str) -> AsyncIterator[str]:
    """`python -m sandbox` with the floor of these tests; its address."""
    floor_file = folder / "floor.json"
    floor_file.write_text(json.dumps(FLOOR), encoding="utf-8")
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--floor", str(floor_file), *arguments]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
        assert line.startswith(READY), line
        yield line.removeprefix(READY).strip()
    finally:
        process.terminate()
        await process.communicate()


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A headless browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
async def floor(tmp_path: Path) -> AsyncIterator[Floor]:
    """The floor without a clock; no page may write an error to its console."""
    async with running_sandbox(tmp_path) as address, chromium() as browser:
        floor = Floor(address, browser)
        yield floor
        assert floor.complaints == []


@pytest.fixture
async def bot(floor: Floor) -> AsyncIterator[Bot]:
    """The floor's app, connected."""
    base_url = f"{floor.address}/api/"
    bot = Bot(AsyncWebClient(token="xoxb-page", base_url=base_url))
    web_client = AsyncWebClient(token="xapp-page", base_url=base_url)
    socket = SocketModeClient(app_token="xapp-page", web_client=web_client)
    socket.socket_mode_request_listeners.append(bot.listen)
    await socket.connect()  # type: ignore[no-untyped-call]
    yield bot
    await socket.close()  # type: ignore[no-untyped-call]


async def say(page: Page, text: str, where: str = "#composer") -> None:
    """Type into a composer and send with Enter."""
    await page.fill(f"{where} textarea", text)
    await page.press(f"{where} textarea", "Enter")


def message(page: Page, text: str, where: str = "#messages") -> Locator:
    """The message with these words."""
    return page.locator(f"{where} .message", has_text=text)


async def more_action(page: Page, text: str, action: str) -> None:
    """Choose from a message's menu."""
    await message(page, text).hover()
    await message(page, text).get_by_label("More actions").click()
    await page.get_by_role("menuitem", name=action).click()


async def test_what_one_says_the_other_sees_at_once_and_answers_in_a_thread(floor: Floor) -> None:
    """Rita writes, Ana sees it without a reload, answers in its thread, and Rita reads that there."""
    rita, ana = await floor.page("U0RITA"), await floor.page("U0ANA")
    await say(rita, "round 99812-77 is stuck")
    await expect(message(ana, "round 99812-77 is stuck")).to_contain_text("Acme Casino")
    await message(ana, "round 99812-77").hover()
    await message(ana, "round 99812-77").get_by_label("Reply in thread").click()
    await say(ana, "looking into it", "#thread-composer")
    await expect(message(ana, "looking into it", "#thread-messages")).to_be_visible()
    await message(rita, "round 99812-77").get_by_text("1 reply").click()
    await expect(message(rita, "looking into it", "#thread-messages")).to_be_visible()


async def test_switching_the_person_keeps_the_channel_and_hides_what_they_may_not_see(floor: Floor) -> None:
    """Tom sees the desk; Rita of another company lands where she may look."""
    page = await floor.page("U0ANA")
    await say(page, "hello all")
    await page.locator('[data-person="U0TOM"]').click()
    await expect(page.locator("#you-are")).to_contain_text("Tom Baker")
    await expect(page.locator("#place-header h1")).to_contain_text("acme-support")
    await expect(message(page, "hello all")).to_be_visible()
    await page.locator('#channels [data-channel="C0DESK"]').click()
    await expect(page.locator("#place-header h1")).to_contain_text("desk")
    await page.locator('[data-person="U0RITA"]').click()
    await expect(page.locator("#place-header h1")).to_contain_text("acme-support")
    await expect(page.locator('#channels [data-channel="C0DESK"]')).to_have_count(0)


async def test_a_channel_that_one_does_not_look_at_is_marked_unread(floor: Floor) -> None:
    """A mark counts what came since the last look, and goes when one looks."""
    tom, ana = await floor.page("U0TOM", "C0DESK"), await floor.page("U0ANA")
    place = ana.locator('#channels [data-channel="C0DESK"]')
    await say(tom, "coffee?")
    await expect(place.locator(".badge")).to_have_text("1")
    await place.click()
    await expect(message(ana, "coffee?")).to_be_visible()
    await expect(place.locator(".badge")).to_have_count(0)


async def test_a_button_opens_a_form_and_its_error_stands_at_the_field(floor: Floor, bot: Bot) -> None:
    """A click reaches the app, its form opens, a wrong value comes back at the field, a right one closes it."""
    field_block = {"type": "input", "block_id": "round", "label": words("Round id"),
                   "element": {"type": "plain_text_input", "action_id": "value"}}  # fmt: skip
    select = {"type": "static_select", "action_id": "value", "options": [option("stuck"), option("unpaid")]}
    kind_block = {"type": "input", "block_id": "kind", "label": words("Kind"), "element": select}
    view = {"type": "modal", "title": words("Add details"), "submit": words("Send"), "close": words("Not now"),
            "blocks": [field_block, kind_block]}  # fmt: skip

    async def open_form(payload: Json) -> None:
        await bot.client.views_open(trigger_id=payload["trigger_id"], view=view)

    async def judge(payload: Json) -> Json | None:
        value = payload["view"]["state"]["values"]["round"]["value"]["value"]
        return None if value == "99812-77" else {"response_action": "errors", "errors": {"round": "Like 99812-77"}}

    bot.answers = {"block_actions": open_form, "view_submission": judge}
    await bot.post("What is missing", actions(button("details", "Add details")))
    page = await floor.page("U0RITA")
    await page.get_by_role("button", name="Add details").click()
    form = page.get_by_role("dialog", name="Add details")
    await form.get_by_role("button", name="Send").click()
    await expect(form.locator('[data-block="round"] .field-error')).to_have_text("Please complete this required field.")
    await form.get_by_label("Round id").fill("7")
    await form.locator('[data-block="kind"] .select').click()
    await page.get_by_role("option", name="Unpaid").click()
    await form.get_by_role("button", name="Send").click()
    await expect(form.locator('[data-block="round"] .field-error')).to_have_text("Like 99812-77")
    await expect(form.get_by_label("Round id")).to_be_focused()
    await form.get_by_label("Round id").fill("99812-77")
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_be_hidden()
    chosen = [one for one in bot.heard if one["type"] == "view_submission"][-1]["view"]["state"]["values"]["kind"]
    assert chosen["value"]["selected_option"]["value"] == "unpaid"


def every_input() -> list[Json]:
    """An optional input block for each control that a form can have; its block id is the control's type."""
    options = [option("one"), option("two")]
    more: dict[str, Json] = {kind: {"options": options} for kind in ("static_select", "multi_static_select")}
    more |= {kind: {"options": options} for kind in ("radio_buttons", "checkboxes")}
    more |= {"external_select": {"min_query_length": 1}, "number_input": {"is_decimal_allowed": False}}
    plain = ("plain_text_input", "email_text_input", "url_text_input", "datepicker", "timepicker", "datetimepicker")
    more |= {kind: {} for kind in (*plain, "users_select", "file_input")}
    return [
        {"type": "input", "block_id": kind, "optional": True, "label": words(kind),
         "element": {"type": kind, "action_id": "value", **extra}}
        for kind, extra in more.items()
    ]  # fmt: skip


async def fill_everything(page: Page) -> None:
    """Give each control of `every_input` a value."""
    typed = {
        "plain_text_input": "words", "email_text_input": "rita@acme.example", "url_text_input": "https://acme.example",
        "number_input": "7", "datepicker": "2026-02-03", "timepicker": "04:05", "datetimepicker": "2026-02-03T04:05",
    }  # fmt: skip
    for block, text in typed.items():
        await page.locator(f'[data-block="{block}"] input').fill(text)
    chosen = {"static_select": "Two", "multi_static_select": "Two", "users_select": "Rita Lima"}
    for block, name in chosen.items():
        await page.locator(f'[data-block="{block}"] .select').click()
        await page.get_by_role("option", name=name).click()
        if block.startswith("multi"):
            await page.keyboard.press("Escape")  # a list for several choices stays open; the form stays, too
    await page.locator('[data-block="external_select"] .select').click()
    await page.locator(".picker input").press_sequentially("book")
    await page.get_by_role("option", name="Book of suns").click()
    for block in ("radio_buttons", "checkboxes"):
        await page.locator(f'[data-block="{block}"]').get_by_label("Two").check()
    picture = {"name": "screen.png", "mimeType": "image/png", "buffer": PIXEL}
    await page.set_input_files('[data-block="file_input"] input', files=picture)  # type: ignore[arg-type]
    await expect(page.locator('[data-block="file_input"] li')).to_contain_text("screen.png")


async def test_every_control_of_a_form_sends_what_it_holds(floor: Floor, bot: Bot) -> None:
    """The values arrive in the shapes that Slack documents for each element."""
    view = {"type": "modal", "title": words("All"), "submit": words("Send"), "blocks": every_input()}

    async def open_form(payload: Json) -> None:
        await bot.client.views_open(trigger_id=payload["trigger_id"], view=view)

    async def suggest(payload: Json) -> Json:
        return {"options": [option(f"{payload['value']} of suns")]}

    bot.answers = {"block_actions": open_form, "block_suggestion": suggest}
    await bot.post("form", actions(button("open", "Open")))
    page = await floor.page("U0RITA")
    await page.get_by_role("button", name="Open", exact=True).click()
    await expect(page.locator("#form")).to_be_visible()
    await fill_everything(page)
    await page.get_by_role("button", name="Send", exact=True).last.click()
    await expect(page.locator("#form")).to_be_hidden()
    state = (await bot.hears("view_submission"))["view"]["state"]["values"]
    held = {block: next(v for key, v in element["value"].items() if key != "type") for block, element in state.items()}
    assert held["plain_text_input"] == "words"
    assert held["number_input"] == "7"
    assert held["static_select"]["value"] == held["radio_buttons"]["value"] == "two"
    assert [one["value"] for one in held["multi_static_select"]] == ["two"]
    assert [one["value"] for one in held["checkboxes"]] == ["two"]
    assert held["external_select"]["value"] == "book of suns"
    assert (held["users_select"], held["datepicker"], held["timepicker"]) == ("U0RITA", "2026-02-03", "04:05")
    assert held["datetimepicker"] == datetime(2026, 2, 3, 4, 5, tzinfo=ZoneInfo("America/Sao_Paulo")).timestamp()
    assert held["file_input"][0]["name"] == "screen.png"


async def test_an_updated_form_keeps_what_was_typed_and_a_pushed_one_leads_back(floor: Floor, bot: Bot) -> None:
    """The app may change an open form under one's hands, and stack another on it."""
    field_block = {"type": "input", "block_id": "why", "label": words("Why"),
                   "element": {"type": "plain_text_input", "action_id": "value"}}  # fmt: skip
    base = {"type": "modal", "title": words("First"), "submit": words("Send")}
    first = {**base, "blocks": [actions(button("more", "More")), field_block]}
    second = {**base, "title": words("Second"), "blocks": [{"type": "section", "text": words("on top")}]}

    async def react(payload: Json) -> None:
        if payload["actions"][0]["action_id"] == "open":
            await bot.client.views_open(trigger_id=payload["trigger_id"], view=first)
            return
        more = [*first["blocks"], {"type": "section", "text": words("changed")}]
        await bot.client.views_update(view_id=payload["view"]["id"], view={**first, "blocks": more})
        await bot.client.views_push(trigger_id=payload["trigger_id"], view=second)

    bot.answers = {"block_actions": react}
    await bot.post("form", actions(button("open", "Open")))
    page = await floor.page("U0ANA")
    await page.get_by_role("button", name="Open", exact=True).click()
    await page.get_by_label("Why").fill("because")
    await page.get_by_role("button", name="More", exact=True).click()
    await expect(page.locator("#form")).to_contain_text("on top")
    await page.get_by_role("button", name="Back").click()
    await expect(page.locator("#form")).to_contain_text("changed")
    await expect(page.get_by_label("Why")).to_have_value("because")
    click = [one for one in bot.heard if one["type"] == "block_actions"][-1]
    assert click["view"]["state"]["values"][click["view"]["blocks"][1]["block_id"]]["value"]["value"] == "because"
    await page.keyboard.press("Escape")
    await expect(page.locator("#form")).to_be_hidden()


async def test_a_message_that_changes_is_redrawn_in_place(floor: Floor, bot: Bot) -> None:
    """A card is edited by its app; the page follows and keeps one message."""
    page = await floor.page("U0ANA")
    ts = await bot.post("card", {"type": "header", "text": words("New")})
    await expect(message(page, "New")).to_be_visible()
    done = {"type": "section", "text": words("Taken by Ana")}
    await bot.client.chat_update(channel="C0ACME", ts=ts, text="card", blocks=[done])
    await expect(message(page, "Taken by Ana")).to_be_visible()
    await expect(page.locator(f'#messages [data-ts="{ts}"]')).to_have_count(1)


async def test_private_answers_are_seen_by_one_person_only(floor: Floor, bot: Bot) -> None:
    """An ephemeral answer stands in grey for Ana; Tom and Rita never see it."""
    page = await floor.page("U0ANA")
    await bot.client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="Tom was first")
    await expect(message(page, "Tom was first")).to_contain_text("Only visible to you")
    await say(page, "public words")
    for other in ("U0TOM", "U0RITA"):
        await page.locator(f'[data-person="{other}"]').click()
        await expect(message(page, "public words")).to_be_visible()
        await expect(message(page, "Tom was first")).to_have_count(0)


async def test_a_select_in_a_message_tells_the_app_what_was_chosen(floor: Floor, bot: Bot) -> None:
    """A static select and a confirmed button deliver their values."""
    confirm = {"title": words("Sure?"), "text": words("Really?"), "confirm": words("Do it"), "deny": words("No")}
    select = {"type": "static_select", "action_id": "priority", "options": [option("low"), option("high")]}
    await bot.post("card", actions(select, {**button("drop", "Drop"), "style": "danger", "confirm": confirm}))
    page = await floor.page("U0ANA")
    await page.locator('[data-action="priority"]').click()
    await page.get_by_role("option", name="High").click()
    heard = await bot.hears("block_actions")
    assert heard["actions"][0]["selected_option"]["value"] == "high"
    bot.heard.clear()
    await page.get_by_role("button", name="Drop").click()
    await page.get_by_role("button", name="Do it").click()
    assert (await bot.hears("block_actions"))["actions"][0]["value"] == "42"


async def test_reactions_edits_and_deletions(floor: Floor) -> None:
    """A reaction toggles, an edit is marked, a deletion takes the message away."""
    page = await floor.page("U0RITA")
    await say(page, "round is stuk")
    await message(page, "stuk").hover()
    await message(page, "stuk").get_by_label("Add a reaction").first.click()
    await page.locator('.popover [data-emoji="ticket"]').click()
    chip = page.locator('#messages .reaction[data-emoji="ticket"]')
    await expect(chip).to_have_text("🎫 1")
    await chip.click()
    await expect(chip).to_have_count(0)
    await more_action(page, "stuk", "Edit message")
    await page.get_by_label("Edit message").fill("round is stuck")
    await page.keyboard.press("Enter")
    await expect(message(page, "round is stuck")).to_contain_text("(edited)")
    await more_action(page, "stuck", "Delete message")
    await page.get_by_role("button", name="Delete").click()
    await expect(message(page, "round is stuck")).to_have_count(0)


async def test_markup_that_people_type_stays_text(floor: Floor) -> None:
    """Tags are words, and mrkdwn signs are drawn."""
    page = await floor.page("U0RITA")
    await say(page, "<img src=x onerror=alert(1)> & *bold* `code` @Ana Souza")
    shown = message(page, "onerror")
    await expect(shown.locator(".text")).to_have_text("<img src=x onerror=alert(1)> & bold code @Ana Souza")
    await expect(shown.locator("img")).to_have_count(0)
    await expect(shown.locator("strong")).to_have_text("bold")
    await expect(shown.locator(".mention")).to_have_text("@Ana Souza")


async def test_a_picture_is_attached_and_shown(floor: Floor) -> None:
    """An attached screenshot is drawn for another person, from the sandbox's own bytes."""
    rita, ana = await floor.page("U0RITA"), await floor.page("U0ANA")
    screenshot = {"name": "screen.png", "mimeType": "image/png", "buffer": PIXEL}
    await rita.set_input_files("#composer input[type=file]", files=screenshot)  # type: ignore[arg-type]
    await expect(rita.locator(".tray-item")).to_contain_text("screen.png")
    await say(rita, "see this")
    picture = message(ana, "see this").locator(".picture img")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("naturalWidth", 1)


async def test_the_composer_knows_the_command_and_the_people(floor: Floor, bot: Bot) -> None:
    """`/p` offers /pit, `@Ri` offers Rita; a command reaches the app."""
    page = await floor.page("U0ANA")
    field = page.locator("#composer textarea")
    await field.press_sequentially("/p")
    await expect(page.locator("#composer .completion")).to_contain_text("/pit")
    await field.press("Tab")
    await field.press_sequentially("status")
    await field.press("Enter")
    for _ in range(100):
        if any(one.get("command") == "/pit" for one in bot.heard):
            break
        await asyncio.sleep(0.05)
    assert bot.heard[-1]["text"] == "status"
    await field.press_sequentially("hello @Ri")
    await field.press("Enter")
    await expect(field).to_have_value("hello @Rita Lima ")


async def test_a_command_of_another_company_is_refused_in_a_note(floor: Floor) -> None:
    """Slack has no slash commands for external people, nor in threads; the words stay in the composer."""
    page = await floor.page("U0RITA")
    await say(page, "/pit status")
    await expect(page.get_by_role("alert")).to_contain_text("not a valid command")
    await expect(page.locator("#composer textarea")).to_have_value("/pit status")


async def test_the_home_tab_is_drawn(floor: Floor, bot: Bot) -> None:
    """What the app publishes for a person stands in its home."""
    home = {"type": "home", "blocks": [{"type": "header", "text": words("My tickets")}]}
    await bot.client.views_publish(user_id="U0ANA", view=home)
    page = await floor.page("U0ANA")
    await page.locator("#apps button").click()
    await expect(page.locator("#home")).to_contain_text("My tickets")


async def test_every_kind_of_block_is_drawn(floor: Floor, bot: Bot) -> None:
    """Nothing that Slack draws in a message is left as a placeholder."""
    section = {"type": "rich_text_section", "elements": [
        {"type": "text", "text": "bold", "style": {"bold": True}}, {"type": "user", "user_id": "U0RITA"},
        {"type": "emoji", "name": "eyes"}, {"type": "link", "url": "https://pit.example", "text": "link"},
        {"type": "date", "timestamp": 1_700_000_000, "format": "{date_num}", "fallback": "then"}]}  # fmt: skip
    items = {"type": "rich_text_list", "style": "bullet", "elements": [section]}
    cells = [{"type": "raw_text", "text": "a"}, {"type": "raw_text", "text": "b"}]
    options = [option("one"), option("two")]
    quote = {"type": "rich_text_quote", "elements": section["elements"]}
    overflow = {"type": "overflow", "action_id": "o", "options": options}
    many = {"type": "multi_static_select", "action_id": "m", "options": options}
    tokens = "<@U0ANA> <#C0DESK> <!subteam^S0ANALYSTS> <!date^1700000000^{date_short}|x>"
    await bot.post(
        "all",
        {"type": "rich_text", "elements": [section, items, quote]},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*a*\n> b"}], "accessory": overflow},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": tokens}]},
        {"type": "divider"},
        {"type": "markdown", "text": "# Title\n- **one**"},
        actions({"type": "datepicker", "action_id": "d"}, {"type": "timepicker", "action_id": "t"},
                {"type": "users_select", "action_id": "u"},
                {"type": "checkboxes", "action_id": "c", "options": options},
                {"type": "radio_buttons", "action_id": "r", "options": options}),
        {"type": "section", "text": words("many"), "accessory": many},
        {"type": "table", "rows": [cells, cells]},
    )  # fmt: skip
    page = await floor.page("U0ANA")
    shown = page.locator("#messages .message.app")
    await expect(shown.locator("table td")).to_have_count(2)
    await expect(shown.locator("h4")).to_have_text("Title")
    await expect(shown.locator(".block.context")).to_contain_text("@Ana Souza #desk @analysts")
    await expect(shown.locator(".unknown")).to_have_count(0)


async def test_a_mention_marks_the_seat_until_that_person_looks(floor: Floor, bot: Bot) -> None:
    """Whoever plays sees who else is called, and by how many messages."""
    page = await floor.page("U0RITA")
    await bot.post("<@U0TOM> second call", channel="C0DESK")
    mark = page.locator('[data-person="U0TOM"] .badge')
    await expect(mark).to_have_text("1")
    await page.locator('[data-person="U0TOM"]').click()
    await page.locator('#channels [data-channel="C0DESK"]').click()
    await expect(message(page, "second call").locator(".mention.mine")).to_have_text("@Tom Baker")
    await page.locator('[data-person="U0ANA"]').click()
    await expect(mark).to_have_count(0)


async def test_a_link_to_a_message_leads_there_and_one_stays_who_one_is(floor: Floor, bot: Bot) -> None:
    """A jump link in the desk opens the report's channel in the page, and the thread where the message stands."""
    ts = await bot.post("the report")
    answer = await bot.client.chat_postMessage(channel="C0ACME", text="in the thread", thread_ts=ts)
    link = await bot.client.chat_getPermalink(channel="C0ACME", message_ts=str(answer["ts"]))
    await bot.post(f"<{link['permalink']}|Jump>", channel="C0DESK")
    page = await floor.page("U0TOM", "C0DESK")
    await page.get_by_role("link", name="Jump").click()
    await expect(page.locator("#place-header h1")).to_contain_text("acme-support")
    await expect(message(page, "in the thread", "#thread-messages")).to_be_visible()
    await expect(page.locator("#you-are")).to_contain_text("Tom Baker")
    await page.goto(str(link["permalink"]))
    await expect(message(page, "in the thread", "#thread-messages")).to_be_visible()
    await expect(page.locator("#you-are")).to_contain_text("Tom Baker")


async def test_the_ledger_shows_calls_and_pushes(floor: Floor, bot: Bot) -> None:
    """For developers: what went over the wire, as it happens."""
    page = await floor.page("U0ANA")
    await page.get_by_role("button", name="What just happened").click()
    await bot.post("hello")
    await expect(page.locator("#ledger-rows")).to_contain_text("chat.postMessage")
    await say(page, "hi")
    await expect(page.locator("#ledger-rows")).to_contain_text("events_api · message")


async def test_without_a_clock_its_buttons_are_grey(floor: Floor) -> None:
    """The floor that has no clock shows the wall's time."""
    page = await floor.page("U0ANA")
    await expect(page.locator("#plus-hour")).to_be_disabled()


async def test_the_clock_moves_for_everybody(tmp_path: Path) -> None:
    """A click on "+15 minutes" asks the product's clock, and the bar shows the new time."""
    asked: list[Json] = []
    shift = 0

    async def answer(request: web.Request) -> web.Response:
        nonlocal shift
        if request.method == "POST":
            asked.append(await request.json())
            shift += 900
        return web.json_response({"ok": True, "now": "2026-01-01T00:00:00+00:00", "shift_seconds": shift})

    application = web.Application()
    application.router.add_route("*", "/clock", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    clock_url = f"http://127.0.0.1:{runner.addresses[0][1]}/clock"
    async with running_sandbox(tmp_path, "--clock-url", clock_url) as address, chromium() as browser:
        floor = Floor(address, browser)
        page, other = await floor.page("U0ANA"), await floor.page("U0TOM")
        before = await other.locator("#floor-time").get_attribute("datetime")
        await page.locator("#plus-quarter").click()
        await expect(page.locator("#plus-quarter")).to_be_enabled()
        await expect(other.locator("#floor-time")).not_to_have_attribute("datetime", before or "")
        assert asked == [{"advance_seconds": 900}]
        assert floor.complaints == []
    await runner.cleanup()
