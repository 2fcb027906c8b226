"""The body of a request: JSON, or multipart with `payload_json` and `files[n]`.

https://docs.discord.com/developers/reference#uploading-files
"""

import json
import re
from typing import Any

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from sandbox.discord.errors import DiscordError
from sandbox.discord.rest.call import Upload

FILE_PART = re.compile(r"files?(?:\[(\d+)\])?")
FILE_BYTES_MAX = 10 * 1024 * 1024  # without boosts
REQUEST_BYTES_MAX = 25 * 1024 * 1024


async def read_body(request: web.Request) -> tuple[Any, list[Upload]]:
    """The JSON and the files; raises 50109 for broken JSON and 40005 for too much."""
    if not request.can_read_body:
        return None, []
    if (request.content_length or 0) > REQUEST_BYTES_MAX:
        raise DiscordError(40005)
    if request.content_type.startswith("multipart/"):
        return await _multipart(request)
    content = await request.read()
    if not content:
        return None, []
    if request.content_type == "application/x-www-form-urlencoded":
        return dict(await request.post()), []
    return _parsed(content), []


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError as error:
        raise DiscordError(50109) from error


async def _multipart(request: web.Request) -> tuple[Any, list[Upload]]:
    body: Any = {}
    uploads: list[Upload] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        content = bytes(await part.read())
        if part.name == "payload_json":
            body = _parsed(content)
        elif part.filename is not None and (match := FILE_PART.fullmatch(part.name)):
            if len(content) > FILE_BYTES_MAX:
                raise DiscordError(40005)
            kind = part.headers.get("Content-Type", "")
            uploads.append(Upload(int(match[1] or 0), part.filename, content, kind))
        elif isinstance(body, dict):
            body[part.name] = content.decode(errors="replace")
    return body, uploads
