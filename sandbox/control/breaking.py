"""Faults, disconnects and cuts on demand."""

from sandbox.control import lookup
from sandbox.kinds import Json, Refusal
from sandbox.state import Sandbox

REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")


async def set_faults(sandbox: Sandbox, body: Json) -> Json:
    """Replace all rules."""
    rules = body.get("rules")
    if not isinstance(rules, list):
        raise Refusal("missing rules")
    sandbox.faults.replace(rules)
    return {"rules": sandbox.faults.describe()}


async def get_faults(sandbox: Sandbox, _query: Json) -> Json:
    """The rules with their counts."""
    return {"rules": sandbox.faults.describe()}


async def disconnect(sandbox: Sandbox, body: Json) -> Json:
    """Send a `disconnect` with its reason to an app's sockets, or to all."""
    reason = lookup.text(body, "reason")
    if reason not in REASONS:
        raise Refusal(f"unknown reason {reason}; known: {', '.join(REASONS)}")
    connections = sandbox.sockets.all(str(body.get("app") or ""))
    for connection in connections:
        sandbox.background(sandbox.sockets.disconnect(connection, reason))
    return {"connections": len(connections)}


async def cut_sockets(sandbox: Sandbox, body: Json) -> Json:
    """End an app's sockets, or all, without a word."""
    connections = sandbox.sockets.all(str(body.get("app") or ""))
    for connection in connections:
        connection.cut()
    return {"connections": len(connections)}


async def connections(sandbox: Sandbox, query: Json) -> Json:
    """The open sockets, and how many events still wait to be taken."""
    open_ones = sandbox.sockets.all(str(query.get("app") or ""))
    rows = [{"app": c.app[0], "team": c.app[1], "socket": c.number} for c in open_ones]
    return {"connections": rows, "undelivered": sandbox.pusher.undelivered}
