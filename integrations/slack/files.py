"""Files from and to Slack; the token never leaves for a host that is not Slack's."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import aiohttp
from yarl import URL

from bot.chat.platform import Fault, GivenUp, KeepFile, Outcome, Sent, TryLater
from bot.chat.requests import RemoteFile
from bot.domain.words import Place
from bot.errors import Rejected, Unavailable
from integrations.slack.interactions import remote_file
from integrations.slack.outcomes import PAUSE_SECONDS, Failure, Trouble, complaint, outcome_of
from integrations.slack.web import Web
from integrations.wire.body import TooLarge, read_at_most
from integrations.wire.hosts import Hosts
from integrations.wire.shapes import dict_at, list_at, text_at
from integrations.wire.waiting import retry_after

LARGEST_FILE = 50 * 1024 * 1024
FILES_SCOPE = "files:read"
MENDING_SECONDS = 60.0
_CHUNK = 64 * 1024
_HOPS = 3
_SHARES_FILLED_LATE = (0.2, 0.5, 1.0, 2.0)  # seconds between looks at files.info
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\]')


class Files:
    """Downloads and uploads of one workspace."""

    def __init__(self, web: Web, token: str, hosts: Hosts) -> None:
        self._web = web
        self._token = token
        self._hosts = hosts

    async def download(self, file: RemoteFile) -> tuple[RemoteFile, bytes]:
        """The bytes of a file, at most 50 MB; raises Unavailable, or Rejected with what is wrong."""
        if not file.url or not file.size:
            file = await self._looked_up(file)
        if file.size > LARGEST_FILE:
            raise Rejected("too large")
        try:
            return await self._fetched(file)
        except TooLarge:
            raise Rejected("too large") from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unavailable(type(error).__name__) from None

    async def _looked_up(self, file: RemoteFile) -> RemoteFile:
        result = await self._web.call("files.info", file=file.id)
        if isinstance(result, Failure):
            raise _lacking() if result.word == "missing_scope" else complaint(result)
        found = remote_file(dict_at(result.data, "file"))
        if found is None or not found.url:
            raise Rejected("the file is not there any more")
        return replace(found, name=found.name if found.name != found.id else file.name)

    async def _fetched(self, file: RemoteFile) -> tuple[RemoteFile, bytes]:
        url = file.url
        for _ in range(_HOPS):
            if not self._hosts.allows(url):
                raise Rejected("the file lies on another host")
            headers = {"Authorization": f"Bearer {self._token}"}
            async with self._web.session.get(url, headers=headers, allow_redirects=False) as response:
                if response.status in (301, 302, 303, 307, 308):
                    url = str(response.url.join(URL(response.headers.get("Location", ""))))
                    continue
                _judge(response, file)
                data = await read_at_most(response.content.iter_chunked(_CHUNK), LARGEST_FILE)
                return replace(file, mime=file.mime or response.content_type, size=len(data)), data
        raise Rejected("the file is redirected in circles")

    async def upload(self, place: Place, name: str, mime: str, data: bytes, keep: KeepFile, begun: str) -> Outcome:
        """A file in three steps; the id is kept before the last, so that a lost answer is looked up."""
        if begun and (found := await self._begun(begun, place)) is not None:
            return found
        safe = _UNSAFE.sub("_", name.rpartition("/")[2]) or "file"
        asked = await self._web.call("files.getUploadURLExternal", filename=safe, length=len(data))
        if isinstance(asked, Failure):
            return outcome_of(asked, repeatable=True)
        url, file = text_at(asked.data, "upload_url"), text_at(asked.data, "file_id")
        if not file or not self._hosts.allows(url):
            return GivenUp(Fault.REFUSED, "no address to upload to")
        if (trouble := await self._sent_bytes(url, mime, data)) is not None:
            return trouble
        await keep(file)
        return await self._completed(file, safe, place)

    async def _begun(self, file: str, place: Place) -> Outcome | None:
        """What became of an earlier try; None when it has to start again."""
        known = await self._web.call("files.info", file=file)
        if isinstance(known, Failure):
            gone = known.trouble is Trouble.NO and known.word in ("file_not_found", "file_deleted")
            return None if gone else outcome_of(known, repeatable=True)
        ts = await self._shared_as(file, place)
        return Sent(ts, file) if ts else await self._completed(file, text_at(known.data, "file", "name"), place)

    async def _sent_bytes(self, url: str, mime: str, data: bytes) -> Outcome | None:
        """Put the bytes there; until the upload is completed nobody sees them, so a failure is simply tried again."""
        headers = {"Content-Type": mime if _MIME.fullmatch(mime) else "application/octet-stream"}
        try:
            async with self._web.session.post(url, data=data, headers=headers, allow_redirects=False) as response:
                if response.status == 200:
                    return None
                after = retry_after(response.headers.get("Retry-After"), PAUSE_SECONDS)
                return TryLater(after, f"upload {response.status}", counts=response.status != 429)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return TryLater(PAUSE_SECONDS, type(error).__name__)

    async def _completed(self, file: str, name: str, place: Place) -> Outcome:
        result = await self._web.call(
            "files.completeUploadExternal",
            files=[{"id": file, "title": name}],
            channel_id=place.channel.id,
            thread_ts=place.thread,
        )
        if isinstance(result, Failure):
            return outcome_of(result, repeatable=False)
        return Sent(await self._shared_as(file, place), file)

    async def _shared_as(self, file: str, place: Place) -> str:
        """The message that shares the file in that channel, waited for a little; empty when Slack does not tell yet."""
        for pause in _SHARES_FILLED_LATE:
            found = await self._web.call("files.info", file=file)
            if isinstance(found, Failure):
                return ""
            if ts := share_in(dict_at(found.data, "file"), place):
                return ts
            await asyncio.sleep(pause)
        return ""


def share_in(file: Mapping[str, Any], place: Place) -> str:
    """The ts under which a file object says that it is shared in a channel, in that thread where one is asked."""
    for kind in ("public", "private"):
        for share in list_at(file, "shares", kind, place.channel.id):
            if place.thread in (None, text_at(share, "thread_ts"), text_at(share, "ts")):
                return text_at(share, "ts")
    return ""


def _lacking() -> Unavailable:
    """Without the scope Slack answers with a login page in HTML; the file waits until an operator has mended that."""
    return Unavailable(f"the bot token lacks the scope {FILES_SCOPE}: see `python -m bot check`", MENDING_SECONDS)


def _judge(response: aiohttp.ClientResponse, file: RemoteFile) -> None:
    """Raise Unavailable or Rejected unless the answer is the file."""
    if response.status in (429, 500, 502, 503, 504):
        raise Unavailable(f"download {response.status}", retry_after(response.headers.get("Retry-After")))
    if response.status != 200:
        raise Rejected(f"download {response.status}")
    page = response.content_type == "text/html"
    attached = response.headers.get("Content-Disposition", "").lower().startswith("attachment")
    if page and not (attached and file.mime == "text/html"):
        raise _lacking()
    if response.content_length is not None and response.content_length > LARGEST_FILE:
        raise Rejected("too large")
