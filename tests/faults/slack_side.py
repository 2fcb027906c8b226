"""Slack's side of the faults."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

from tests.faults.sides import Entry, Form, Posted, Pressed, Sending, Side, Spot, Told
from tests.stories.slack_floor import SlackFloor


class SlackSide(Side):
    """By the Web API and Socket Mode; a letter is known by its metadata."""

    platform: SlackFloor

    def __init__(self, platform: SlackFloor) -> None:
        self.platform = platform
        self._opened: set[str] = set()

    async def say(self, person: str, channel: str, text: str) -> str:
        """Its ts."""
        return str((await self.platform.do("say", as_=person, channel=channel, text=text))["ts"])

    async def reply(self, person: str, post: Posted, text: str) -> None:
        """By the root's ts."""
        await self.platform.do("say", as_=person, channel=post.channel, text=text, thread_ts=post.thread)

    def button(self, post: Posted, labels: Sequence[str]) -> dict[str, Any] | None:
        """Its ids in its block."""
        for block in post.blocks:
            for element in block.get("elements", ()) if block["type"] == "actions" else ():
                if element.get("text", {}).get("text") in labels:
                    return {"action_id": element["action_id"], "block_id": block["block_id"]}
        return None

    async def press(self, person: str, post: Posted, button: Mapping[str, Any], wait: float) -> Form | None:
        """A view that opens by the trigger."""
        told = await self.platform.ask("click", as_=person, channel=post.channel, ts=post.ts, wait_view=wait, **button)
        view = told.get("opened_view")
        return Form(view["id"]) if view else None

    async def send(self, person: str, form: Form, values: Mapping[str, str]) -> Sending:
        """Slack keeps the view open while it has trouble."""
        told = await self.platform.ask("submit", as_=person, view_id=form.id, values=dict(values))
        if told.get("closed"):
            return Sending.TAKEN
        return Sending.TROUBLE if told.get("error") else Sending.REFUSED

    async def close(self, person: str, form: Form) -> None:
        """All views above it too."""
        await self.platform.ask("close_view", as_=person, view_id=form.id, clear=True)

    async def disturb(self, random: Random) -> str:
        """A socket is refreshed, or cut without a word."""
        if random.random() < 1 / 2:
            await self.platform.do("disconnect", reason="refresh_requested")
            return "refresh"
        await self.platform.do("cut_sockets")
        return "socket cut"

    def posted(self, entry: Entry) -> Posted | None:
        """`chat.postMessage`."""
        answer = entry["response"]
        if not _worked(entry, "chat.postMessage"):
            return None
        letter = ((entry["args"].get("metadata") or {}).get("event_payload") or {}).get("o", "")
        message = answer["message"]
        thread, blocks = message.get("thread_ts", ""), message.get("blocks", [])
        return Posted(answer["channel"], answer["ts"], thread, letter, blocks, _number(blocks))

    def changed(self, entry: Entry) -> tuple[Spot, list[dict[str, Any]]] | None:
        """`chat.update`."""
        if not _worked(entry, "chat.update"):
            return None
        answer = entry["response"]
        return (answer["channel"], answer["ts"]), answer["message"].get("blocks", [])

    def letter(self, outbox: str) -> str:
        """As it is."""
        return outbox

    def key(self, push: Entry) -> str:
        """By trigger, or by channel and ts; what was not acknowledged comes again."""
        payload = push["payload"]
        if push["acked_ms"] is None:
            return ""
        if trigger := payload.get("trigger_id"):
            return f"slack:pit:t:{trigger}"
        event = payload.get("event", {})
        if event.get("type") != "message" or event.get("subtype") or event.get("bot_id"):
            return ""
        return f"slack:pit:m:{event['channel']}:{event['ts']}"

    def may_have_no_row(self, push: Entry, consumed: set[str]) -> bool:
        """The view names its draft, the answer its errors."""
        if push["name"] != "view_submission":
            return False
        draft = json.loads(push["payload"]["view"]["private_metadata"])["d"]
        return draft in consumed or (push["answer"] or {}).get("response_action") == "errors"

    def pressed(self, push: Entry) -> Pressed | None:
        """The button's value."""
        actions = push["payload"].get("actions") or [{}]
        value = actions[0].get("value", "")
        return Pressed.of(value) if value and push["acked_ms"] is not None else None

    def note(self, entry: Entry) -> None:
        """Views by their trigger, and ephemeral messages, which name none."""
        if _worked(entry, "views.open"):
            self._opened.add(entry["args"]["trigger_id"])
        self.told_directly += _worked(entry, "chat.postEphemeral") or entry["kind"] == "response_url"

    def told(self, push: Entry) -> Told:
        """By the trigger."""
        return Told.SHOWN if push["payload"]["trigger_id"] in self._opened else Told.UNKNOWN

    def said_at(self, message: str) -> datetime:
        """A ts is seconds."""
        return datetime.fromtimestamp(float(message), UTC)


def _worked(entry: Entry, method: str) -> bool:
    answer = entry.get("response")
    return entry.get("method") == method and isinstance(answer, dict) and bool(answer.get("ok"))


def _number(blocks: list[dict[str, Any]]) -> int:
    first = json.dumps(blocks[:1])
    _, mark, rest = first.partition('"#')
    digits = rest.split(" ", 1)[0]
    return int(digits) if mark and digits.isdigit() else 0
