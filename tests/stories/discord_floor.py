"""The floor on Discord: the one place where stories touch what is Discord's own."""

import base64
import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.cli.demo_server import APP_NAME, PERMISSIONS, TOKEN, discord_desk, server_id, server_of, snowflake
from bot.errors import UserError
from bot.parsing import parse_words
from commands import COMMANDS
from tests.stories.seen import Judged, Seen, Shown
from tests.stories.slack_floor import FLOOR, FORM_SECONDS, Upload

ONWARD = frozenset({"Continue", "Continuar"})
"""The button that leads to the next step of a form, in any language."""
AGAIN = frozenset({"Correct", "Corrigir", "Corregir"})
"""The button that opens a refused form again."""
PERMITS = {"reactions:write": "ADD_REACTIONS"}
"""What Slack calls a scope is a permission here."""
METHODS = {
    "chat.postMessage": "POST /channels/{channel}/messages",
    "chat.update": "PATCH /channels/{channel}/messages/{message}",
    "conversations.replies": "GET /channels/{channel}/messages",
}
KNOWN = frozenset(name for each in COMMANDS if not each.hidden for name in (each.name, *each.aliases))
_POSTS = frozenset({0, 19, 20, 23})
_BUTTON, _MENU, _TEXT = 2, 3, 10


class DiscordFloor:
    """Plays people in the sandbox's Discord and reads what they see; channels and people go by their names."""

    name = "discord"
    refusals = frozenset(
        {
            "the token is refused; the queue is kept",
            "discord refuses the token",
            "discord does not let us in",
            "discord cannot be prepared",
        }
    )
    """What the log calls an error when the token is taken from us."""
    revoked = "the gateway is closed to us (4004"
    """What the desk is told then."""
    not_in_channel = "50001: Missing Access"
    """Why a letter did not go to a channel in which the bot is not."""
    archived = ("removed", not_in_channel)
    """What the desk is told of an archived channel, and why a letter did not go there."""
    lacking = "50013: Missing Permissions"
    """Why no reaction was put on where that is not permitted."""

    def __init__(self, address: str, mode: str = "", port: int = 0) -> None:
        self.address = address
        self.port = port
        self.world: dict[str, Any] = copy.deepcopy(FLOOR)
        self._http: aiohttp.ClientSession | None = None
        self._rooms: dict[str, str] = {}
        self._again: dict[str, tuple[str, Seen]] = {}
        self._home: dict[str, str] = {}
        self._out: set[int] = set()
        self.by_step = False
        """Whether a form's steps are sent one by one; else whoever fills in a form goes through all of them."""

    # -- the stage

    async def begin(self) -> None:
        """A fresh floor."""
        self._http = aiohttp.ClientSession()
        await self._post("seed", floor={"discord": servers_of(self.world)})

    async def end(self) -> None:
        """Let go of the sandbox."""
        if self._http is not None:
            await self._http.close()

    @property
    def api_url(self) -> str:
        """Where the bot finds Discord's REST."""
        return f"{self.address}/discord/api/v10"

    @property
    def gateway_url(self) -> str:
        """Where the bot finds Discord's gateway."""
        return f"{self.address.replace('http', 'ws', 1)}/discord/gateway"

    @property
    def server(self) -> str:
        """The server's id."""
        return server_id(self.world)

    def environment(self) -> dict[str, str]:
        """What the bot must know of this Discord."""
        known = {"PITBOSS_DISCORD_API_URL": self.api_url, "PITBOSS_DISCORD_GATEWAY_URL": self.gateway_url}
        for app in self.world["apps"]:
            name = f"PITBOSS_DISCORD__{_workspace(self.world, app).upper()}__"
            known |= {f"{name}BOT_TOKEN": token_of(self.world, app), f"{name}SERVER": snowflake(app["team"])}
        return known

    longest = 2_000
    """Characters that one may write at once (https://docs.discord.com/developers/resources/message#create-message)."""

    def account(self, name: str) -> str:
        """Somebody's account as the command line takes it."""
        return f"discord:{self.server}:{self.user(name)}"

    def desk(self, text: str) -> str:
        """The desk.yaml of this floor; a client who is met on another server has its role there."""
        desk = discord_desk(text)
        for app in self.world["apps"][1:]:
            for row in _part(self.world, app)["channels"]:
                for team in map(snowflake, row["shared_with"]):
                    desk = desk.replace(f"discord:pit:{team}", f"discord:{_workspace(self.world, app)}:{team}")
        return desk

    def user(self, name: str) -> str:
        """Somebody's id."""
        return next(snowflake(row["id"]) for row in self.world["users"] if row["name"] == name)

    def channel(self, name: str) -> str:
        """A channel's id; an id stays as it is."""
        return next((snowflake(row["id"]) for row in self.world["channels"] if row["name"] == name), snowflake(name))

    def home_of(self, name: str) -> str:
        """The channel where somebody usually writes: a client's own, the desk's for everybody else who is in it."""
        person = next(row for row in self.world["users"] if row["name"] == name)
        rows = [row for row in self.world["channels"] if person["id"] in row["members"]]
        own = [row for row in rows if person["team"] in row["shared_with"]] or rows
        return snowflake(own[0]["id"])

    def watcher(self, channel: str) -> str:
        """Somebody who is in a channel, so that one may look into it."""
        row = next((row for row in self.world["channels"] if snowflake(row["id"]) == channel), None)
        return snowflake(row["members"][0]) if row else ""

    def name_of(self, user: str) -> str:
        """Somebody's name on the floor; an id that nobody has stays as it is."""
        return next((str(row["name"]) for row in self.world["users"] if snowflake(row["id"]) == user), user)

    # -- what people do

    async def say(
        self, user: str, channel: str, text: str, thread: str | None, files: Sequence[Upload], raw: bool = False
    ) -> str:
        """A message; its id. The thread of a message is begun with its first reply."""
        room = await self._thread(user, channel, thread) if thread else channel
        told = await self.do("say", as_=user, channel=room, text=text[: self.longest], files=_uploads(files), raw=raw)
        return f"{room}/{told['id']}" if thread else str(told["id"])

    async def _thread(self, user: str, channel: str, message: str) -> str:
        told = await self.ask("thread", action="create", as_=user, channel=channel, message=message, name="thread")
        assert told["ok"] or "160004" in str(told) or "no message" in str(told), told
        return message

    async def edit(self, user: str, channel: str, message: str, text: str) -> None:
        """A message has other words."""
        room, number = self._where(channel, message)
        await self.do("edit", as_=user, channel=room, message=number, text=text)

    async def delete(self, user: str, channel: str, message: str) -> None:
        """A message is taken away."""
        room, number = self._where(channel, message)
        await self.do("delete", as_=user, channel=room, message=number)

    async def react(self, user: str, channel: str, message: str, emoji: str) -> None:
        """A reaction is put on a message."""
        room, number = self._where(channel, message)
        await self.do("react", as_=user, channel=room, message=number, emoji=EMOJI.get(emoji, emoji))

    def _where(self, channel: str, message: str) -> tuple[str, str]:
        thread, _, number = message.rpartition("/")
        return thread or self._rooms.get(message, channel), number

    async def click(self, user: str, seen: Seen, label: str, *, forms: bool) -> Shown | None:
        """A button is pressed; the form that opens, when one is waited for."""
        told = await self._press(user, seen, label, FORM_SECONDS if forms else 0)
        return _form(told.get("modal"))

    async def _press(self, user: str, seen: Seen, label: str, wait: float) -> dict[str, Any]:
        room, number = self._where(seen.channel, seen.id)
        row = next(row for row in await self._rows(user, room) if row["id"] == number)
        control = next((each for each in controls(row["components"]) if each.label == label), None)
        assert control is not None, f"no button {label!r}; there are {seen.buttons}"
        more = {"values": [control.value]} if control.value else {}
        act = "select" if control.value else "click"
        told = await self.do(
            act, as_=user, channel=room, message=number, custom_id=control.custom_id, wait=wait, **more
        )
        assert told["delivered"] and not told.get("error"), told
        return told

    async def submit(self, user: str, form: Shown, values: Mapping[str, object]) -> Judged:
        """A form is filled in and sent; one that was refused is opened again, and what comes next is opened as well."""
        if form.id in self._again:
            label, seen = self._again.pop(form.id)
            opened = await self.click(user, seen, label, forms=True)
            assert opened is not None, f"the form does not open again by {label}"
            form = Shown(opened.id, form.title, form.fields)
        given = {key: _value(value) for key, value in values.items()}
        here = given if self.by_step else {key: value for key, value in given.items() if key in form.fields}
        told = await self.do("submit", as_=user, modal=form.id, values=here, wait=FORM_SECONDS)
        if not told["sent"]:
            return Judged(told["errors"])
        assert not told.get("error"), told
        judged = await self._judged(user, form, told.get("message"))
        if judged.next is None or self.by_step:
            return judged
        return await self.submit(user, judged.next, {key: values[key] for key in values if key not in here})

    async def _judged(self, user: str, form: Shown, row: Mapping[str, Any] | None) -> Judged:
        seen = self._seen(str(row["channel"]), None, row) if row else None
        for label in seen.buttons if seen else ():
            assert seen is not None
            if label in ONWARD:
                return Judged({}, await self.click(user, seen, label, forms=True))
            if label in AGAIN:
                self._again[form.id] = label, seen
                return Judged(_errors(form, seen.text))
        return Judged({})

    async def command(self, user: str, channel: str, words: str, *, forms: bool) -> Shown | None:
        """`/pit` with words, as options by name; the form that opens, when one is waited for.

        Discord offers no command that is not there: whoever wants to say something else calls the bot with it.
        """
        try:
            path, options = await self._typed(user, channel, words)
        except UserError:
            await self.say(user, channel, f"@{APP_NAME.lower()} {words}", None, ())
            return None
        wait = FORM_SECONDS if forms else 0
        told = await self.do("command", as_=user, channel=channel, command=path, options=options, wait=wait)
        assert told["sent"] and not told.get("error"), told
        return _form(told.get("modal"))

    async def _typed(self, user: str, channel: str, words: str) -> tuple[str, dict[str, Any]]:
        """The sub-command with its options, as somebody fills in what Discord's client shows; else raises UserError."""
        name, _, rest = words.partition(" ")
        if name not in KNOWN:
            raise UserError("unknown_command", word=name)
        command = next(each for each in COMMANDS if name in (each.name, *each.aliases))
        raw = parse_words(command.arguments, rest, in_ticket=False)
        told = await self.get(f"commands?as={user}&channel={channel}")
        slash = next(each for each in told["commands"] if each["name"] == "pit")
        path, known = _sub_command(slash, command.name)
        kinds = {each["name"]: each["type"] for each in known}
        assert set(raw) <= set(kinds), f"{words}: no option {set(raw) - set(kinds)}"
        return f"pit {path}", {key: int(value) if kinds[key] == 4 else value for key, value in raw.items()}

    async def pick(self, user: str, seen: Seen, name: str) -> Shown | None:
        """A command in a message's menu; the form that opens."""
        room, number = self._where(seen.channel, seen.id)
        told = await self.do("menu", as_=user, channel=room, message=number, name=name, wait=FORM_SECONDS)
        return _form(told.get("modal"))

    async def open_direct(self, user: str) -> str:
        """The direct conversation with the bot."""
        return str((await self.do("open_dm", as_=user))["channel"])

    async def open_home(self, user: str) -> None:
        """Somebody looks at their own tickets: here that is a command."""
        channel = self.home_of(self.name_of(user))
        told = await self.do("command", as_=user, channel=channel, command="pit mine", options={}, wait=FORM_SECONDS)
        self._home[user] = self._read(told["message"]["components"]) if told.get("message") else ""

    async def invite_bot(self, channel: str) -> None:
        """The bot is let into a channel."""
        await self.do("channel", action="permissions", channel=channel, role=APP_NAME, allow=["VIEW_CHANNEL"])

    async def remove_bot(self, channel: str) -> None:
        """The bot is thrown out of a channel."""
        await self.do("channel", action="permissions", channel=channel, role=APP_NAME, deny=["VIEW_CHANNEL"])

    async def archive(self, name: str, *, back: bool = False) -> None:
        """A channel is archived, or brought back: here nobody archives one, but its permissions are changed."""
        await (self.invite_bot if back else self.remove_bot)(self.channel(name))

    async def lacks_scopes(self, *names: str) -> None:
        """The bot may do everything but this."""
        more = {"role": APP_NAME, "allow": ["VIEW_CHANNEL"], "deny": [PERMITS[name] for name in names]}
        for row in _part(self.world, self.world["apps"][0])["channels"]:
            await self.do("channel", action="permissions", channel=snowflake(row["id"]), **more)

    async def share(self, name: str, team: str) -> None:
        """A channel is shared with another company: its role may look into it."""
        where, role = self.channel(name), snowflake(team)
        await self.do("channel", action="permissions", channel=where, role=role, allow=["VIEW_CHANNEL"])

    async def unshare(self, name: str, team: str) -> None:
        """Another company is out of a channel again."""
        where, role = self.channel(name), snowflake(team)
        await self.do("channel", action="permissions", channel=where, role=role, remove=True)

    async def revoke(self, app: int = 0) -> None:
        """The bot's token is taken from it."""
        await self.do("app", action="reset_token", app=snowflake(self.world["apps"][app]["id"]))

    async def install(self, app: int = 0) -> None:
        """The bot's token is its token again; where it was thrown out it comes back, and into its channels."""
        row = self.world["apps"][app]
        await self.do("app", action="set_token", app=snowflake(row["id"]), token=token_of(self.world, row))
        if app not in self._out:
            return
        self._out.remove(app)
        here = {"guild": snowflake(row["team"]), "app": snowflake(row["id"])}
        await self.do("guild", action="add_bot", permissions=list(PERMISSIONS), **here)
        for channel in _part(self.world, row)["channels"]:
            await self.invite_bot(snowflake(channel["id"]))

    async def uninstall(self, app: int = 0) -> None:
        """The bot is thrown out of the server."""
        row = self.world["apps"][app]
        self._out.add(app)
        await self.do("guild", action="kick_bot", guild=snowflake(row["team"]), app=snowflake(row["id"]))

    async def breaks(self, *rules: Mapping[str, Any]) -> None:
        """From now on Discord does what these rules say, and nothing that earlier ones said."""
        await self._post("faults", rules=[_rule(each) for each in rules])

    async def bring(self, name: str, team: str, channel: str) -> None:
        """Somebody of another company is let into a channel."""
        where, user = self.channel(channel), self.user(name)
        await self.do("channel", action="permissions", channel=where, user=user, allow=["VIEW_CHANNEL"])

    async def post_as_bot(self, channel: str, label: str, value: str) -> Seen:
        """A message with a button that the bot never made, though it comes from its account."""
        room = self.channel(channel)
        button = {"type": _BUTTON, "style": 2, "label": label, "custom_id": value}
        body = {"content": label, "components": [{"type": 1, "components": [button]}]}
        told = await self.call("POST", f"/channels/{room}/messages", body)
        seen = await self.messages(self.watcher(room), room)
        return next(each for each in seen if each.id == told["id"])

    async def new_channel(self, name: str, people: Iterable[str], shared_with: Iterable[str] = ()) -> str:
        """A channel that desk.yaml does not know; the bot is not in it."""
        members = [self.user(person) for person in people]
        roles = [snowflake(team) for team in shared_with]
        told = await self.do("channel", action="create", name=name, private_to=[*members, *roles])
        channel = str(told["channel"])
        row = {"id": channel, "name": name, "team": "T0PIT", "shared_with": list(shared_with), "members": members}
        self.world["channels"].append(row)
        return channel

    # -- what people see

    async def messages(self, user: str, channel: str) -> list[Seen]:
        """Every message of a channel that somebody sees, replies and private answers included, oldest first.

        Private answers that Discord can only give directly are among them.
        """
        told = await self.get(f"sees?as={user}&channel={channel}")
        direct = told["channel"]["type"] == 1
        found = [self._seen(channel, None, row, direct=direct and row["bot"]) for row in _posts(told)]
        for thread in told["threads"]:
            inside = await self.get(f"sees?as={user}&channel={thread['id']}")
            found += [self._seen(channel, thread["id"], row) for row in _posts(inside)]
        if not direct:
            for other in (await self.get(f"sees?as={user}"))["dms"]:
                inside = await self.get(f"sees?as={user}&channel={other['id']}")
                found += [self._seen(channel, None, row, direct=True) for row in _posts(inside) if row["bot"]]
        return sorted(found, key=lambda seen: int(seen.id.rpartition("/")[2]))

    async def _rows(self, user: str, room: str) -> list[dict[str, Any]]:
        return list(_posts(await self.get(f"sees?as={user}&channel={room}")))

    def _seen(self, channel: str, thread: str | None, row: Mapping[str, Any], *, direct: bool = False) -> Seen:
        inside = thread if thread and thread != row["id"] else None
        number = f"{inside}/{row['id']}" if inside else str(row["id"])
        if not inside:
            self._rooms[number] = row["channel"]
        text = self._read(row["components"]) if row["components"] else self._plain(row["content"])
        return Seen(
            id=number,
            channel=channel,
            thread=inside,
            author=self.name_of(row["author"]),
            by_bot=row["bot"],
            text=text,
            buttons=tuple(each.label for each in controls(row["components"])),
            reactions=frozenset(_called(each["emoji"]) for each in row["reactions"]),
            files=tuple(each["name"] for each in row["files"]),
            notified=frozenset(self.name_of(user) for user in row["notified"]),
            pinned=row["pinned"],
            private=row["private"] or direct,
        )

    def _read(self, components: Iterable[Mapping[str, Any]]) -> str:
        """The words in components, in order; buttons left out."""
        texts = [self._plain(each["content"]) for each in walk(components) if each["type"] == _TEXT]
        return "\n".join(text for text in texts if text)

    def _plain(self, markdown: str) -> str:
        """Discord's markdown as it is read."""
        text = re.sub(r"^(#{1,3} |-# |> )", "", markdown, flags=re.MULTILINE)
        text = re.sub(r"<@!?(\d+)>", lambda found: f"@{self.name_of(found[1])}", text)
        text = re.sub(r"(?<!\\)\[((?:[^\]\\]|\\.)*)\]\([^)]*\)", r"\1", text)
        text = re.sub(r"(?<!\\)(\*\*|\*|__|`)", "", text)
        return re.sub(r"\\(.)", r"\1", text).replace("\u200b", "")

    async def home(self, user: str) -> str:
        """The words on somebody's own page of the bot: the last private list, or what stands in its place."""
        if user in self._home:
            return self._home[user]
        for direct in (await self.get(f"sees?as={user}"))["dms"]:
            rows = await self._rows(user, direct["id"])
            return self._read(rows[-1]["components"]) if rows else ""
        return ""

    async def posted(self) -> set[tuple[str, str]]:
        """Which of our teams' bots has posted in which channel; what stands in threads is left out."""
        teams = {snowflake(app["id"]): str(app["team"]) for app in self.world["apps"]}
        channels = {snowflake(row["id"]) for row in self.world["channels"]}
        entries = (await self._ledger(f"method={quote(METHODS['chat.postMessage'])}"))["entries"]
        found = {(teams[each["token_app"]], str(each["args"]["path"]["channel"])) for each in entries}
        return {(team, channel) for team, channel in found if channel in channels}

    async def _ledger(self, query: str) -> dict[str, Any]:
        assert self._http is not None
        async with self._http.get(f"{self.address}/control/ledger?since=0&{query}") as response:
            told: dict[str, Any] = await response.json()
            return told

    async def quiet(self) -> bool:
        """Whether the bot has heard everything that it was told, if it listens at all."""
        await self.do("gateway", action="heartbeat")
        sessions = (await self.get("sessions"))["sessions"]
        return all(each["heard"] >= each["seq"] for each in sessions if each["connected"])

    async def heard_all(self) -> bool:
        """The same; Discord tells an event once."""
        return await self.quiet()

    async def notified(self) -> set[str]:
        """Everybody whom any message of the bot has ever called, by name."""
        called: set[str] = set()
        for row in self.world["channels"]:
            channel = snowflake(row["id"])
            for seen in await self.messages(self.watcher(channel), channel):
                called |= seen.notified if seen.by_bot and not seen.private else set()
        return called

    # -- the wire

    async def do(self, path: str, **body: Any) -> dict[str, Any]:
        """A control request about the Discord that must work; `as_` is the person."""
        told = await self.ask(path, **body)
        assert told["ok"], f"{path}: {told}"
        return told

    async def ask(self, path: str, **body: Any) -> dict[str, Any]:
        """A control request about the Discord, whatever comes of it."""
        return await self._send(f"discord/{path}", body)

    async def _post(self, path: str, **body: Any) -> None:
        told = await self._send(path, body)
        assert told["ok"], f"{path}: {told}"

    async def _send(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        assert self._http is not None
        given = {key.rstrip("_"): value for key, value in body.items()}
        async with self._http.post(f"{self.address}/control/{path}", json=given) as response:
            told: dict[str, Any] = await response.json()
            return told

    async def get(self, path: str) -> dict[str, Any]:
        """Read something of the control API about the Discord."""
        return await self._read_control(f"discord/{path}")

    async def ledger(self, since: int, kind: str = "") -> dict[str, Any]:
        """What was called and pushed after that number: its `entries`, and the number to go on from as `next`."""
        return await self._read_control(f"ledger?since={since}&kind={kind}")

    async def _read_control(self, path: str) -> dict[str, Any]:
        assert self._http is not None
        async with self._http.get(f"{self.address}/control/{path}") as response:
            told: dict[str, Any] = await response.json()
            assert told["ok"], f"{path}: {told}"
            return told

    async def call(self, method: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """A call of the REST, as the bot itself would make it."""
        assert self._http is not None
        headers = {"Authorization": f"Bot {TOKEN}"}
        async with self._http.request(method, f"{self.api_url}{path}", json=body, headers=headers) as response:
            assert response.status < 300, await response.text()
            told: dict[str, Any] = await response.json()
            return told


def servers_of(world: Mapping[str, Any]) -> dict[str, Any]:
    """The floor as one server for each of our workspaces, each with an application of its own."""
    found: dict[str, Any] = {"users": {}, "apps": [], "guilds": []}
    for app in world["apps"]:
        server = server_of(_part(world, app))
        found["users"] |= {row["id"]: row for row in server["users"]}
        found["apps"] += [{**row, "token": token_of(world, app)} for row in server["apps"]]
        found["guilds"] += server["guilds"]
    for row in world["users"]:
        found["users"][snowflake(row["id"])]["closed_dms"] = row.get("closed_dms", False)
    return {**found, "users": list(found["users"].values())}


def _part(world: Mapping[str, Any], app: Mapping[str, Any]) -> dict[str, Any]:
    """What of the floor is in that workspace; our people's groups are in the first."""
    channels = [row for row in world["channels"] if row["team"] == app["team"]]
    first = app is world["apps"][0]
    return {**world, "apps": [app], "channels": channels, "usergroups": world["usergroups"] if first else []}


def token_of(world: Mapping[str, Any], app: Mapping[str, Any]) -> str:
    """The token of an application's bot."""
    return TOKEN if app is world["apps"][0] else f"{TOKEN}-{_workspace(world, app)}"


def _workspace(world: Mapping[str, Any], app: Mapping[str, Any]) -> str:
    return next(str(row["domain"]) for row in world["teams"] if row["id"] == app["team"])


class Control:
    """A button, or one choice of a menu, as somebody sees it."""

    def __init__(self, label: str, custom_id: str, value: str = "") -> None:
        self.label, self.custom_id, self.value = label, custom_id, value


# what stories call a reaction, and how it looks here
EMOJI = {
    "ticket": "🎫",
    "eyes": "👀",
    "question": "❓",
    "rotating_light": "🚨",
    "arrow_double_up": "⏫",
    "hand": "✋",
    "raised_hand": "✋",
    "outbox_tray": "📤",
    "double_vertical_bar": "⏸",
    "white_check_mark": "✅",
    "link": "🔗",
    "pushpin": "📌",
}


def _called(emoji: str) -> str:
    """What stories call a reaction."""
    bare = emoji.replace("\ufe0f", "")
    return next((name for name, each in EMOJI.items() if each == bare), emoji)


def walk(components: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for each in components:
        yield each
        yield from walk(each.get("components") or ())
        if each.get("accessory"):
            yield from walk([each["accessory"]])


def controls(components: Iterable[Mapping[str, Any]]) -> Iterator[Control]:
    for each in walk(components):
        if each["type"] == _BUTTON:
            yield Control(each["label"], each.get("custom_id") or each["url"])
        elif each["type"] == _MENU:
            yield from (Control(option["label"], each["custom_id"], option["value"]) for option in each["options"])


def _posts(told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    rows = [*told["messages"], *told["ephemeral"]]
    yield from sorted((row for row in rows if row["type"] in _POSTS), key=lambda row: int(row["id"]))


def _sub_command(slash: Mapping[str, Any], name: str) -> tuple[str, list[dict[str, Any]]]:
    """Where a sub-command stands, and its options."""
    for each in slash["options"]:
        if each["name"] == name and each["type"] == 1:
            return name, each.get("options", [])
        for inner in each.get("options", ()) if each["type"] == 2 else ():
            if inner["name"] == name:
                return f"{each['name']} {name}", inner.get("options", [])
    raise AssertionError(f"no sub-command {name}")


def _form(modal: Mapping[str, Any] | None) -> Shown | None:
    if not modal:
        return None
    labels = [part for part in modal["components"] if part["type"] == 18]
    controls = {part["component"]["custom_id"]: part["component"] for part in labels}
    return Shown(
        modal["id"],
        modal["title"],
        {part["component"]["custom_id"]: part["label"] for part in labels},
        {key: found for key, each in controls.items() if (found := _initial(each)) is not None},
        {key: tuple(row["label"] for row in each["options"]) for key, each in controls.items() if "options" in each},
    )


def _initial(control: Mapping[str, Any]) -> object:
    if control["type"] == 4:
        return control.get("value")
    chosen = [row["value"] for row in control.get("options", ()) if row.get("default")]
    if control["type"] in (3, 21):
        return chosen[0] if chosen else None
    return chosen or None


def _errors(form: Shown, text: str) -> dict[str, str]:
    """The sentence at each field of a card that says what is wrong."""
    found: dict[str, str] = {}
    for key, label in form.fields.items():
        line = next((line for line in text.split("\n") if line.startswith(label.rstrip("…"))), "")
        if line:
            found[key] = line.partition(":")[2].strip() or line
    return found or {next(iter(form.fields), ""): text}


def _value(value: object) -> object:
    return _uploads(value) if isinstance(value, list) and value and isinstance(value[0], tuple) else value


def _uploads(files: Iterable[Upload]) -> list[dict[str, str]]:
    return [
        {"name": name, "mimetype": mime, "content_base64": base64.b64encode(data).decode()}
        for name, mime, data in files
    ]


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A fault rule of Slack's method names for Discord's routes."""
    match = dict(rule.get("match", {}))
    if match.get("method") == "conversations.replies":
        match.pop("channel", None)  # a thread is a room of its own
    if rule.get("error") == "internal_error":
        rule = {**rule, "action": "status", "status": 500}
    if "method" in match:
        match["method"] = METHODS.get(match["method"], match["method"])
    if "channel" in match:
        match["channel"] = snowflake(match["channel"])
    return {**rule, "match": match}
