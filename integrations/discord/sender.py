"""What we put on Discord: posts, edits, reactions, private answers, home pages."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.chat.buttons import Seal
from bot.chat.cards import Card, People
from bot.chat.platform import Ambiguous, Gesture, Outcome, Sent, Unreadable
from bot.chat.requests import AccountRef
from bot.domain.words import Place, Source
from integrations.discord.cards import message_of, thread_name
from integrations.discord.emoji import emoji
from integrations.discord.handles import Handles
from integrations.discord.marks import has_mark, mark_of, marked, nonce_of
from integrations.discord.outcomes import (
    NO_DIRECT_MESSAGES,
    NOT_TEXT,
    UNKNOWN_CHANNEL,
    UNKNOWN_EMOJI,
    UNKNOWN_MESSAGE,
    Answer,
    Failure,
    outcome_of,
    settled,
)
from integrations.discord.payloads import message_id, room_of, snowflake
from integrations.discord.rooms import Rooms
from integrations.discord.threads import Threads
from integrations.discord.web import Web, spelled
from integrations.wire.shapes import text_at

_PAGE = 100  # https://docs.discord.com/developers/resources/message#get-channel-messages
_PAGES = 10  # how far on from an attempt a lost message is looked for
_BEFORE = timedelta(minutes=2)  # our clock and Discord's may differ
_HOME = "home"


class Sender:
    """Durable and private messages of one server."""

    def __init__(self, web: Web, rooms: Rooms, threads: Threads, handles: Handles, workspace: str, seal: Seal) -> None:
        self._web = web
        self._rooms = rooms
        self._threads = threads
        self._handles = handles
        self._workspace = workspace
        self._seal = seal
        self._directs: dict[str, str] = {}

    async def post(self, place: Place, card: Card, people: People, ref: str, guests: tuple[str, ...] = ()) -> Outcome:
        """A new message: a quick second try is the same one by its nonce, later it is told by a component's number."""
        drawn = marked(message_of(card, people, self._seal), mark_of(self._workspace, ref))
        name = thread_name(card)
        if not place.thread and self._rooms.is_forum(place.channel.id):
            return await self._begin_post(place, drawn, name)
        message = {**drawn, "nonce": nonce_of(self._workspace, ref), "enforce_nonce": True}
        if guests and not place.thread:
            return await self._whisper_to(place, message, name, guests)
        result = await self._threads.say(place, message, name)
        if isinstance(result, Failure) and result.code == NOT_TEXT and not place.thread:
            return await self._begin_post(place, drawn, name)
        outcome = _posted(result, place.thread)
        if isinstance(outcome, Sent) and not place.thread:
            self._threads.remember(outcome.id, name)
        return outcome

    async def _whisper_to(self, place: Place, message: object, name: str, guests: tuple[str, ...]) -> Outcome:
        """A message in a private thread for these people and us."""
        thread = await self._threads.private(place, name, guests)
        if isinstance(thread, Failure):
            return outcome_of(thread, repeatable=True)
        inside = Place(place.channel, thread)
        outcome = _posted(await self._threads.say(inside, message, name), thread)
        return replace(outcome, thread=thread) if isinstance(outcome, Sent) else outcome

    async def _begin_post(self, place: Place, drawn: Mapping[str, Any], name: str) -> Outcome:
        """A forum's new post: its thread and its first message have one id."""
        result = await self._web.call("POST", f"/channels/{place.channel.id}/threads", {"name": name, "message": drawn})
        if isinstance(result, Answer):
            self._rooms.keep(result.data)
        return _posted(result, None)

    async def edit(self, source: Source, card: Card, people: People) -> Outcome:
        """The message drawn anew; twice does no harm, and a lost thread is a lost message."""
        room, message = self._rooms.address(source)
        drawn = message_of(card, people, self._seal)
        result = await self._threads.awake("PATCH", room, f"/messages/{message}", drawn)
        if isinstance(result, Failure) and result.code == UNKNOWN_CHANNEL and room != source.channel.id:
            result = Failure(result.trouble, result.word, UNKNOWN_MESSAGE)
        return settled(result, Sent(source.id))

    async def delete(self, source: Source) -> Outcome:
        """A message that is gone already counts as deleted."""
        room, message = self._rooms.address(source)
        result = await self._threads.awake("DELETE", room, f"/messages/{message}")
        return settled(result, Sent(source.id), fine=frozenset({UNKNOWN_MESSAGE, UNKNOWN_CHANNEL}))

    async def react(self, source: Source, gesture: Gesture, on: bool) -> Outcome:
        """Our reaction put or taken; what is already so counts as done."""
        room, message = self._rooms.address(source)
        path = f"/messages/{message}/reactions/{spelled(emoji(gesture))}/@me"
        result = await self._threads.awake("PUT" if on else "DELETE", room, path)
        return settled(result, Sent(source.id), fine=frozenset() if on else frozenset({UNKNOWN_EMOJI}))

    async def pin(self, source: Source) -> Outcome:
        """The message pinned to its channel or thread; twice is no error."""
        room, message = self._rooms.address(source)
        result = await self._threads.awake("PUT", room, f"/messages/pins/{message}")
        return settled(result, Sent(source.id))

    async def whisper(self, place: Place, account: AccountRef, card: Card) -> Outcome:
        """A message that one person sees: where they just clicked or typed, or else in a direct message."""
        handle = self._handles.of(account.user, room_of(place))
        if handle:
            private = message_of(card, {}, self._seal, ephemeral=True)
            result = await self._web.call("POST", handle.path, private, query={"wait": "true"}, bare=True)
            if isinstance(result, Answer):
                return _posted(result, place.thread)
        return await self._tell_directly(account.user, message_of(card, {}, self._seal))

    async def show_home(self, account: AccountRef, card: Card) -> Outcome:
        """Discord has no page of one's own: the last message of its kind in the direct conversation stands for it."""
        mark = mark_of(self._workspace, _HOME)
        drawn = marked(message_of(card, {}, self._seal), mark)
        room = await self._direct(account.user)
        if isinstance(room, Failure):
            return outcome_of(room, repeatable=True)
        result = await self._web.call("GET", f"/channels/{room}/messages", query={"limit": str(_PAGE)})
        if isinstance(result, Failure):
            return outcome_of(result, repeatable=True)
        there = next((text_at(each, "id") for each in result.items if has_mark(each, mark)), "")
        path = f"/channels/{room}/messages"
        if there:
            return settled(await self._web.call("PATCH", f"{path}/{there}", drawn), Sent(there))
        return _posted(await self._web.call("POST", path, drawn), None)

    async def _tell_directly(self, user: str, drawn: Mapping[str, Any]) -> Outcome:
        room = await self._direct(user)
        if isinstance(room, Failure):
            return outcome_of(room, repeatable=True)
        result = await self._web.call("POST", f"/channels/{room}/messages", drawn)
        if isinstance(result, Failure) and result.code in NO_DIRECT_MESSAGES:
            self._directs.pop(user, None)
        return _posted(result, None)

    async def _direct(self, user: str) -> str | Failure:
        """The direct conversation with somebody."""
        if user in self._directs:
            return self._directs[user]
        result = await self._web.call("POST", "/users/@me/channels", {"recipient_id": user})
        if isinstance(result, Failure):
            return result
        self._directs[user] = text_at(result.data, "id")
        return self._directs[user]

    async def find(self, place: Place, ref: str, since: datetime) -> Sent | Unreadable | None:
        """The message that carries the outbox id's number, looked for from a little before `since` on."""
        mark = mark_of(self._workspace, ref)
        if not place.thread and self._rooms.is_forum(place.channel.id):
            return await self._find_post(place, mark)
        found = await self._find_in(place, mark, since)
        if found is not None or place.thread:
            return found
        for thread in await self._threads.ours(place):  # a private one, made for its guests
            found = await self._find_in(Place(place.channel, thread), mark, since)
            if isinstance(found, Sent):
                return replace(found, thread=thread)
        return None

    async def _find_in(self, place: Place, mark: int, since: datetime) -> Sent | Unreadable | None:
        async for result in self._pages(room_of(place), snowflake(since - _BEFORE)):
            if isinstance(result, Failure):
                gone = place.thread and result.code in (UNKNOWN_CHANNEL, UNKNOWN_MESSAGE)
                return None if gone else Unreadable.UNREADABLE  # without its thread nothing was said in it
            for message in result.items:
                if has_mark(message, mark):
                    return Sent(message_id(place.thread, text_at(message, "id")))
            if len(result.items) < _PAGE:
                return None
        return Unreadable.UNREADABLE

    async def _pages(self, room: str, after: str) -> AsyncIterator[Answer | Failure]:
        for _ in range(_PAGES):
            query = {"after": after, "limit": str(_PAGE)}
            result = await self._web.call("GET", f"/channels/{room}/messages", query=query)
            yield result
            if isinstance(result, Answer) and result.items:
                after = str(max(int(text_at(each, "id") or "0") for each in result.items))

    async def _find_post(self, place: Place, mark: int) -> Sent | Unreadable | None:
        """A forum's post among those that are awake: one that was just made is."""
        result = await self._web.call("GET", f"/guilds/{self._rooms.server}/threads/active")
        if isinstance(result, Failure):
            return Unreadable.UNREADABLE
        threads = result.data.get("threads")
        for thread in threads if isinstance(threads, list) else ():
            number = text_at(thread, "id")
            if text_at(thread, "parent_id") != place.channel.id or text_at(thread, "owner_id") != self._rooms.me:
                continue
            first = await self._web.call("GET", f"/channels/{number}/messages/{number}")
            if isinstance(first, Answer) and has_mark(first.data, mark):
                return Sent(number)
        return None


def _posted(result: Answer | Failure, thread: str | None) -> Outcome:
    if isinstance(result, Failure):
        return outcome_of(result, repeatable=False)
    number = text_at(result.data, "id")
    return Sent(message_id(thread, number)) if number else Ambiguous("an answer without an id")
