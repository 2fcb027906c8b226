"""The CDN: an attachment's bytes for a link that is signed and has not expired; 404 else, as Discord's CDN answers."""

from urllib.parse import quote

from aiohttp import web

from sandbox.discord import cdn
from sandbox.state import Sandbox

GONE = "This content is no longer available."


async def serve(request: web.Request, sandbox: Sandbox) -> web.Response:
    """The bytes; each download is in the ledger."""
    world, query = sandbox.discord, request.query
    attachment = world.attachments.get(request.match_info["attachment"])
    entry = sandbox.ledger.add("download", platform="discord", file=request.match_info["attachment"], status=200)
    if attachment is None or quote(request.match_info["name"]) not in cdn.path_of(attachment):
        entry["status"] = 404
        return web.Response(status=404, text=GONE)
    marks = (query.get("ex", ""), query.get("is", ""), query.get("hm", ""))
    if not cdn.is_valid(world, cdn.path_of(attachment), *marks):
        entry["status"], entry["expired"] = 404, True
        return web.Response(status=404, text=GONE)
    kind = attachment.content_type.partition(";")[0] or "application/octet-stream"
    headers = {"Content-Disposition": f'attachment; filename="{attachment.filename}"'}
    return web.Response(body=attachment.content, content_type=kind, headers=headers)
