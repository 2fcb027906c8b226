"""The floor on Slack: the one place where stories touch what is Slack's own."""

import base64
import copy
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import aiohttp

from tests.stories.processes import ROOT
from tests.stories.seen import Judged, Seen, Shown

FLOOR = json.loads((ROOT / "bot" / "cli" / "floor.json").read_text(encoding="utf-8"))
FORM_SECONDS = 4.0
Upload = tuple[str, str, bytes]


class SlackFloor:
    """Plays people in the sandbox's Slack and reads what they see; channels and people go by their names."""

    name = "slack"
    refusals = frozenset({"the token is refused; the queue is kept", "slack refuses the token"})
    """What the log calls an error when the token is taken from us."""
    revoked = "tokens_revoked"
    """What the desk is told then."""
    archived = ("archive", "is_archived")
    """What the desk is told of an archived channel, and why a letter did not go there."""
    not_in_channel = "not_in_channel"
    """Why a letter did not go to a channel in which the bot is not."""
    lacking = "missing_scope: reactions:write"
    """Why no reaction was put on where that is not permitted."""

    def __init__(self, address: str, mode: str, port: int) -> None:
        self.address = address
        self._mode = mode
        self.port = port
        self._http: aiohttp.ClientSession | None = None
        self.world: dict[str, Any] = copy.deepcopy(FLOOR)
        self._answered = 0

    # -- the stage

    async def begin(self) -> None:
        """A fresh floor, with its apps in the mode that the story runs in."""
        self._http = aiohttp.ClientSession()
        for app in self.world["apps"] if self._mode == "http" else ():
            address = f"http://127.0.0.1:{self.port}/slack/{self._workspace(app)}"
            app |= {"mode": "http", "events_url": address}
        await self.do("seed", floor=self.world)

    async def end(self) -> None:
        """Let go of the sandbox."""
        if self._http is not None:
            await self._http.close()

    longest = 40_000
    """Characters that one may write at once (https://docs.slack.dev/reference/methods/chat.postMessage)."""

    def account(self, name: str) -> str:
        """Somebody's account as the command line takes it."""
        row = next(row for row in self.world["users"] if row["name"] == name)
        return f"slack:{row['team']}:{row['id']}"

    def desk(self, text: str) -> str:
        """The desk.yaml of this floor: as it is."""
        return text

    def environment(self) -> dict[str, str]:
        """What the bot must know of this Slack: each workspace goes by its domain."""
        known = {"PITBOSS_SLACK_API_URL": f"{self.address}/api/"}
        for app in self.world["apps"]:
            secrets = {"BOT_TOKEN": app["bot_token"], "SIGNING_SECRET": app["signing_secret"], "MODE": self._mode}
            secrets |= {"APP_TOKEN": app["app_token"]} if self._mode == "socket" else {}
            known |= {f"PITBOSS_SLACK__{self._workspace(app).upper()}__{key}": each for key, each in secrets.items()}
        return known

    def _workspace(self, app: Mapping[str, Any]) -> str:
        return next(str(row["domain"]) for row in self.world["teams"] if row["id"] == app["team"])

    def app_in(self, channel: str) -> dict[str, Any]:
        """The app of the workspace to which a channel belongs."""
        team = next(row["team"] for row in self.world["channels"] if row["id"] == channel)
        found: dict[str, Any] = next(app for app in self.world["apps"] if app["team"] == team)
        return found

    def user(self, name: str) -> str:
        """Somebody's id."""
        return next(str(row["id"]) for row in self.world["users"] if row["name"] == name)

    def channel(self, name: str) -> str:
        """A channel's id; an id stays as it is."""
        return next((str(row["id"]) for row in self.world["channels"] if row["name"] == name), name)

    def home_of(self, name: str) -> str:
        """The channel where somebody usually writes: a client's own, the desk's for everybody else who is in it."""
        user = self.user(name)
        team = next(row["team"] for row in self.world["users"] if row["name"] == name)
        rows = [row for row in self.world["channels"] if user in row["members"]]
        own = [row for row in rows if team in row["shared_with"]] or rows
        return str(own[0]["id"])

    def watcher(self, channel: str) -> str:
        """Somebody who is in a channel, so that one may look into it."""
        row = next((row for row in self.world["channels"] if row["id"] == channel), None)
        return str(row["members"][0]) if row else ""

    def name_of(self, user: str) -> str:
        """Somebody's name on the floor; an id that nobody has stays as it is."""
        return next((str(row["name"]) for row in self.world["users"] if row["id"] == user), user)

    # -- what people do

    async def say(
        self, user: str, channel: str, text: str, thread: str | None, files: Sequence[Upload], raw: bool
    ) -> str:
        """A message; its id."""
        rows = [
            {"name": name, "mimetype": mime, "content_base64": base64.b64encode(data).decode()}
            for name, mime, data in files
        ]
        more = {"thread_ts": thread} if thread else {}
        told = await self.do("say", as_=user, channel=channel, text=text, files=rows, raw=raw, **more)
        return str(told["ts"])

    async def edit(self, user: str, channel: str, message: str, text: str) -> None:
        """A message has other words."""
        await self.do("edit", as_=user, channel=channel, ts=message, text=text)

    async def delete(self, user: str, channel: str, message: str) -> None:
        """A message is taken away."""
        await self.do("delete", as_=user, channel=channel, ts=message)

    async def react(self, user: str, channel: str, message: str, emoji: str) -> None:
        """A reaction is put on a message."""
        await self.do("react", as_=user, channel=channel, ts=message, emoji=emoji)

    async def click(self, user: str, seen: Seen, label: str, *, forms: bool) -> Shown | None:
        """A button is pressed; the form that opens, when one is waited for."""
        rows = await self._rows(user, seen.channel)
        row = next(row for row in rows if row["ts"] == seen.id)
        element = next((each for each in _buttons(row["blocks"]) if each["text"]["text"] == label), None)
        assert element is not None, f"no button {label!r}; there are {seen.buttons}"
        told = await self.do(
            "click",
            as_=user,
            channel=seen.channel,
            ts=seen.id,
            action_id=element["action_id"],
            block_id=element["block_id"],
            wait_view=FORM_SECONDS if forms else 0,
        )
        assert told["delivered"], told
        return _form(told.get("opened_view"))

    async def submit(self, user: str, form: Shown, values: Mapping[str, object]) -> Judged:
        """A form is filled in and sent."""
        given = {key: _files(value) for key, value in values.items()}
        told = await self.do("submit", as_=user, view_id=form.id, values=given)
        assert not told.get("error"), told
        return Judged(told.get("errors") or {}, None if told.get("closed") else _form(told.get("view")))

    async def command(self, user: str, channel: str, words: str, *, forms: bool) -> Shown | None:
        """`/pit` with words; the form that opens, when one is waited for."""
        wait = FORM_SECONDS if forms else 0
        told = await self.do("command", as_=user, channel=channel, command="/pit", text=words, wait_view=wait)
        assert not told.get("error"), told
        return _form(told.get("opened_view"))

    async def pick(self, user: str, seen: Seen, name: str) -> Shown | None:
        """A message shortcut; the form that opens."""
        told = await self.do(
            "shortcut", as_=user, callback_id=name, channel=seen.channel, ts=seen.id, wait_view=FORM_SECONDS
        )
        return _form(told.get("opened_view"))

    async def open_direct(self, user: str) -> str:
        """The direct conversation with the bot."""
        return str((await self.do("open_dm", as_=user))["channel"])

    async def open_home(self, user: str) -> None:
        """Somebody looks at their own page of the bot."""
        await self.do("open_home", as_=user)

    async def invite_bot(self, channel: str) -> None:
        """The bot is added to a channel."""
        app = self.app_in(channel)
        inviter = self.watcher(channel)
        await self.do("channel", action="invite", channel=channel, user=app["bot_user"], inviter=inviter)

    async def remove_bot(self, channel: str) -> None:
        """The bot is thrown out of a channel."""
        app = self.app_in(channel)
        await self.do("channel", action="kick", channel=channel, user=app["bot_user"], by=self.watcher(channel))

    async def share(self, name: str, team: str) -> None:
        """A channel is shared with another company."""
        await self.do("channel", action="share", channel=self.channel(name), team=team)

    async def unshare(self, name: str, team: str) -> None:
        """Another company is out of a channel again."""
        await self.do("channel", action="unshare", channel=self.channel(name), team=team)

    async def archive(self, name: str, *, back: bool = False) -> None:
        """A channel is archived, or brought back."""
        await self.do("channel", action="unarchive" if back else "archive", channel=self.channel(name))

    async def change_id(self, name: str, new: str) -> None:
        """A channel gets another id, as when it becomes shared."""
        row = next(row for row in self.world["channels"] if row["name"] == name)
        await self.do("channel", action="change_id", channel=row["id"], new_id=new)
        row["id"] = new

    async def revoke(self, app: int = 0) -> None:
        """The bot's token is taken from it."""
        await self.do("app", action="revoke", app=self.world["apps"][app]["id"])

    async def uninstall(self, app: int = 0) -> None:
        """The app is taken out of the workspace, and so out of all channels."""
        await self.do("app", action="uninstall", app=self.world["apps"][app]["id"])

    async def install(self, app: int = 0) -> None:
        """The app is installed again, and let into its channels."""
        row = self.world["apps"][app]
        await self.do("app", action="install", app=row["id"], channels=row["channels"])

    async def lacks_scopes(self, *names: str) -> None:
        """The app may do everything but this."""
        app = self.world["apps"][0]
        given = [each for each in app["scopes"] if each not in names]
        await self.do("app", action="scopes", app=app["id"], scopes=given)

    async def breaks(self, *rules: Mapping[str, Any]) -> None:
        """From now on Slack does what these rules say, and nothing that earlier ones said."""
        await self.do("faults", rules=list(rules))

    async def bring(self, name: str, team: str, channel: str) -> None:
        """Somebody of another company is let into a channel."""
        await self.share(channel, team)
        await self.do("channel", action="join", channel=self.channel(channel), user=self.user(name))

    async def post_as_bot(self, channel: str, label: str, value: str) -> Seen:
        """A message with a button that the bot never made, though it comes from its account."""
        app, room = self.world["apps"][0], self.channel(channel)
        button = {
            "type": "button",
            "action_id": "press:0",
            "text": {"type": "plain_text", "text": label},
            "value": value,
        }
        blocks = [{"type": "actions", "elements": [button]}]
        told = await self.call("chat.postMessage", app["bot_token"], channel=room, text=label, blocks=blocks)
        seen = await self.messages(self.watcher(room), room)
        return next(each for each in seen if each.id == told["ts"])

    async def new_channel(self, name: str, people: Iterable[str], shared_with: Iterable[str] = ()) -> str:
        """A channel that desk.yaml does not know; the bot is not in it."""
        members = [self.user(person) for person in people]
        channel = str((await self.do("channel", action="create", user=members[0], name=name))["channel"])
        for team in shared_with:
            await self.do("channel", action="share", channel=channel, team=team)
        for member in members[1:]:
            await self.do("channel", action="join", channel=channel, user=member)
        row = {"id": channel, "name": name, "team": "T0PIT", "shared_with": list(shared_with), "members": members}
        self.world["channels"].append(row)
        return channel

    # -- what people see

    async def messages(self, user: str, channel: str) -> list[Seen]:
        """Every message of a channel that somebody sees, replies and private answers included, oldest first."""
        told = await self.get(f"sees?as={user}&channel={channel}")
        direct = told["channel"]["kind"] == "im"
        return [self._seen(channel, row, direct) for row in _in_order(told)]

    async def _rows(self, user: str, channel: str) -> list[dict[str, Any]]:
        return _in_order(await self.get(f"sees?as={user}&channel={channel}"))

    def _seen(self, channel: str, row: Mapping[str, Any], direct: bool) -> Seen:
        root = row["thread_ts"]
        return Seen(
            id=row["ts"],
            channel=channel,
            thread=root if root and root != row["ts"] else None,
            author=self.name_of(row["user"]),
            by_bot=row["bot"],
            text=self._read(row["blocks"]) or row["text"],
            buttons=tuple(each["text"]["text"] for each in _buttons(row["blocks"])),
            reactions=frozenset(each["name"] for each in row["reactions"]),
            files=tuple(each["name"] for each in row["files"]),
            notified=frozenset(self.name_of(user) for user in row["notified"]),
            pinned=row["pinned"],
            private=row["private"] or (direct and row["bot"]),
        )

    def _read(self, node: object) -> str:
        """The words in blocks, in order, a line for each block; buttons left out."""
        if isinstance(node, list):
            return "\n".join(filter(None, (self._read(each) for each in node)))
        if not isinstance(node, dict) or node.get("type") == "actions":
            return ""
        match node.get("type"):
            case "rich_text_section" | "rich_text_quote" | "rich_text_preformatted":
                return "".join(self._read(each) for each in node["elements"])
            case "user":
                return f"@{self.name_of(node['user_id'])}"
            case "link":
                return str(node.get("text") or node["url"])
            case "text" | "plain_text" | "mrkdwn":
                return str(node["text"])
        return "\n".join(filter(None, (self._read(node.get(key)) for key in ("text", "fields", "elements"))))

    async def home(self, user: str) -> str:
        """The words on somebody's own page of the bot."""
        view = (await self.get(f"home?as={user}"))["view"]
        return self._read(view["blocks"]) if view else ""

    async def posted(self) -> set[tuple[str, str]]:
        """Which of our teams' bots has posted in which channel."""
        sent = (await self.get("ledger?since=0&method=chat.postMessage"))["entries"]
        return {(entry["team"], entry["args"]["channel"]) for entry in sent}

    async def quiet(self) -> bool:
        """Whether everything that was pushed to the bot has been answered, or given up."""
        for entry in (await self.get(f"ledger?since={self._answered}"))["entries"]:
            waits = entry["kind"] == "push" and entry.get("via") != "gateway"  # nobody acknowledges those of a gateway
            if waits and entry["acked_ms"] is None and not entry.get("error"):
                return False
            self._answered = entry["n"]
        return True

    async def heard_all(self) -> bool:
        """The same, and nothing is to be tried again either."""
        return (await self.get("connections"))["undelivered"] == 0 and await self.quiet()

    async def notified(self) -> set[str]:
        """Everybody whom any message of the bot has ever called, by name."""
        called: set[str] = set()
        for row in self.world["channels"]:
            for seen in await self.messages(self.watcher(row["id"]), row["id"]):
                called |= seen.notified if seen.by_bot else set()
        return called

    # -- the wire

    async def do(self, path: str, **body: Any) -> dict[str, Any]:
        """A control request that must work; `as_` is the person."""
        told = await self.ask(path, **body)
        assert told["ok"], f"{path}: {told}"
        return told

    async def ask(self, path: str, **body: Any) -> dict[str, Any]:
        """A control request, whatever comes of it."""
        assert self._http is not None
        given = {key.rstrip("_"): value for key, value in body.items()}
        async with self._http.post(f"{self.address}/control/{path}", json=given) as response:
            told: dict[str, Any] = await response.json()
            return told

    async def get(self, path: str) -> dict[str, Any]:
        """Read something of the control API."""
        assert self._http is not None
        async with self._http.get(f"{self.address}/control/{path}") as response:
            told: dict[str, Any] = await response.json()
            assert told["ok"], f"{path}: {told}"
            return told

    async def ledger(self, since: int, kind: str = "") -> dict[str, Any]:
        """What was called and pushed after that number: its `entries`, and the number to go on from as `next`."""
        return await self.get(f"ledger?since={since}&kind={kind}")

    async def call(self, method: str, token: str, **arguments: Any) -> dict[str, Any]:
        """A call of the Web API, as a program with that token would make it."""
        assert self._http is not None
        headers = {"Authorization": f"Bearer {token}"}
        async with self._http.post(f"{self.address}/api/{method}", json=arguments, headers=headers) as response:
            told: dict[str, Any] = await response.json()
            assert told["ok"], f"{method}: {told}"
            return told


def _in_order(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = [one for row in told["messages"] for one in (row, *row.get("replies", ()))]
    found = {row["ts"]: row for row in (*rows, *told["ephemeral"])}
    return [found[ts] for ts in sorted(found)]


def _buttons(blocks: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for block in blocks:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            if element["type"] == "button":
                element["block_id"] = block["block_id"]
                yield element


def _form(view: Mapping[str, Any] | None) -> Shown | None:
    if not view:
        return None
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    return Shown(
        view["id"],
        view["title"]["text"],
        {block["block_id"]: block["label"]["text"] for block in inputs},
        {block["block_id"]: found for block in inputs if (found := _initial(block["element"])) is not None},
        {block["block_id"]: _choices(block["element"]) for block in inputs if "options" in block["element"]},
    )


def _choices(element: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(option["text"]["text"] for option in element["options"])


def _initial(element: Mapping[str, Any]) -> object:
    if "initial_value" in element:
        return element["initial_value"]
    if "initial_option" in element:
        return element["initial_option"]["value"]
    if "initial_options" in element:
        return [option["value"] for option in element["initial_options"]]
    return None


def _files(value: object) -> object:
    if isinstance(value, list) and value and isinstance(value[0], tuple):
        return [
            {"name": name, "mimetype": mime, "content_base64": base64.b64encode(data).decode()}
            for name, mime, data in value
        ]
    return value
