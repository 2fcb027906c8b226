"""What we put on Slack: posts, edits, reactions, private answers, home pages."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from bot.chat.buttons import Seal
from bot.chat.cards import Card, People
from bot.chat.platform import Ambiguous, Gesture, Outcome, Sent, Unreadable
from bot.chat.requests import AccountRef
from bot.domain.words import Place, Source
from bot.errors import Unavailable
from integrations.slack.cards import draw, draw_home
from integrations.slack.emoji import emoji
from integrations.slack.outcomes import Answer, Failure, Trouble, outcome_of, settled
from integrations.slack.payloads import timestamp
from integrations.slack.web import Web
from integrations.wire.shapes import dict_at, list_at, text_at

METADATA = "pitboss"
_NAMESPACE = uuid.UUID("5b1f2f3e-7f0e-4f0c-9d55-7069746d6574")
_PAGE = 200  # https://docs.slack.dev/apis/web-api/pagination
_PAGES = 10  # how far back a lost message is looked for
_BEFORE = timedelta(minutes=2)  # our clock and Slack's may differ
_CANNOT_SEE = {"user_not_in_channel", "not_in_channel", "channel_not_found", "messages_tab_disabled", "is_archived"}


class Sender:
    """Durable and private messages of one workspace."""

    def __init__(self, web: Web, workspace: str, seal: Seal) -> None:
        self._web = web
        self._workspace = workspace
        self._seal = seal

    async def post(self, place: Place, card: Card, people: People, ref: str) -> Outcome:
        """A new message that carries the outbox id in its metadata, and in a stable client_msg_id."""
        result = await self._web.call(
            "chat.postMessage",
            channel=place.channel.id,
            thread_ts=place.thread,
            metadata={"event_type": METADATA, "event_payload": {"o": ref}},
            client_msg_id=str(uuid.uuid5(_NAMESPACE, f"{self._workspace}:{ref}")),
            **_QUIET,
            **draw(card, people, self._seal),
        )
        return _posted(result)

    async def edit(self, source: Source, card: Card, people: People) -> Outcome:
        """The message drawn anew; twice does no harm."""
        result = await self._web.call(
            "chat.update",
            channel=source.channel.id,
            ts=source.id,
            link_names=False,
            **draw(card, people, self._seal),
        )
        return settled(result, Sent(source.id), repeatable=True)

    async def delete(self, source: Source) -> Outcome:
        """A message that is gone already counts as deleted."""
        result = await self._web.call("chat.delete", channel=source.channel.id, ts=source.id)
        return settled(result, Sent(source.id), repeatable=True, fine=frozenset({"message_not_found"}))

    async def react(self, source: Source, gesture: Gesture, on: bool) -> Outcome:
        """Our reaction put or taken; what is already so counts as done."""
        result = await self._web.call(
            "reactions.add" if on else "reactions.remove",
            channel=source.channel.id,
            timestamp=source.id,
            name=emoji(gesture),
        )
        fine = frozenset({"already_reacted", "no_reaction"})
        return settled(result, Sent(source.id), repeatable=True, fine=fine)

    async def pin(self, source: Source) -> Outcome:
        """The message pinned to its channel."""
        result = await self._web.call("pins.add", channel=source.channel.id, timestamp=source.id)
        return settled(result, Sent(source.id), repeatable=True, fine=frozenset({"already_pinned"}))

    async def show_home(self, account: AccountRef, card: Card) -> Outcome:
        """Somebody's home page."""
        result = await self._web.call("views.publish", user_id=account.user, view=draw_home(card, self._seal))
        return settled(result, Sent(""), repeatable=True)

    async def whisper(self, place: Place, account: AccountRef, card: Card) -> Outcome:
        """A message that one person sees, in the channel or else in a direct message."""
        drawn = draw(card, {}, self._seal)
        if place.channel.id and not place.channel.id.startswith("D"):
            result = await self._web.call(
                "chat.postEphemeral",
                channel=place.channel.id,
                thread_ts=place.thread,
                user=account.user,
                link_names=False,
                **drawn,
            )
            if isinstance(result, Answer):
                return Sent(text_at(result.data, "message_ts"))
            if result.trouble is not Trouble.NO or result.word not in _CANNOT_SEE:
                return outcome_of(result, repeatable=False)
        direct = await self._web.call("chat.postMessage", channel=account.user, **_QUIET, **drawn)
        return _posted(direct)

    async def find(self, place: Place, ref: str, since: datetime) -> Sent | Unreadable | None:
        """The message whose metadata holds the outbox id, looked for from a little before `since` on.

        Raises Unavailable while Slack lets us read no more.
        """
        cursor: str | None = None
        for _ in range(_PAGES):
            result = await self._web.call(
                "conversations.replies" if place.thread else "conversations.history",
                channel=place.channel.id,
                ts=place.thread,
                oldest=timestamp(since - _BEFORE),
                include_all_metadata=True,
                limit=_PAGE,
                cursor=cursor,
            )
            if isinstance(result, Failure) and result.trouble is Trouble.LIMITED:
                raise Unavailable(result.word, result.after)  # a busy channel can be read a little later
            if isinstance(result, Failure):
                return Unreadable.UNREADABLE
            for message in list_at(result.data, "messages"):
                if _ref_of(message) == ref and text_at(message, "ts"):
                    return Sent(text_at(message, "ts"))
            cursor = text_at(result.data, "response_metadata", "next_cursor")
            if not cursor:
                return None
        return Unreadable.UNREADABLE


_QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False, "link_names": False}


def _posted(result: Answer | Failure) -> Outcome:
    if isinstance(result, Failure):
        return outcome_of(result, repeatable=False)
    ts = text_at(result.data, "ts")
    return Sent(ts) if ts else Ambiguous("an answer without ts")


def _ref_of(message: object) -> str:
    metadata = dict_at(message, "metadata")
    return text_at(metadata, "event_payload", "o") if text_at(metadata, "event_type") == METADATA else ""
