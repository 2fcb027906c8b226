"""What the bot has put on Slack, read from the sandbox's ledger as it grows."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.stories.slack_floor import SlackFloor

DESK = "C0DESK"
REPEAT = "r"  # ends the outbox id of a page that is sent as a repeat


@dataclass
class Posted:
    """A message of the bot: where it stands, how it looks now, its outbox id, and of a card the ticket's number."""

    channel: str
    ts: str
    thread: str
    letter: str
    blocks: list[dict[str, Any]]
    number: int = 0

    @property
    def is_repeat(self) -> bool:
        """Whether it is a page that was sent again, marked as a possible repeat, since nobody could tell."""
        return self.letter.endswith(REPEAT)

    @property
    def words(self) -> str:
        """Everything that can be read in it."""
        return json.dumps(self.blocks, ensure_ascii=False)

    def button(self, *labels: str) -> dict[str, Any] | None:
        """The button with one of these labels."""
        for block in self.blocks:
            for element in block.get("elements", ()) if block["type"] == "actions" else ():
                if element.get("text", {}).get("text") in labels:
                    return {"action_id": element["action_id"], "block_id": block["block_id"]}
        return None


@dataclass
class Watch:
    """Follows the ledger."""

    platform: SlackFloor
    posts: dict[tuple[str, str], Posted] = field(default_factory=dict)
    cards: dict[str, list[Posted]] = field(default_factory=dict)
    accepted: Counter[str] = field(default_factory=Counter)
    _since: int = 0
    _seen: set[int] = field(default_factory=set)

    async def look(self) -> None:
        """Take in what is new; a call that is not answered yet is looked at again."""
        told = await self.platform.get(f"ledger?since={self._since}&kind=call")
        unanswered = [entry["n"] for entry in told["entries"] if entry["status"] is None]
        for entry in told["entries"]:
            if entry["n"] not in self._seen and entry["status"] is not None:
                self._seen.add(entry["n"])
                self._take(entry)
        self._since = min(unanswered, default=told["next"] + 1) - 1

    def _take(self, entry: Mapping[str, Any]) -> None:
        answer = entry["response"]
        if not isinstance(answer, dict) or not answer.get("ok"):
            return
        if entry["method"] == "chat.postMessage":
            letter = ((entry["args"].get("metadata") or {}).get("event_payload") or {}).get("o", "")
            self.accepted[letter] += bool(letter)
            place = (answer["channel"], answer["ts"])
            message = answer["message"]
            if place not in self.posts:
                self._keep(Posted(*place, message.get("thread_ts", ""), letter, message.get("blocks", [])))
        elif entry["method"] == "chat.update" and (post := self.posts.get((answer["channel"], answer["ts"]))):
            post.blocks = answer["message"].get("blocks", [])

    def _keep(self, post: Posted) -> None:
        self.posts[(post.channel, post.ts)] = post
        post.number = _number(post)
        if post.number and (post.channel != DESK or not post.thread):
            self.cards.setdefault(post.channel, []).append(post)

    def numbers(self, channel: str) -> set[int]:
        """The tickets that have a card in that channel."""
        return {post.number for post in self.cards.get(channel, ())}

    def saying(self, words: str, channel: str = "") -> list[Posted]:
        """The messages that have these words; a marked repeat only where what it repeats is not there."""
        found = [post for post in self.posts.values() if words in post.words and channel in ("", post.channel)]
        first = {post.letter for post in found}
        return [post for post in found if not (post.is_repeat and post.letter.removesuffix(REPEAT) in first)]


def _number(post: Posted) -> int:
    first = json.dumps(post.blocks[:1])
    _, mark, rest = first.partition('"#')
    digits = rest.split(" ", 1)[0]
    return int(digits) if mark and digits.isdigit() else 0
