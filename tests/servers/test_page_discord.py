"""The page of the sandbox's Discord in a real Chromium: people talk, use cards, commands and forms."""

import asyncio
import base64
import json
import re
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, async_playwright, expect

import sandbox

pytestmark = pytest.mark.servers

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
REFUSED = "Failed to load resource: the server responded with a status of 400"  # how a refusal looks to a browser
READY = "sandbox ready "
FLOOR = json.loads((Path(sandbox.__file__).parent / "discord" / "example_floor.json").read_text(encoding="utf-8"))
APP, TOKEN, INTENTS = "940000000000000001", "discord-floor-pit", 0b1111
GUILD = "900000000000000001"
ANA, BEN, CARLA, RITA, RUI, LUZ = (f"9300000000000000{n:02}" for n in (1, 2, 6, 7, 8, 10))
DESK, ACME, LUCKY, LOBBY = (f"9200000000000000{n}" for n in (10, 11, 13, 30))
ANALYSTS = "910000000000000011"
V2, PRIVATE = 1 << 15, 1 << 6
SAY, LATER, UPDATE, CHOICES, FORM = 4, 5, 7, 8, 9
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
PICTURE: Any = {"name": "screen.png", "mimeType": "image/png", "buffer": PIXEL}

Json = dict[str, Any]
Answer = Callable[[Json], Awaitable[Json | None]]


def text(content: str) -> Json:
    """A text of a card."""
    return {"type": 10, "content": content}


def button(custom_id: str, label: str, style: int = 2) -> Json:
    """A button."""
    return {"type": 2, "style": style, "label": label, "custom_id": custom_id}


def row(*components: Json) -> Json:
    """A row of a card."""
    return {"type": 1, "components": list(components)}


def card(*components: Json, **more: Any) -> Json:
    """A message with one container."""
    return {"flags": V2, "components": [{"type": 17, "components": list(components), **more}]}


def asked(label: str, component: Json, **more: Any) -> Json:
    """A field of a form with its label."""
    return {"type": 18, "label": label, "component": component, **more}


def form(*components: Json, title: str = "Add details") -> Json:
    """The answer that opens a form."""
    return {"type": FORM, "data": {"title": title, "custom_id": "form", "components": list(components)}}


def privately(words: str) -> Json:
    """The answer that one person sees."""
    return {"type": SAY, "data": {"content": words, "flags": PRIVATE}}


def option(name: str, kind: int = 3, **more: Any) -> Json:
    """An option of a command."""
    return {"type": kind, "name": name, "description": f"The {name}", **more}


def sub_command(name: str, *options: Json) -> Json:
    """A sub-command."""
    return {"type": 1, "name": name, "description": f"To {name}", "options": list(options)}


@dataclass
class Bot:
    """An app of the test's own on REST and the gateway; what people do is kept in `heard`."""

    session: aiohttp.ClientSession
    address: str
    heard: list[Json] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        """A call of the REST API; what it answers."""
        headers = {"Authorization": f"Bot {TOKEN}"}
        url = f"{self.address}/discord/api/v10{path}"
        async with self.session.request(method, url, json=body, headers=headers) as response:
            answer = await response.text()
            assert response.status < 300, answer
            return json.loads(answer) if answer else None

    async def post(self, message: Json | str, channel: str = ACME) -> str:
        """Post into a channel; the message's id."""
        body = {"content": message} if isinstance(message, str) else message
        return str((await self.call("POST", f"/channels/{channel}/messages", body))["id"])

    async def register(self, *commands: Json) -> None:
        """Put these commands for the server."""
        await self.call("PUT", f"/applications/{APP}/guilds/{GUILD}/commands", list(commands))

    async def listen(self, ready: asyncio.Event) -> None:
        """Answer each interaction with what the test has for it."""
        async with self.session.ws_connect(f"{self.address}/discord/gateway?v=10&encoding=json") as socket:
            await socket.send_json({"op": 2, "d": {"token": TOKEN, "intents": INTENTS, "properties": {}}})
            async for frame in socket:
                payload = json.loads(frame.data)
                if payload.get("t") == "READY":
                    ready.set()
                if payload.get("t") == "INTERACTION_CREATE":
                    await self._answer(payload["d"])

    async def _answer(self, interaction: Json) -> None:
        self.heard.append(interaction)
        data = interaction["data"]
        kind = {4: "choices"}.get(interaction["type"])
        answer = self.answers.get(kind or data.get("custom_id") or data.get("name", ""))
        body = await answer(interaction) if answer else None
        if body:
            await self.call("POST", f"/interactions/{interaction['id']}/{interaction['token']}/callback", body)

    async def hears(self, kind: int) -> Json:
        """The data of the first interaction of this type, waited for at most five seconds."""
        for _ in range(100):
            found = next((one for one in self.heard if one["type"] == kind), None)
            if found:
                return dict(found["data"])
            await asyncio.sleep(0.05)
        raise AssertionError(f"no interaction {kind} in {[one['type'] for one in self.heard]}")


def always(answer: Json) -> Answer:
    """The same answer to everything."""

    async def give(interaction: Json) -> Json:
        return answer

    return give


@dataclass
class Floor:
    """The running sandbox, a browser, and what the pages complained about."""

    address: str
    browser: Browser
    complaints: list[str] = field(default_factory=list)

    async def page(self, who: str, channel: str = ACME) -> Page:
        """A page on which somebody looks at a channel."""
        page = await self.browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("console", self._complain)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await page.goto(f"{self.address}/discord.html?as={who}&channel={channel}")
        await expect(page.locator("#place-header h1")).not_to_be_empty()
        return page

    def _complain(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REFUSED):
            self.complaints.append(f"{message.text} {message.location}")


@asynccontextmanager
async def running_sandbox(folder: Path, floor: Json) -> AsyncIterator[str]:
    """`python -m sandbox` with a floor; its address."""
    floor_file = folder / "floor.json"
    floor_file.write_text(json.dumps(floor), encoding="utf-8")
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--floor", str(floor_file)]
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
    """The example floor; no page may write an error to its console."""
    async with running_sandbox(tmp_path, FLOOR) as address, chromium() as browser:
        floor = Floor(address, browser)
        yield floor
        assert floor.complaints == []


@pytest.fixture
async def bot(floor: Floor) -> AsyncIterator[Bot]:
    """The floor's app, connected to the gateway."""
    async with aiohttp.ClientSession() as session:
        bot, ready = Bot(session, floor.address), asyncio.Event()
        listening = asyncio.create_task(bot.listen(ready))
        await asyncio.wait_for(ready.wait(), 5)
        yield bot
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


async def say(page: Page, words: str, where: str = "#composer") -> None:
    """Type into a composer and send with Enter."""
    await page.fill(f"{where} textarea", words)
    await page.press(f"{where} textarea", "Enter")


def message(page: Page, words: str | re.Pattern[str], where: str = "#messages") -> Locator:
    """The message with these words."""
    return page.locator(f"{where} .message", has_text=words)


async def from_menu(page: Page, shown: Locator, *path: str) -> None:
    """Choose from the menu that a right click on a message opens."""
    await shown.click(button="right", position={"x": 400, "y": 8})
    for name in path:
        await page.get_by_role("menuitem", name=name).click()


async def test_what_one_says_the_other_sees_at_once_and_answers(floor: Floor) -> None:
    """Rita writes, Ana sees it without a reload and replies to it, and Rita reads whom the reply is for."""
    rita, ana = await floor.page(RITA), await floor.page(ANA)
    await say(rita, "round 99812-77 is stuck")
    shown = message(ana, "round 99812-77 is stuck")
    await expect(shown).to_be_visible()
    await shown.hover()
    await shown.get_by_label("Reply").click()
    await expect(ana.locator("#composer .reply-bar")).to_contain_text("Replying to Rita Prado")
    await say(ana, "looking into it")
    answer = message(rita, "looking into it")
    await expect(answer.locator(".reply-line")).to_contain_text("round 99812-77 is stuck")
    await expect(ana.locator("#composer .reply-bar")).to_be_hidden()


async def test_the_switch_leads_to_the_workspace_and_back_and_one_stays_who_one_is(tmp_path: Path) -> None:
    """Ana of the server is Ana of the workspace; the address says which side one looks at."""
    ana: Json = {"id": "U0ANA", "team": "T0PIT", "name": "ana", "real_name": "Ana Souza", "tz": "Europe/London"}
    app: Json = {"id": "A0PIT", "team": "T0PIT", "bot_user": "U0BOT", "bot_name": "pitboss", "bot_id": "B0PIT",
                 "bot_token": "xoxb-page", "app_token": "xapp-page", "signing_secret": "page", "mode": "socket",
                 "scopes": ["chat:write"], "commands": [], "channels": []}  # fmt: skip
    channel: Json = {"id": "C0DESK", "name": "desk", "team": "T0PIT", "members": ["U0ANA"]}
    both = FLOOR | {"teams": [{"id": "T0PIT", "name": "Pit Platform", "domain": "pit"}], "users": [ana],
                    "channels": [channel], "usergroups": [], "apps": [app]}  # fmt: skip
    async with running_sandbox(tmp_path, both) as address, chromium() as browser:
        floor = Floor(address, browser)
        page = await floor.page(ANA)
        await page.get_by_role("link", name="The workspace: Pit Platform").click()
        await expect(page.locator("#you-are")).to_contain_text("Ana Souza")
        await expect(page).to_have_url(re.compile(r"/\?as=U0ANA"))
        await page.get_by_role("link", name="The server: Pit").click()
        await expect(page.locator("#server")).to_contain_text("Pit")
        await expect(page.locator("#you-are")).to_contain_text("Ana Souza")
        await expect(page).to_have_url(re.compile(rf"/discord\.html\?as={ANA}"))
        assert floor.complaints == []


async def test_a_floor_without_a_workspace_opens_at_the_server(floor: Floor) -> None:
    """With one side only there is no switch, and the front door leads there."""
    page = await floor.browser.new_page()
    await page.goto(floor.address)
    await expect(page.locator("#server")).to_contain_text("Pit")
    await expect(page.locator("#switch")).to_be_hidden()


async def test_everybody_sees_their_channels_only(floor: Floor) -> None:
    """Ana sees the desk; Rita lands where she may look, and the desk's members are not hers to see."""
    page = await floor.page(ANA, DESK)
    await expect(page.locator("#place-header h1")).to_contain_text("desk")
    await expect(page.locator("#members")).to_contain_text("Analysts — 2")
    await expect(page.locator("#members")).not_to_contain_text("Rita")
    await page.locator(f'[data-person="{RITA}"]').click()
    await expect(page.locator("#you-are")).to_contain_text("Rita Prado")
    await expect(page.locator("#place-header h1")).not_to_contain_text("desk")
    await expect(page.locator(f'#channels [data-channel="{DESK}"]')).to_have_count(0)
    await expect(page.locator(f'#channels [data-channel="{ACME}"]')).to_be_visible()


async def test_unread_channels_and_calls_are_marked(floor: Floor, bot: Bot) -> None:
    """A channel that one does not look at is bright, a mention counts, at the seat too; a line says what is new."""
    page = await floor.page(ANA)
    await bot.post({"content": f"<@{ANA}> second call", "allowed_mentions": {"parse": ["users"]}}, DESK)
    place = page.locator(f'#channels [data-channel="{DESK}"]')
    await expect(place.locator(".badge")).to_have_text("1")
    await expect(place).to_have_class(re.compile("unread"))
    other = await floor.page(BEN, LOBBY)
    await expect(other.locator(f'[data-person="{ANA}"] .badge')).to_have_text("1")
    await place.click()
    await expect(page.locator("#messages .day.new")).to_be_visible()
    await expect(message(page, "second call")).to_have_class(re.compile("called"))
    await expect(place.locator(".badge")).to_have_count(0)
    await other.locator(f'[data-person="{CARLA}"]').click()
    await expect(other.locator(f'[data-person="{ANA}"] .badge')).to_have_count(0)


def every_field() -> list[Json]:
    """Five fields, each of another kind."""
    return [
        asked("Player id", {"type": 4, "style": 1, "custom_id": "player", "min_length": 5}, description="A number"),
        asked("What happened", {"type": 4, "style": 2, "custom_id": "what", "required": False}),
        asked("Provider", {"type": 3, "custom_id": "provider",
                           "options": [{"label": "Sunny", "value": "s"}, {"label": "Moon", "value": "m"}]}),
        asked("Screenshots", {"type": 19, "custom_id": "files", "max_values": 2}),
        asked("How bad", {"type": 21, "custom_id": "bad",
                          "options": [{"label": "One player", "value": "1"}, {"label": "Many", "value": "2"}]}),
    ]  # fmt: skip


async def test_a_form_with_every_kind_of_field(floor: Floor, bot: Bot) -> None:
    """A button opens it; what is missing is said at its field; what was filled in arrives."""
    bot.answers = {"details": always(form(*every_field())), "form": always(privately("Thank you"))}
    await bot.post(card(text("What is missing?"), row(button("details", "Add details"))))
    page = await floor.page(RITA)
    await page.get_by_role("button", name="Add details").click()
    dialog = page.get_by_role("dialog", name="Add details")
    await dialog.get_by_label("Player id").fill("7")
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog.locator('[data-custom-id="player"] .field-error')).to_contain_text("between 5 and")
    await expect(dialog.locator('[data-custom-id="provider"] .field-error')).to_have_text("This field is required")
    await expect(dialog.get_by_label("Player id")).to_be_focused()
    await dialog.get_by_label("Player id").fill("83921")
    await dialog.get_by_label("What happened").fill("it is stuck")
    await dialog.locator('[data-custom-id="provider"] .d-select').click()
    await page.get_by_role("option", name="Moon").click()
    await page.set_input_files('[data-custom-id="files"] input', files=PICTURE)
    await expect(dialog.locator('[data-custom-id="files"] li')).to_contain_text("screen.png")
    await dialog.get_by_label("Many").check()
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog).to_be_hidden()
    await expect(message(page, "Thank you")).to_be_visible()
    data = await bot.hears(5)
    held = {part["component"]["custom_id"]: part["component"] for part in data["components"]}
    assert (held["player"]["value"], held["what"]["value"], held["bad"]["value"]) == ("83921", "it is stuck", "2")
    assert held["provider"]["values"] == ["m"]
    assert data["resolved"]["attachments"][held["files"]["values"][0]]["filename"] == "screen.png"


async def test_fields_for_people_roles_channels_and_boxes(floor: Floor, bot: Bot) -> None:
    """The other selects, a group of boxes, one box, and a text between them."""
    boxes = [{"label": "One", "value": "1"}, {"label": "Two", "value": "2"}, {"label": "Three", "value": "3"}]
    parts = [asked("Who", {"type": 5, "custom_id": "who"}), asked("Where", {"type": 8, "custom_id": "where"}),
             asked("Which", {"type": 22, "custom_id": "which", "max_values": 2, "options": boxes}),
             asked("Agreed", {"type": 23, "custom_id": "agreed"}), text("**Careful** now")]  # fmt: skip
    bot.answers = {"open": always(form(*parts)), "form": always(privately("Done"))}
    await bot.post({"content": "classic", "components": [row(button("open", "Open"))]})
    page = await floor.page(RITA)
    await page.get_by_role("button", name="Open", exact=True).click()
    dialog = page.get_by_role("dialog", name="Add details")
    await expect(dialog.locator(".modal-text strong")).to_have_text("Careful")
    for name, choice in {"who": "Ana Souza", "where": "lobby"}.items():
        await dialog.locator(f'[data-custom-id="{name}"] .d-select').click()
        await page.get_by_role("option", name=choice).click()
    for label in ("One", "Three"):
        await dialog.locator('[data-custom-id="which"]').get_by_label(label).check()
    await dialog.locator('[data-custom-id="agreed"] input').check()
    await dialog.get_by_role("button", name="Submit").click()
    await expect(message(page, "Done")).to_be_visible()
    parts = [part["component"] for part in (await bot.hears(5))["components"] if part["type"] == 18]
    assert [part.get("values", part.get("value")) for part in parts] == [[ANA], [LOBBY], ["1", "3"], True]


async def test_a_form_is_closed_by_escape_and_the_app_never_hears_of_it(floor: Floor, bot: Bot) -> None:
    """Cancelling is between the person and their client."""
    bot.answers = {"details": always(form(*every_field()))}
    await bot.post(card(row(button("details", "Add details"))))
    page = await floor.page(RITA)
    await page.get_by_role("button", name="Add details").click()
    await expect(page.locator("#form")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#form")).to_be_hidden()
    await say(page, "never mind")
    await expect(message(page, "never mind")).to_be_visible()
    assert [one["type"] for one in bot.heard] == [3]


async def test_a_click_that_nobody_answers_failed(floor: Floor, bot: Bot) -> None:
    """After three seconds "This interaction failed" stands below the card, for that person only."""
    await bot.post(card(text("New ticket"), row(button("take", "Take it", 1))), DESK)
    ana, ben = await floor.page(ANA, DESK), await floor.page(BEN, DESK)
    await ana.get_by_role("button", name="Take it").click()
    await expect(ana.get_by_role("button", name="Take it")).to_have_attribute("aria-busy", "true")
    await expect(ana.locator(".interaction-failed")).to_have_text("This interaction failed")
    await expect(ben.locator(".interaction-failed")).to_have_count(0)


async def test_a_private_answer_is_for_one_person_and_can_be_dismissed(floor: Floor, bot: Bot) -> None:
    """Ben never sees what Ana is told."""
    bot.answers = {"take": always(privately("Ben was first"))}
    await bot.post(card(row(button("take", "Take it"))), DESK)
    page = await floor.page(ANA, DESK)
    await page.get_by_role("button", name="Take it").click()
    await expect(message(page, "Ben was first")).to_contain_text("Only you can see this")
    await page.locator(f'[data-person="{BEN}"]').click()
    await expect(page.locator("#you-are")).to_contain_text("Ben Okoro")
    await expect(message(page, "Ben was first")).to_have_count(0)
    await page.locator(f'[data-person="{ANA}"]').click()
    await message(page, "Ben was first").get_by_role("button", name="Dismiss message").click()
    await expect(message(page, "Ben was first")).to_have_count(0)


async def test_an_app_that_needs_time_is_seen_thinking(floor: Floor, bot: Bot) -> None:
    """A deferred answer says so until it is filled."""
    bot.answers = {"take": always({"type": LATER, "data": {"flags": PRIVATE}})}
    await bot.post(card(row(button("take", "Take it"))))
    page = await floor.page(ANA)
    await page.get_by_role("button", name="Take it").click()
    await expect(page.locator("#messages .thinking")).to_contain_text("is thinking")
    filled = {"content": "It is yours"}
    await bot.call("PATCH", f"/webhooks/{APP}/{bot.heard[0]['token']}/messages/@original", filled)
    await expect(message(page, "It is yours")).to_be_visible()
    await expect(page.locator("#messages .thinking")).to_have_count(0)


async def test_a_card_that_its_app_changes_is_redrawn_in_place(floor: Floor, bot: Bot) -> None:
    """An answer that updates the card, and an edit by REST: still one message."""
    taken = {"type": UPDATE, "data": card(text("Taken by Ana"))}
    bot.answers = {"take": always(taken)}
    posted = await bot.post(card(text("New"), row(button("take", "Take it"))))
    page = await floor.page(ANA)
    await page.get_by_role("button", name="Take it").click()
    await expect(message(page, "Taken by Ana")).to_be_visible()
    await bot.call("PATCH", f"/channels/{ACME}/messages/{posted}", card(text("Resolved")))
    await expect(message(page, "Resolved")).to_be_visible()
    await expect(page.locator(f'#messages [data-id="{posted}"]')).to_have_count(1)


async def test_every_select_tells_the_app_what_was_chosen(floor: Floor, bot: Bot) -> None:
    """Five kinds; a single choice is sent at once, several when the list is closed."""
    words = [{"label": "Low", "value": "low"}, {"label": "High", "value": "high", "emoji": {"name": "🔥"}}]
    selects = [{"type": 3, "custom_id": "string", "options": words}, {"type": 5, "custom_id": "user"},
               {"type": 6, "custom_id": "role"}, {"type": 8, "custom_id": "channel"},
               {"type": 7, "custom_id": "both", "max_values": 2}]  # fmt: skip
    await bot.post(card(*(row(select) for select in selects)))
    page = await floor.page(ANA)
    chosen = {"string": "High", "user": "Rui Costa", "role": "Analysts", "channel": "lobby"}
    wanted = {"string": ["high"], "user": [RUI], "role": [ANALYSTS], "channel": [LOBBY]}

    async def accept(interaction: Json) -> Json:
        return {"type": 6}

    bot.answers = dict.fromkeys([*chosen, "both"], accept)
    for name, label in chosen.items():
        await page.locator(f'[data-custom-id="{name}"]').click()
        await page.get_by_role("option", name=label).click()
        await expect(page.locator(f'[data-custom-id="{name}"]')).to_contain_text(label)
    await page.locator('[data-custom-id="both"]').click()
    await page.get_by_role("option", name="Rita Prado").click()
    await page.get_by_role("option", name="Analysts").click()
    await page.keyboard.press("Escape")
    for _ in range(100):
        if len(bot.heard) == 5:
            break
        await asyncio.sleep(0.05)
    heard = {one["data"]["custom_id"]: one["data"]["values"] for one in bot.heard}
    assert heard == wanted | {"both": [RITA, ANALYSTS]}


PIT = {"type": 1, "name": "pit", "description": "Tickets", "options": [
    sub_command("open", option("category", required=True, choices=[{"name": "Stuck round", "value": "stuck"}]),
                option("words", max_length=20)),
    sub_command("assign", option("ticket", 4, required=True, autocomplete=True), option("person", 6, required=True)),
    sub_command("help")]}  # fmt: skip


async def test_a_command_with_typed_options(floor: Floor, bot: Bot) -> None:
    """`/` lists the sub-commands; tickets come from the app while one types; the answer says who asked."""

    async def suggest(interaction: Json) -> Json:
        typed = interaction["data"]["options"][0]["options"][0]["value"]
        return {"type": CHOICES, "data": {"choices": [{"name": f"#412 · like {typed or 'all'}", "value": 412}]}}

    await bot.register(PIT)
    bot.answers = {"choices": suggest, "pit": always({"type": SAY, "data": {"content": "Assigned"}})}
    page = await floor.page(ANA)
    field = page.locator("#composer textarea")
    await field.press_sequentially("/")
    offers = page.get_by_role("listbox", name="Suggestions")
    await expect(offers).to_contain_text("/pit open")
    await expect(offers).to_contain_text("/pit help")
    await field.press_sequentially("pit as")
    await field.press("Enter")
    ticket = page.get_by_label("ticket: The ticket")
    await ticket.press_sequentially("4")
    await expect(page.get_by_role("option", name="#412 · like 4")).to_be_visible()
    await ticket.press("Enter")
    person = page.get_by_label("person: The person")
    await expect(person).to_be_focused()
    await person.press_sequentially("Rui")
    await expect(page.get_by_role("option", name="Rui Costa")).to_be_visible()
    await person.press("Enter")
    await expect(person).to_have_value("Rui Costa")
    await person.press("Enter")
    await expect(message(page, "Assigned").locator(".reply-line")).to_contain_text("Ana Souza used /pit assign")
    given = (await bot.hears(2))["options"][0]
    assert given["name"] == "assign"
    assert {one["name"]: one["value"] for one in given["options"]} == {"ticket": 412, "person": RUI}
    await expect(field).to_be_focused()


async def test_a_command_is_kept_until_its_values_are_right(floor: Floor, bot: Bot) -> None:
    """What is required is asked for; optional values are added by a menu; Escape leads back to the words."""
    await bot.register(PIT)
    bot.answers = {"pit": always(privately("Opened"))}
    page = await floor.page(RITA)
    field = page.locator("#composer textarea")
    await field.press_sequentially("/pit help ")
    await expect(page.get_by_role("button", name="Run /pit help")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(field).to_be_focused()
    await field.press_sequentially("/pit open ")
    await page.get_by_role("button", name="Add one of 1 optional").click()
    await page.get_by_role("menuitem", name="words").click()
    await page.get_by_label("words: The words").press_sequentially("it is stuck")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("This option is required")
    category = page.get_by_label("category: The category")
    await expect(category).to_be_focused()
    await category.press_sequentially("stu")
    await page.get_by_role("option", name="Stuck round").click()
    await page.keyboard.press("Enter")
    await expect(message(page, "Opened")).to_be_visible()
    given = (await bot.hears(2))["options"][0]["options"]
    assert {one["name"]: one["value"] for one in given} == {"category": "stuck", "words": "it is stuck"}


async def test_a_command_that_nobody_answers_says_so(floor: Floor, bot: Bot) -> None:
    """ "The application did not respond" is a note for oneself."""
    await bot.register(PIT)
    page = await floor.page(RITA)
    await page.locator("#composer textarea").press_sequentially("/pit help ")
    await expect(page.get_by_role("button", name="Run /pit help")).to_be_focused()
    await page.keyboard.press("Enter")
    note = message(page, "The application did not respond")
    await expect(note).to_contain_text("Only you can see this")
    await note.get_by_role("button", name="Dismiss message").click()
    await expect(note).to_have_count(0)


async def test_reactions_edits_pins_and_deletions(floor: Floor) -> None:
    """A reaction toggles, an edit is marked, a coordinator pins, a deletion takes the message away."""
    page = await floor.page(RITA)
    await say(page, "round is stuk")
    shown = message(page, "stuk")
    await shown.hover()
    await shown.get_by_label("Add Reaction").first.click()
    await page.locator('.popover [data-emoji="ticket"]').click()
    chip = page.locator("#messages .reaction[aria-pressed]")
    await expect(chip).to_have_text("🎫1")
    await chip.click()
    await expect(chip).to_have_count(0)
    await from_menu(page, shown, "Edit Message")
    await page.get_by_label("Edit message").fill("round is stuck")
    await page.keyboard.press("Enter")
    await expect(message(page, "round is stuck")).to_contain_text("(edited)")
    carla = await floor.page(CARLA)
    await from_menu(carla, message(carla, "round is stuck"), "Pin Message")
    await expect(page.locator(".message.system")).to_contain_text("Carla Nunes pinned a message")
    await page.get_by_label("Pinned messages").click()
    await expect(page.get_by_role("dialog", name="Pinned messages")).to_contain_text("round is stuck")
    await page.keyboard.press("Escape")
    await from_menu(page, message(page, "round is stuck"), "Delete Message")
    await page.get_by_role("button", name="Delete").click()
    await expect(message(page, "round is stuck")).to_have_count(0)


async def test_the_apps_of_a_message_and_of_a_person(floor: Floor, bot: Bot) -> None:
    """Context menus reach the app with what they were opened at."""
    await bot.register({"type": 3, "name": "Open a ticket"}, {"type": 2, "name": "Tickets of"})
    bot.answers = {"Open a ticket": always(privately("Opened")), "Tickets of": always(privately("None"))}
    page = await floor.page(ANA)
    await say(page, "please look")
    await from_menu(page, message(page, "please look"), "Apps", "Open a ticket")
    await expect(message(page, re.compile("Opened"))).to_be_visible()
    await page.locator(f'#members [data-user="{RUI}"]').click(button="right")
    await page.get_by_role("menuitem", name="Apps").click()
    await page.get_by_role("menuitem", name="Tickets of").click()
    await expect(message(page, re.compile("None"))).to_be_visible()
    targets = [one["data"]["target_id"] for one in bot.heard]
    assert targets[1] == RUI
    assert bot.heard[0]["data"]["resolved"]["messages"][targets[0]]["content"] == "please look"


async def test_a_thread_is_started_from_a_message_and_written_in(floor: Floor) -> None:
    """It opens beside the channel, stands below its channel at the left, and its message leads there."""
    rita, ana = await floor.page(RITA), await floor.page(ANA)
    await say(rita, "round 7 is stuck")
    await from_menu(ana, message(ana, "round 7 is stuck"), "Create Thread")
    await ana.get_by_label("Thread name").fill("Round 7")
    await ana.get_by_role("button", name="Create Thread").click()
    await expect(ana.locator("#thread-place")).to_contain_text("Round 7")
    await expect(message(ana, "round 7 is stuck", "#thread-messages")).to_be_visible()
    await say(ana, "which session?", "#thread-composer")
    await expect(ana.locator("#channels .thread-place")).to_contain_text("Round 7")
    await rita.locator(".thread-card").click()
    await expect(message(rita, "which session?", "#thread-messages")).to_be_visible()
    await say(rita, "5541", "#thread-composer")
    await expect(message(ana, "5541", "#thread-messages")).to_be_visible()
    await expect(message(ana, "5541")).to_have_count(0)


async def test_a_post_in_a_forum(floor: Floor) -> None:
    """A title, words, a tag and a picture; others find it in the list and answer."""
    luz, ana = await floor.page(LUZ, LUCKY), await floor.page(ANA, LUCKY)
    await luz.get_by_text("New Post").click()
    await luz.get_by_label("Title").fill("Giros gratis")
    await luz.get_by_label("Message of the post").fill("El jugador 5512")
    await luz.get_by_role("button", name="open", exact=True).click()
    await luz.set_input_files("#forum input[type=file]", files=PICTURE)
    await luz.get_by_role("button", name="Post", exact=True).click()
    await expect(message(luz, "El jugador 5512", "#thread-messages").locator("img")).to_be_visible()
    post = ana.locator(".post", has_text="Giros gratis")
    await expect(post).to_contain_text("1 new")
    await expect(post.locator(".forum-tag")).to_have_text("open")
    await post.click()
    await say(ana, "lo veo", "#thread-composer")
    await expect(message(luz, "lo veo", "#thread-messages")).to_be_visible()


async def test_a_direct_conversation_with_the_bot(floor: Floor, bot: Bot) -> None:
    """It opens from the sidebar, and goes both ways."""
    page = await floor.page(RITA)
    await page.locator("#directs button").click()
    await expect(page.locator("#place-header h1")).to_contain_text("pitboss")
    await say(page, "hello there")
    await expect(message(page, "hello there")).to_be_visible()
    channel = (await bot.call("POST", "/users/@me/channels", {"recipient_id": RITA}))["id"]
    await bot.post("At your service", channel)
    await expect(message(page, "At your service")).to_be_visible()


async def test_markup_that_people_type_stays_text(floor: Floor) -> None:
    """Tags are words; Discord's signs are drawn; names become mentions."""
    page = await floor.page(RITA)
    await say(page, "<img src=x onerror=alert(1)> & **bold** `code` @Ana Souza")
    shown = message(page, "onerror").locator(".text")
    await expect(shown).to_have_text("<img src=x onerror=alert(1)> & bold code @Ana Souza")
    await expect(shown.locator("img")).to_have_count(0)
    await expect(shown.locator("strong")).to_have_text("bold")
    await expect(shown.locator(".mention")).to_have_text("@Ana Souza")


async def test_discords_markdown(floor: Floor, bot: Bot) -> None:
    """Headings, small print, lists, quotes, code, spoilers, links, mentions and times."""
    lines = ["# Title", "-# small", "- one", "  - two", "> quoted", "```py\nx = 1\n```",
             "||hidden|| __under__ ~~gone~~ *it*", f"[words](https://pit.example) <#{LOBBY}> <@&{ANALYSTS}>",
             "<t:1700000000:R> \\*plain\\*"]  # fmt: skip
    await bot.post({"content": "\n".join(lines), "allowed_mentions": {"parse": []}})
    page = await floor.page(ANA)
    shown = page.locator("#messages .message.app .text")
    await expect(shown.locator("h3")).to_have_text("Title")
    await expect(shown.locator("small")).to_have_text("small")
    await expect(shown.locator("ul ul li")).to_have_text("two")
    await expect(shown.locator("blockquote")).to_have_text("quoted")
    await expect(shown.locator("pre")).to_have_text("x = 1")
    await expect(shown.locator("u")).to_have_text("under")
    await expect(shown.locator("s")).to_have_text("gone")
    await expect(shown.get_by_role("link", name="words")).to_have_attribute("href", "https://pit.example")
    await expect(shown.locator("time")).to_contain_text("há")  # Ana reads Portuguese
    await expect(shown).to_contain_text("lobby @Analysts")
    await expect(shown).to_contain_text("*plain*")
    await expect(shown.locator(".spoiler > span")).to_be_hidden()
    await shown.locator(".spoiler").click()
    await expect(shown.locator(".spoiler > span")).to_be_visible()


async def test_every_component_and_embed_is_drawn(floor: Floor, bot: Bot) -> None:
    """Containers, sections, galleries, files, separators; and a classic embed with its fields."""
    picture = {"url": f"{floor.address}/icon.svg"}
    thumbnail = {"type": 11, "media": picture, "description": "A spade"}
    link = {"type": 2, "style": 5, "label": "Look", "url": "https://pit.example"}
    parts: list[Json] = [{"type": 9, "components": [text("## Head")], "accessory": thumbnail},
             {"type": 9, "components": [text("words")], "accessory": link}, {"type": 14, "spacing": 2},
             {"type": 12, "items": [{"media": picture}, {"media": picture, "spoiler": True}]}]  # fmt: skip
    await bot.post(card(*parts, accent_color=0xE67E22))
    embed = {"title": "Digest", "description": "**7** open", "color": 0x57F287, "footer": {"text": "Pitboss"},
             "fields": [{"name": "New", "value": "3", "inline": True}], "image": picture}  # fmt: skip
    await bot.post({"content": "today", "embeds": [embed]})
    page = await floor.page(ANA)
    shown = page.locator("#messages .v2-container")
    await expect(shown.locator("h4")).to_have_text("Head")
    await expect(shown.get_by_alt_text("A spade")).to_be_visible()
    await expect(shown.locator(".veil")).to_have_text("SPOILER")
    await shown.locator(".veil").click()
    await expect(shown.locator(".v2-gallery img")).to_have_count(2)
    await expect(page.locator(".embed")).to_contain_text("Digest")
    await expect(page.locator(".embed-field")).to_have_text("New3")
    await expect(page.locator(".unknown")).to_have_count(0)


async def test_a_picture_is_attached_and_shown(floor: Floor) -> None:
    """A screenshot is drawn for another person, and a file of another kind is a card."""
    rita, ana = await floor.page(RITA), await floor.page(ANA)
    log: Any = {"name": "log.txt", "mimeType": "text/plain", "buffer": b"lines"}
    await rita.set_input_files("#composer input[type=file]", files=[PICTURE, log])
    await expect(rita.locator(".tray-item")).to_have_count(2)
    await say(rita, "see this")
    shown = message(ana, "see this")
    await expect(shown.locator(".picture img")).to_have_js_property("naturalWidth", 1)
    await expect(shown.locator(".file-card")).to_contain_text("log.txt")


async def test_the_composer_knows_the_people_and_the_roles(floor: Floor) -> None:
    """`@Ri` offers nobody who cannot look here; `@Ana` offers Ana and the Analysts."""
    page = await floor.page(RITA)
    field = page.locator("#composer textarea")
    await field.press_sequentially("hello @Lu")
    await expect(page.get_by_role("listbox", name="Suggestions")).to_be_hidden()
    await field.fill("")
    await field.press_sequentially("hello @Ana")
    offers = page.get_by_role("listbox", name="Suggestions")
    await expect(offers).to_contain_text("Ana Souza")
    await expect(offers).to_contain_text("@Analysts")
    await field.press("Enter")
    await expect(field).to_have_value("hello @Ana Souza ")


async def test_a_jump_link_leads_there_and_one_stays_who_one_is(floor: Floor, bot: Bot) -> None:
    """A link in the desk's card opens the client's channel; the same address works from outside."""
    report = await bot.post("the report")
    address = f"https://discord.com/channels/{GUILD}/{ACME}/{report}"
    await bot.post(f"[Jump]({address})", DESK)
    page = await floor.page(BEN, DESK)
    await page.get_by_role("link", name="Jump").click()
    await expect(page.locator("#place-header h1")).to_contain_text("acme-support")
    await expect(page.locator(f'#messages [data-id="{report}"]')).to_have_class(re.compile("found"))
    await expect(page.locator("#you-are")).to_contain_text("Ben Okoro")
    await page.goto(f"{floor.address}/channels/{GUILD}/{ACME}/{report}")
    await expect(page.locator(f'#messages [data-id="{report}"]')).to_have_class(re.compile("found"))
