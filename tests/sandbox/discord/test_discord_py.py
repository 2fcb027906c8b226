"""discord.py, unmodified but for its two base addresses, works here as it does with Discord."""

import asyncio
import io
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import pytest
import yarl
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.sandbox.discord.people import ANA, BEN, FLOOR, FORUM, GENERAL, GUILD, RITA, TOKEN


@pytest.fixture
async def play(hand: Any) -> Any:
    """The control API of a freshly seeded Discord."""
    await hand.do("seed", floor=FLOOR)
    return hand


@pytest.fixture(autouse=True)
def _addresses(address: str) -> Iterator[None]:
    """The two addresses, for the time of a test."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = f"{address}/discord/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address.replace("http", "ws", 1) + "/discord/gateway")
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


class Report(ui.Modal, title="Report"):
    """A form with words, a choice and files."""

    what: ui.Label[Any] = ui.Label(text="What", component=ui.TextInput(custom_id="what"))
    kind: ui.Label[Any] = ui.Label(
        text="Kind",
        component=ui.Select(
            custom_id="kind", options=[discord.SelectOption(label="Bug"), discord.SelectOption(label="Wish")]
        ),
    )
    shots: ui.Label[Any] = ui.Label(
        text="Shots", component=ui.FileUpload(custom_id="shots", required=False, max_values=3)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say what came."""
        assert isinstance(self.what.component, ui.TextInput) and isinstance(self.kind.component, ui.Select)
        assert isinstance(self.shots.component, ui.FileUpload)
        files = [f"{file.filename}={(await file.read()).decode()}" for file in self.shots.component.values]
        text = f"{self.what.component.value} {self.kind.component.values} {files}"
        await interaction.response.send_message(text, ephemeral=True)


class Choices(ui.Modal, title="Choices"):
    """Every control that chooses."""

    radio: ui.Label[Any] = ui.Label(
        text="Radio",
        component=ui.RadioGroup(
            custom_id="radio", options=[discord.RadioGroupOption(label=name, value=name.lower()) for name in "AB"]
        ),
    )
    boxes: ui.Label[Any] = ui.Label(
        text="Boxes",
        component=ui.CheckboxGroup(
            custom_id="boxes", options=[discord.CheckboxGroupOption(label=name, value=name.lower()) for name in "AB"]
        ),
    )
    sure: ui.Label[Any] = ui.Label(text="Sure", component=ui.Checkbox(custom_id="sure"))
    team: ui.Label[Any] = ui.Label(text="Team", component=ui.RoleSelect(custom_id="team"))
    place: ui.Label[Any] = ui.Label(text="Place", component=ui.ChannelSelect(custom_id="place", required=False))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say what came."""
        held: list[Any] = [label.component for label in (self.radio, self.boxes, self.sure, self.team, self.place)]
        radio, boxes, sure, team, place = held
        text = f"{radio.value} {boxes.values} {sure.value} {team.values[0].name} {[one.name for one in place.values]}"
        await interaction.response.send_message(text)


class Desk(ui.View):
    """A button and a select."""

    @ui.button(label="Report", custom_id="report")
    async def report(self, interaction: discord.Interaction, button: Any) -> None:
        """Open the form."""
        await interaction.response.send_modal(Report())

    @ui.select(cls=ui.UserSelect, custom_id="owner")
    async def owner(self, interaction: discord.Interaction, select: Any) -> None:
        """Name the owner in the message."""
        await interaction.response.edit_message(content=f"owner {select.values[0].name}", view=None)


class Take(ui.DynamicItem[ui.Button[Any]], template=r"take:(?P<ticket>\d+)"):
    """A button that needs no memory."""

    def __init__(self, ticket: int) -> None:
        super().__init__(ui.Button(label="Take", custom_id=f"take:{ticket}"))
        self.ticket = ticket

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: Any, match: re.Match[str], /) -> "Take":
        """Built again from its custom id."""
        return cls(int(match["ticket"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Say which ticket."""
        await interaction.response.send_message(f"{interaction.user.name} took {self.ticket}")


class Bot(discord.Client):
    """A small bot with commands."""

    def __init__(self, intents: discord.Intents | None = None) -> None:
        super().__init__(intents=intents or discord.Intents.all(), guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[str] = []
        self.reactions: list[str] = []
        self.resumed = 0
        self.came = asyncio.Event()
        self.add_dynamic_items(Take)
        group = app_commands.Group(name="pit", description="Tickets")
        group.command(name="take", description="Take a ticket")(take)
        group.command(name="desk", description="Show the desk")(desk)
        group.command(name="choose", description="Choose")(choose)
        self.tree.add_command(group)
        self.tree.context_menu(name="Open a ticket")(open_ticket)
        self.tree.context_menu(name="Who is it")(who_is_it)

    async def on_ready(self) -> None:
        """Everything that the gateway tells at first is there."""
        self.came.set()

    async def on_message(self, message: discord.Message) -> None:
        """Keep what others say."""
        if message.author != self.user:
            self.heard.append(message.content)

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Keep reactions."""
        self.reactions.append(str(payload.emoji))

    async def on_resumed(self) -> None:
        """Count."""
        self.resumed += 1


async def _tickets(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[int]]:
    return [app_commands.Choice(name=f"#{n}", value=n) for n in range(1, 40) if str(n).startswith(current)][:25]


@app_commands.autocomplete(ticket=_tickets)
async def take(interaction: discord.Interaction, ticket: int, who: discord.Member | None = None) -> None:
    """Defer, then follow up."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.edit_original_response(content=f"#{ticket} for {who.display_name if who else 'nobody'}")
    await interaction.followup.send("and a file", file=discord.File(io.BytesIO(b"log"), "log.txt"), ephemeral=True)


async def desk(interaction: discord.Interaction) -> None:
    """A message with a view."""
    await interaction.response.send_message("the desk", view=Desk(timeout=None))


async def choose(interaction: discord.Interaction) -> None:
    """A form at once."""
    await interaction.response.send_modal(Choices())


async def open_ticket(interaction: discord.Interaction, message: discord.Message) -> None:
    """A message's context menu."""
    await interaction.response.send_message(f"opened: {message.content} by {message.author.name}", ephemeral=True)


async def who_is_it(interaction: discord.Interaction, user: discord.Member) -> None:
    """A user's context menu."""
    await interaction.response.send_message(f"{user.name}: {[role.name for role in user.roles]}", ephemeral=True)


@asynccontextmanager
async def running(intents: discord.Intents | None = None) -> AsyncIterator[Bot]:
    """A bot that is ready."""
    bot = Bot(intents)
    task = asyncio.create_task(bot.start(TOKEN))
    ready = asyncio.create_task(bot.came.wait())
    try:
        await asyncio.wait({task, ready}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        yield bot
    finally:
        ready.cancel()
        await bot.close()
        await asyncio.gather(task, ready, return_exceptions=True)


async def until(condition: Callable[[], bool], seconds: float = 6.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def says(play: Any, act: str, **body: Any) -> Any:
    """What a person reads after something that they did."""
    told = await play.do(f"discord/{act}", channel=GENERAL, wait=3, **body)
    return told["message"]["content"]


async def test_it_connects_and_caches_the_guild(play: Any) -> None:
    """Members in chunks, channels by type, its own permissions."""
    async with running() as bot:
        guild = bot.get_guild(int(GUILD))
        assert guild is not None and guild.chunked and len(guild.members) == 4
        assert isinstance(guild.get_channel(int(FORUM)), discord.ForumChannel)
        assert guild.me.guild_permissions.manage_threads and not guild.me.guild_permissions.administrator


async def test_commands_are_synced_and_run(play: Any) -> None:
    """A group with typed options, autocompletion, a deferred answer and a file."""
    async with running() as bot:
        assert {command.name for command in await bot.tree.sync()} == {"pit", "Open a ticket", "Who is it"}
        typed = {"as_": ANA, "channel": GENERAL, "command": "pit take"}
        told = await play.do("discord/autocomplete", **typed, options={"ticket": "3"}, focused="ticket")
        assert told["choices"][0] == {"name": "#3", "value": 3} and len(told["choices"]) == 11
        text = await says(play, "command", as_=ANA, command="pit take", options={"ticket": 7, "who": "ben"})
        assert text == "#7 for Ben"
        async with asyncio.timeout(3):
            while len((await play.get(f"discord/sees?as={ANA}&channel={GENERAL}"))["ephemeral"]) < 2:
                await asyncio.sleep(0.01)
        file = (await play.get(f"discord/sees?as={ANA}&channel={GENERAL}"))["ephemeral"][1]["files"][0]
        assert (file["name"], file["size"]) == ("log.txt", 3)


async def test_context_menus(play: Any) -> None:
    """Of messages and of users."""
    async with running() as bot:
        await bot.tree.sync(guild=None)
        message = (await play.do("discord/say", as_=RITA, channel=GENERAL, text="it broke"))["id"]
        assert await says(play, "menu", as_=ANA, name="Open a ticket", message=message) == "opened: it broke by rita"
        assert await says(play, "menu", as_=ANA, name="Who is it", user=BEN) == "ben: ['@everyone', 'staff']"


async def test_a_view_a_select_and_a_modal_with_files(play: Any) -> None:
    """Two people fill in the same form."""
    async with running() as bot:
        await bot.tree.sync()
        told = await play.do("discord/command", as_=ANA, channel=GENERAL, command="pit desk")
        card = {"channel": GENERAL, "message": told["message"]["id"]}
        shot = {"name": "a.txt", "content_base64": "aGk="}
        for user in (RITA, BEN):
            modal = (await play.do("discord/click", as_=user, custom_id="report", **card))["modal"]
            assert modal["title"] == "Report"
        for user in (RITA, BEN):
            told = await play.do("discord/submit", as_=user, values={"what": user, "kind": "Bug", "shots": [shot]})
            assert told["message"]["content"] == f"{user} ['Bug'] ['a.txt=hi']"
        told = await play.do("discord/select", as_=ANA, custom_id="owner", values=["ben"], **card)
        assert told["message"]["content"] == "owner ben" and told["message"]["components"] == []


async def test_a_modal_with_every_control_that_chooses(play: Any) -> None:
    """Radio, boxes, one box, roles and channels."""
    async with running() as bot:
        await bot.tree.sync()
        await play.do("discord/command", as_=ANA, channel=GENERAL, command="pit choose")
        values = {"radio": "B", "boxes": ["a", "b"], "sure": True, "team": ["staff"], "place": ["general"]}
        told = await play.do("discord/submit", as_=ANA, values=values)
        assert told["message"]["content"] == "b ['a', 'b'] True staff ['general']"
        await play.do("discord/command", as_=ANA, channel=GENERAL, command="pit choose")
        told = await play.do("discord/submit", as_=ANA, values={"radio": "a", "boxes": ["b"], "team": "staff"})
        assert told["message"]["content"] == "a ['b'] False staff []"


async def test_it_resumes_after_a_cut(play: Any) -> None:
    """And after op 7; nothing is lost, and it never identifies again."""
    async with running() as bot:
        for number, action in enumerate(("cut", "reconnect", "close"), start=1):
            await play.do("discord/gateway", action=action)
            await play.do("discord/say", as_=ANA, channel=GENERAL, text=f"while {action}")
            await until(lambda: bot.resumed == number)  # noqa: B023  # awaited within the loop
            await until(lambda: len(bot.heard) == number)  # noqa: B023
        assert bot.heard == ["while cut", "while reconnect", "while close"]
    acts = [row["act"] for row in await play.ledger("gateway")]
    assert acts.count("identify") == 1 and acts.count("resume") == 3


async def test_a_dynamic_item_after_a_restart(play: Any) -> None:
    """The button of an earlier process is answered by the next one."""
    async with running() as bot:
        channel = bot.get_partial_messageable(int(GENERAL))
        view = ui.View(timeout=None)
        view.add_item(Take(42))
        message = await channel.send("ticket", view=view)
    async with running():
        told = await play.do("discord/click", as_=BEN, channel=GENERAL, message=str(message.id), custom_id="take:42")
        assert told["message"]["content"] == "ben took 42"


async def test_components_v2(play: Any) -> None:
    """A LayoutView with everything in it, a file too; its button works, a wrong one is refused with its place."""

    class Card(ui.LayoutView):
        """A card."""

    async with running() as bot:
        channel = bot.get_partial_messageable(int(GENERAL))
        card = Card(timeout=None)
        button: ui.Button[Any] = ui.Button(label="Go", custom_id="go")

        async def go(interaction: discord.Interaction) -> None:
            await interaction.response.edit_message(view=None, content=None)

        button.callback = go  # type: ignore[method-assign]  # the documented way to give a button its callback
        card.add_item(ui.Container(
            ui.TextDisplay("# Ticket 42"), ui.Separator(), ui.Section("body", accessory=button),
            ui.File("attachment://log.txt"), ui.ActionRow(ui.Button(label="Docs", url="https://example.com")),
            accent_colour=discord.Colour.red(),
        ))  # fmt: skip
        message = await channel.send(view=card, file=discord.File(io.BytesIO(b"x"), "log.txt"))
        assert message.flags.components_v2 and isinstance(message.components[0], discord.Container)
        wrong = Card(timeout=None)
        wrong.add_item(ui.Container(ui.File("attachment://gone.txt")))
        with pytest.raises(discord.HTTPException) as caught:
            await channel.send(view=wrong)
        assert caught.value.code == 50035 and "components.0.components.0.file.url" in str(caught.value)


async def test_a_nonce_a_thread_and_a_reaction(play: Any) -> None:
    """What the bot does by REST comes back by the gateway."""
    async with running() as bot:
        channel = bot.get_channel(int(GENERAL))
        assert isinstance(channel, discord.TextChannel)
        first = await channel.send("once", nonce="n-1")
        assert (await channel.send("once", nonce="n-1")).id == first.id
        thread = await first.create_thread(name="talk")
        await thread.send("inside")
        await play.do("discord/react", as_=ANA, channel=GENERAL, message=str(first.id), emoji="👀")
        await until(lambda: bool(bot.reactions))
        assert bot.reactions == ["👀"]
