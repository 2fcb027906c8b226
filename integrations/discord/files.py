"""Files from and to Discord: links live for a day, then the message is asked for a fresh one; no token leaves."""

import re
import secrets
import unicodedata
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
from yarl import URL

from bot.chat.platform import KeepFile, Outcome, Sent
from bot.chat.requests import RemoteFile
from bot.clock import Clock
from bot.domain.words import Place
from bot.errors import Rejected, Unavailable
from integrations.discord.limits import literal
from integrations.discord.marks import has_mark, mark_of, marked, nonce_of
from integrations.discord.outcomes import (
    NO_ACCESS,
    TOO_LARGE,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Answer,
    Failure,
    outcome_of,
)
from integrations.discord.payloads import message_id, room_of, snowflake
from integrations.discord.threads import Threads
from integrations.discord.told import remote_file
from integrations.discord.web import Upload, Web
from integrations.wire.body import TooLarge, read_at_most
from integrations.wire.hosts import Hosts
from integrations.wire.shapes import dicts_at, text_at
from integrations.wire.waiting import retry_after

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_UPLOAD = 10 * 1024 * 1024  # https://docs.discord.com/developers/reference#uploading-files
_CHUNK = 64 * 1024
_COMPONENTS_V2 = 1 << 15
_TEXT, _GALLERY, _FILE = 10, 12, 13  # https://docs.discord.com/developers/components/reference
_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_UNSAFE = re.compile(r"[^\w.+-]+", re.ASCII)
_NAME = 200
_PAGE = 100
_PAGES = 10
_BEFORE = timedelta(minutes=2)


class Files:
    """Downloads and uploads of one server."""

    def __init__(self, web: Web, threads: Threads, workspace: str, hosts: Hosts, clock: Clock) -> None:
        self._web = web
        self._threads = threads
        self._workspace = workspace
        self._hosts = hosts
        self._clock = clock

    async def download(self, file: RemoteFile) -> tuple[RemoteFile, bytes]:
        """The bytes of a file, at most 50 MB; raises Unavailable, or Rejected with what is wrong."""
        if file.size > LARGEST_FILE:
            raise Rejected("too large")
        try:
            found = await self._fetched(file) if file.url else None
            if found is None:
                found = await self._fetched(await self._looked_up(file))
        except TooLarge:
            raise Rejected("too large") from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unavailable(type(error).__name__) from None
        if found is None:
            raise Rejected("the file is not there any more")
        return found

    async def _looked_up(self, file: RemoteFile) -> RemoteFile:
        """The file with a fresh address, from the message that it came with."""
        room, _, rest = file.id.partition("/")
        message, _, number = rest.partition("/")
        if not room or not message or not number:
            raise Rejected("the file is not there any more")
        data = (await self._web.ask(f"/channels/{room}/messages/{message}")).data
        passed_on = [each["message"] for each in dicts_at(data, "message_snapshots") if "message" in each]
        rows = [row for part in (data, *passed_on) for row in dicts_at(part, "attachments")]
        found = next((row for row in rows if text_at(row, "id") == number), None)
        fresh = remote_file(found, f"{room}/{message}") if found else None
        if fresh is None:
            raise Rejected("the file is not there any more")
        return replace(fresh, name=file.name or fresh.name)

    async def _fetched(self, file: RemoteFile) -> tuple[RemoteFile, bytes] | None:
        """The file behind its address; None when the link has expired or leads nowhere."""
        if not self._hosts.allows(file.url):
            raise Rejected("the file lies on another host")
        address = URL(file.url, encoded=True)
        async with self._web.session.get(address, allow_redirects=False) as response:
            if response.status in (403, 404, 410):
                return None
            if response.status in (429, 500, 502, 503, 504):
                raise Unavailable(f"download {response.status}", retry_after(response.headers.get("Retry-After")))
            if response.status != 200:
                raise Rejected(f"download {response.status}")
            if response.content_length is not None and response.content_length > LARGEST_FILE:
                raise TooLarge
            data = await read_at_most(response.content.iter_chunked(_CHUNK), LARGEST_FILE)
            if response.content_type == "text/html" and file.mime != "text/html":
                raise Rejected("a page came instead of the file")
            return replace(file, mime=file.mime or response.content_type, size=len(data)), data

    async def upload(self, place: Place, name: str, mime: str, data: bytes, keep: KeepFile, begun: str) -> Outcome:
        """A file as a message of its own; its mark is kept before it is sent, and looked for by a later try."""
        if begun:
            found = await self._begun(place, begun)
            if found is not None:
                return found
        ref = begun or f"{snowflake(self._clock.wall())}.{secrets.token_hex(4)}"
        if not begun:
            await keep(ref)
        safe = _safe(name)
        mime = mime if _MIME.fullmatch(mime) else "application/octet-stream"
        if len(data) > LARGEST_UPLOAD:
            return await self._noted(place, safe, len(data), ref)
        message = self._message(ref, _shown(safe, mime)) | {"attachments": [{"id": 0, "filename": safe}]}
        result = await self._threads.say(place, message, safe, (Upload(safe, mime, data),))
        if isinstance(result, Failure) and result.code in TOO_LARGE:
            return await self._noted(place, safe, len(data), ref)
        return _sent(result, place, ref)

    async def _noted(self, place: Place, name: str, size: int, ref: str) -> Outcome:
        """In place of a file that Discord does not take: its name and size."""
        note = {"type": _TEXT, "content": f"📎 `{name}` · {size / 1024 / 1024:.1f} MB · ✕"}
        return _sent(await self._threads.say(place, self._message(ref, note), name), place, ref)

    def _message(self, ref: str, component: dict[str, Any]) -> dict[str, Any]:
        drawn = {"components": [component], "flags": _COMPONENTS_V2, "allowed_mentions": {"parse": []}}
        nonce = {"nonce": nonce_of(self._workspace, ref), "enforce_nonce": True}
        return marked(drawn, mark_of(self._workspace, ref)) | nonce

    async def _begun(self, place: Place, ref: str) -> Outcome | None:
        """What became of an earlier try; None when nothing of it is there."""
        after = ref.partition(".")[0]
        mark = mark_of(self._workspace, ref)
        after = str(max(0, int(after if after.isdigit() else "0") - (int(_BEFORE.total_seconds() * 1000) << 22)))
        for _ in range(_PAGES):
            query = {"after": after, "limit": str(_PAGE)}
            result = await self._web.call("GET", f"/channels/{room_of(place)}/messages", query=query)
            if isinstance(result, Failure):
                gone = result.code in (UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, NO_ACCESS)
                return None if gone else outcome_of(result, repeatable=True)
            for message in result.items:
                if has_mark(message, mark):
                    return Sent(message_id(place.thread, text_at(message, "id")), ref)
            if len(result.items) < _PAGE:
                return None
            after = str(max(int(text_at(each, "id") or "0") for each in result.items))
        return None


def _safe(name: str) -> str:
    """A name that Discord keeps as it is, so that the message can point at the file by it."""
    bare = unicodedata.normalize("NFKD", literal(name).replace("\\", "/").rpartition("/")[2])
    return _UNSAFE.sub("_", bare.encode("ascii", "ignore").decode())[-_NAME:].strip("._") or "file"


def _shown(name: str, mime: str) -> dict[str, Any]:
    """A picture is seen at once, anything else is offered."""
    media = {"url": f"attachment://{name}"}
    return {"type": _GALLERY, "items": [{"media": media}]} if mime in _IMAGES else {"type": _FILE, "file": media}


def _sent(result: Answer | Failure, place: Place, ref: str) -> Outcome:
    if isinstance(result, Failure):
        return outcome_of(result, repeatable=True)  # the next try looks for the mark first
    return Sent(message_id(place.thread, text_at(result.data, "id")), ref)
