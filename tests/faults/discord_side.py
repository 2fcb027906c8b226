"""Discord's side of the faults."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

from integrations.discord.marks import mark_of
from integrations.discord.payloads import instant, message_id
from tests.faults.sides import Entry, Form, Posted, Pressed, Sending, Side, Spot, Told
from tests.stories.discord_floor import AGAIN, ONWARD, DiscordFloor, controls, walk

WORKSPACE = "pit"
POST, EDIT = "POST /channels/{channel}/messages", "PATCH /channels/{channel}/messages/{message}"
THREADS = ("POST /channels/{channel}/messages/{message}/threads", "POST /channels/{channel}/threads")
CALLBACK = "POST /interactions/{interaction}/{token}/callback"
MESSAGE, CHANGE, MODAL = 4, 7, 9  # what a callback may be, https://docs.discord.com/developers/interactions
SENT_FORM, PRESS = 5, 3
TEXT = 10
LEAST_MARK = 1 << 16  # Discord itself numbers components from 1
TITLE = re.compile(r"### (?:[^\s#\\]+ )?\\?#(\d+)\b")
BREAKS: tuple[dict[str, Any], ...] = (
    {"action": "reconnect"},
    {"action": "invalid_session", "resumable": True},
    {"action": "invalid_session", "resumable": False},
    {"action": "close", "code": 4000},
    {"action": "close", "code": 4009},
    {"action": "cut"},
    {"action": "cut", "forget": True},
)


class DiscordSide(Side):
    """By REST and the gateway; a letter is known by the number of its first component."""

    platform: DiscordFloor

    def __init__(self, platform: DiscordFloor) -> None:
        self.platform = platform
        self._parents: dict[str, str] = {}
        self._answered: set[str] = set()

    async def say(self, person: str, channel: str, text: str) -> str:
        """Its snowflake."""
        return str((await self.platform.do("say", as_=person, channel=channel, text=text))["id"])

    async def reply(self, person: str, post: Posted, text: str) -> None:
        """A thread is a channel of its own."""
        await self.platform.do("say", as_=person, channel=post.thread, text=text)

    def button(self, post: Posted, labels: Sequence[str]) -> dict[str, Any] | None:
        """A button, or a choice of a menu."""
        for each in controls(post.blocks):
            if each.label in labels:
                chosen = {"values": [each.value]} if each.value else {}
                return {"custom_id": each.custom_id} | chosen
        return None

    async def press(self, person: str, post: Posted, button: Mapping[str, Any], wait: float) -> Form | None:
        """The modal is the answer; a deferred answer has none."""
        room, act = post.thread or post.channel, "select" if "values" in button else "click"
        number = post.ts.rpartition("/")[2]
        told = await self.platform.ask(act, as_=person, channel=room, message=number, wait=wait, **button)
        modal = told.get("modal")
        return Form(modal["id"]) if modal else None

    async def send(self, person: str, form: Form, values: Mapping[str, str]) -> Sending:
        """Discord keeps the modal open while it has trouble; a refused or unfinished form is a message with a button.

        An answer that is only promised may never come, so whether the form was taken is not known then.
        """
        told = await self.platform.ask("submit", as_=person, modal=form.id, values=dict(values), wait=2.0)
        if told.get("error") or not told.get("ok"):
            return Sending.TROUBLE if told.get("sent") else Sending.REFUSED
        if not told["sent"]:
            return Sending.REFUSED
        shown = {each.label for each in controls((told.get("message") or {}).get("components", ()))}
        promised = told["callback"] in (5, 6) and not told.get("message")
        return Sending.REFUSED if promised or shown & (ONWARD | AGAIN) else Sending.TAKEN

    async def close(self, person: str, form: Form) -> None:
        """The app never hears of it."""
        await self.platform.ask("close", as_=person, modal=form.id)

    async def disturb(self, random: Random) -> str:
        """Op 7, op 9, a close code, or a cut; sometimes the session is lost with it."""
        chosen = random.choice(BREAKS)
        await self.platform.do("gateway", **chosen)
        return " ".join(str(each) for each in chosen.values())

    def posted(self, entry: Entry) -> Posted | None:
        """A message, or a thread, which is remembered."""
        if not _worked(entry):
            return None
        if entry["method"] in THREADS:
            self._parents[entry["response"]["id"]] = entry["response"]["parent_id"]
        if entry["method"] != POST:
            return None
        answer = entry["response"]
        channel, thread = self._where(answer["channel_id"])
        blocks = answer["components"]
        mark = max((each.get("id", 0) for each in blocks[:1]), default=0)
        letter = str(mark) if mark >= LEAST_MARK else ""
        return Posted(channel, message_id(thread, answer["id"]), thread, letter, blocks, _number(blocks))

    def changed(self, entry: Entry) -> tuple[Spot, list[dict[str, Any]]] | None:
        """A message's PATCH."""
        if entry["method"] != EDIT or not _worked(entry):
            return None
        answer = entry["response"]
        channel, thread = self._where(answer["channel_id"])
        return (channel, message_id(thread, answer["id"])), answer["components"]

    def _where(self, room: str) -> tuple[str, str]:
        parent = self._parents.get(room, "")
        return (parent, room) if parent else (room, "")

    def letter(self, outbox: str) -> str:
        """The number of its first component."""
        return str(mark_of(WORKSPACE, outbox))

    def key(self, push: Entry) -> str:
        """Every message, since what a socket missed is read back; of the rest what was acknowledged."""
        payload = push["payload"]
        if push["name"] == "MESSAGE_CREATE" and payload.get("guild_id") and payload["type"] in (0, 19):
            if not payload["author"].get("bot"):
                return f"discord:{WORKSPACE}:m:{payload['channel_id']}:{payload['id']}"
        elif push["name"] == "INTERACTION_CREATE" and push["acked_ms"] is not None and payload["type"] in (2, 3, 5):
            return f"discord:{WORKSPACE}:i:{payload['id']}"
        return ""

    def may_have_no_row(self, push: Entry, consumed: set[str]) -> bool:
        """The modal names its draft; one that was refused was answered."""
        payload = push["payload"]
        if push["name"] != "INTERACTION_CREATE" or payload["type"] != SENT_FORM:
            return False
        return payload["data"]["custom_id"].split(":")[1] in consumed or payload["token"] in self._answered

    def pressed(self, push: Entry) -> Pressed | None:
        """The button's custom_id, or the menu's value."""
        payload = push["payload"]
        if push["name"] != "INTERACTION_CREATE" or payload["type"] != PRESS or push["acked_ms"] is None:
            return None
        data = payload["data"]
        return Pressed.of((data.get("values") or [data["custom_id"]])[0])

    def note(self, entry: Entry) -> None:
        """By the interaction's token, but for direct messages."""
        if entry["kind"] != "call" or not _worked(entry, nothing_too=True):
            return
        at_once = entry["method"] == CALLBACK and entry["args"]["body"]["type"] in (MESSAGE, CHANGE, MODAL)
        if at_once or "/webhooks/" in entry["method"]:
            self._answered.add(entry["args"]["path"].get("token", ""))
        self.told_directly += entry["method"] == "POST /users/@me/channels"

    def told(self, push: Entry) -> Told:
        """A modal is an answer by itself."""
        if push["answer"] == MODAL:
            return Told.SHOWN
        return Told.ANSWERED if push["payload"]["token"] in self._answered else Told.UNKNOWN

    def said_at(self, message: str) -> datetime:
        """A snowflake holds it."""
        found = instant(message)
        assert found is not None
        return found


def _worked(entry: Entry, *, nothing_too: bool = False) -> bool:
    done = entry["status"] is not None and entry["status"] < 300
    return done and (nothing_too or isinstance(entry["response"], dict))


def _number(blocks: list[dict[str, Any]]) -> int:
    texts = [str(each["content"]) for each in walk(blocks) if each["type"] == TEXT]
    found = TITLE.match(texts[0]) if texts else None
    return int(found[1]) if found else 0
