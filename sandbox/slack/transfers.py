"""Bytes of files: the upload address and the private download."""

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from sandbox.state import Sandbox
from sandbox.world import StoredFile

LOGIN_PAGE = """<!DOCTYPE html><html lang="en-US"><head><title>Sign in | Slack</title></head>
<body><h1>Sign in to your workspace</h1><form action="/signin" method="post"></form></body></html>"""


async def upload(request: web.Request, sandbox: Sandbox) -> web.Response:
    """Step two of an upload: the bytes, raw or as a form, of exactly the promised length."""
    waiting = sandbox.tickets.uploads.get(request.match_info["key"])
    if waiting is None:
        return web.Response(status=404, text="not found")
    content = await _content(request)
    if len(content) != waiting.length:
        return web.Response(status=400, text=f"expected {waiting.length} bytes, got {len(content)}")
    sandbox.world.files[waiting.file_id].content = content
    waiting.received = True
    return web.Response(text=f"OK - {len(content)}")


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name in {"file", "filename"}:
            return bytes(await part.read())
    return b""


async def download(request: web.Request, sandbox: Sandbox) -> web.Response:
    """A file's bytes for a bot that may read it; everybody else gets Slack's login page with status 200."""
    _, _, file_id = request.match_info["file"].rpartition("-")
    file = sandbox.world.files.get(file_id)
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    app = next((a for a in sandbox.world.apps.values() if token and a.bot_token == token), None)
    entry = sandbox.ledger.add("download", file=file_id, token_app=app.id if app else None, status=200)
    if app is None or app.state != "installed" or not app.may("files:read") or file is None:
        entry["login_page"] = True
        return web.Response(text=LOGIN_PAGE, content_type="text/html")
    return content_response(file, "attachment")


def content_response(file: StoredFile, disposition: str) -> web.Response:
    """A file's bytes with its type."""
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return web.Response(body=file.content, content_type=file.mimetype.partition(";")[0], headers=headers)
