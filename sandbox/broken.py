"""Answers that fault rules break: prescribed, cut in the middle, or never sent."""

import asyncio

from aiohttp import web

from sandbox.faults import Rule


def canned(rule: Rule) -> web.Response:
    """The answer that a `status` or `body` rule prescribes."""
    status = int(
        rule.source.get("status", 429 if "retry_after" in rule.source else 200 if rule.action == "body" else 500)
    )
    default = {"ok": False, "error": "ratelimited"} if status == 429 else ""
    body = rule.source.get("body", default)
    headers = {"Retry-After": str(rule.source["retry_after"])} if "retry_after" in rule.source else {}
    if isinstance(body, str):
        kind = "text/html" if body.lstrip().startswith("<") else rule.source.get("content_type", "application/json")
        return web.Response(status=status, text=body, content_type=kind, headers=headers)
    return web.json_response(body, status=status, headers=headers)


def close(request: web.Request) -> web.Response:
    """End the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)


async def cut(request: web.Request, body: bytes, rule: Rule) -> web.StreamResponse:
    """Send nothing, or the first bytes of a response, and end the connection."""
    keep = 0 if rule.action == "drop" else int(rule.source.get("bytes", len(body) // 2))
    if keep:
        response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
        await response.prepare(request)
        await response.write(body[:keep])
        await asyncio.sleep(0)
    return close(request)
