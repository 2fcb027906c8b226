"""Threads that grow from a message when something is first said there, and wake up when they are asleep."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from bot.domain.words import Place
from integrations.discord.limits import THREAD_NAME, line
from integrations.discord.outcomes import (
    NOT_HERE,
    THREAD_ARCHIVED,
    THREAD_EXISTS,
    THREAD_LOCKED,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Answer,
    Failure,
    Trouble,
)
from integrations.discord.payloads import room_of
from integrations.discord.rooms import Rooms
from integrations.discord.text import heard
from integrations.discord.web import Upload, Web
from integrations.wire.shapes import dicts_at, number_at, text_at

_WEEK = 10_080  # minutes: https://docs.discord.com/developers/resources/channel#start-thread-from-message
_PUBLIC, _PRIVATE = 11, 12
_ASLEEP = frozenset({THREAD_ARCHIVED, THREAD_LOCKED})
_TITLES = 2_000
_ESCAPED = re.compile(r"\\([\W_])")


class Threads:
    """Says something in a place, and makes the place ready for it where that is needed."""

    def __init__(self, web: Web, rooms: Rooms) -> None:
        self._web = web
        self._rooms = rooms
        self._titles: OrderedDict[str, str] = OrderedDict()

    def remember(self, message: str, title: str) -> None:
        """A message of ours at the top of a channel: whatever is said first under it, its thread is called by it."""
        self._titles[message] = title
        if len(self._titles) > _TITLES:
            self._titles.popitem(last=False)

    async def say(self, place: Place, message: object, name: str, files: tuple[Upload, ...] = ()) -> Answer | Failure:
        """Post a message; the thread of a message is made when it is not there yet, and called `name`.

        Everything before the message itself may be done again without harm, so its failures are never ambiguous.
        """
        if place.thread and self._rooms.parent(place.thread) is None:
            made = await self._grow(place, name, look=bool(files))
            if isinstance(made, Failure) and made.code not in _NO_SEED:
                return _harmless(made)
        result = await self._post(place, message, files)
        if not place.thread:
            return result
        if isinstance(result, Answer):
            self._rooms.keep({"id": place.thread, "type": _PUBLIC, "parent_id": place.channel.id})
            return result
        if result.code == UNKNOWN_CHANNEL:
            made = await self._grow(place, name, look=bool(files))
        elif result.code in _ASLEEP:
            made = await self.wake(place.thread)
        else:
            return result
        return _harmless(made) if isinstance(made, Failure) else await self._post(place, message, files)

    async def private(self, place: Place, name: str, guests: tuple[str, ...]) -> str | Failure:
        """A private thread with these people in it; an empty one of that name, left by an earlier try, is taken."""
        name = line(name, THREAD_NAME)
        for thread in await self._mine(place):
            if text_at(thread, "name") == name and not number_at(thread, "message_count"):
                return await self._peopled(text_at(thread, "id"), guests)
        settings = {"name": name, "type": _PRIVATE, "invitable": False, "auto_archive_duration": _WEEK}
        made = await self._web.call("POST", f"/channels/{place.channel.id}/threads", settings)
        if isinstance(made, Failure):
            return made
        self._rooms.keep(made.data)
        return await self._peopled(text_at(made.data, "id"), guests)

    async def ours(self, place: Place) -> tuple[str, ...]:
        """The private threads of a channel that we made and that are awake."""
        return tuple(text_at(each, "id") for each in await self._mine(place))

    async def _mine(self, place: Place) -> tuple[Mapping[str, Any], ...]:
        result = await self._web.call("GET", f"/guilds/{self._rooms.server}/threads/active")
        rows = dicts_at(result.data, "threads") if isinstance(result, Answer) else ()
        channel, me = place.channel.id, self._rooms.me
        private = (each for each in rows if number_at(each, "type") == _PRIVATE)
        return tuple(
            each for each in private if (text_at(each, "parent_id"), text_at(each, "owner_id")) == (channel, me)
        )

    async def _peopled(self, thread: str, guests: tuple[str, ...]) -> str | Failure:
        """Let people in; one who is not on the server any more is passed over."""
        for guest in guests:
            result = await self._web.call("PUT", f"/channels/{thread}/thread-members/{guest}")
            if isinstance(result, Failure) and result.trouble is not Trouble.NO:
                return result
        return thread

    async def wake(self, thread: str) -> Answer | Failure:
        """Take a thread out of the archive, its lock too."""
        return await self._web.call("PATCH", f"/channels/{thread}", {"archived": False, "locked": False})

    async def awake(self, method: str, room: str, path: str, body: object = None) -> Answer | Failure:
        """A call about a message that does no harm twice; in a thread that sleeps it is done after waking it."""
        result = await self._web.call(method, f"/channels/{room}{path}", body)
        if isinstance(result, Answer) or result.code not in _ASLEEP:
            return result
        woken = await self.wake(room)
        return woken if isinstance(woken, Failure) else await self._web.call(method, f"/channels/{room}{path}", body)

    async def _post(self, place: Place, message: object, files: tuple[Upload, ...]) -> Answer | Failure:
        return await self._web.call("POST", f"/channels/{room_of(place)}/messages", message, files=files)

    async def _grow(self, place: Place, name: str, *, look: bool) -> Answer | Failure:
        """The thread of a message; one that is there already is as good. A file gives no name: then we `look`."""
        title = self._titles.get(place.thread or "") or (await self._title_of(place) if look else "")
        result = await self._web.call(
            "POST",
            f"/channels/{place.channel.id}/messages/{place.thread}/threads",
            {"name": line(title or name, THREAD_NAME), "auto_archive_duration": _WEEK},
        )
        if isinstance(result, Answer):
            self._rooms.keep(result.data)
        elif result.code == THREAD_EXISTS and place.thread:
            self._rooms.keep({"id": place.thread, "type": _PUBLIC, "parent_id": place.channel.id})
            return Answer()
        return result

    async def _title_of(self, place: Place) -> str:
        """The heading of a card of ours from before our start; empty for anybody else's message."""
        result = await self._web.call("GET", f"/channels/{place.channel.id}/messages/{place.thread}")
        if isinstance(result, Failure) or text_at(result.data, "author", "id") != self._rooms.me:
            return ""
        parts = [part for box in dicts_at(result.data, "components") for part in dicts_at(box, "components")]
        text = text_at(parts[0], "content") if parts else ""
        return heard(_ESCAPED.sub(r"\1", text.removeprefix("### "))) if text.startswith("### ") else ""


_NO_SEED = frozenset({UNKNOWN_MESSAGE, *NOT_HERE})
"""No message that a thread could grow from: a private thread, a forum's post, or all is gone; posting tells."""


def _harmless(failure: Failure) -> Failure:
    if failure.trouble in (Trouble.NO_ANSWER, Trouble.BROKEN_ANSWER):
        return Failure(Trouble.NEVER_LEFT, failure.word, failure.code, failure.after)
    return failure
