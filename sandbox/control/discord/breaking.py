"""Faults of the gateway on demand."""

from collections.abc import Callable

from sandbox.control.lookup import text
from sandbox.discord.gateway_connection import Freeze
from sandbox.discord.gateway_session import Session
from sandbox.kinds import Json, Refusal, flag
from sandbox.state import Sandbox

CODE_LEAST, CODE_MOST = 1000, 4999


def _reconnect(sandbox: Sandbox, body: Json, session: Session) -> None:
    sandbox.gateway.reconnect(session)


def _invalid(sandbox: Sandbox, body: Json, session: Session) -> None:
    sandbox.gateway.invalidate(session, flag(body.get("resumable")))


def _close(sandbox: Sandbox, body: Json, session: Session) -> None:
    code = int(text(body, "code", "4000"))
    if not CODE_LEAST <= code <= CODE_MOST:
        raise Refusal(f"{code} is no close code")
    sandbox.gateway.end(session, code, str(body.get("reason") or ""))
    if flag(body.get("forget")):
        sandbox.gateway.forget(session)


def _cut(sandbox: Sandbox, body: Json, session: Session) -> None:
    if session.connection is not None:
        session.connection.cut()
        session.leave()
    if flag(body.get("forget")):
        sandbox.gateway.forget(session)


def _freeze(sandbox: Sandbox, body: Json, session: Session) -> None:
    if session.connection is not None:
        session.connection.put(Freeze(float(text(body, "seconds"))))


def _beat(sandbox: Sandbox, body: Json, session: Session) -> None:
    if session.connection is not None:
        session.connection.say(1)


ACTIONS: dict[str, Callable[[Sandbox, Json, Session], None]] = {
    "reconnect": _reconnect,
    "invalid_session": _invalid,
    "close": _close,
    "cut": _cut,
    "freeze": _freeze,
    "heartbeat": _beat,
}


async def gateway(sandbox: Sandbox, body: Json) -> Json:
    """Disturb an app's sessions, or all: op 7, op 9, a close code, a cut, silence; or set the heartbeat's interval."""
    action = text(body, "action")
    if action == "interval":
        sandbox.gateway.heartbeat_ms = int(text(body, "ms"))
        return {"heartbeat_ms": sandbox.gateway.heartbeat_ms}
    if action not in ACTIONS:
        raise Refusal(f"unknown action {action}; known: interval, {', '.join(ACTIONS)}")
    sessions = sandbox.gateway.of_app(str(body.get("app") or ""))
    for session in sessions:
        ACTIONS[action](sandbox, body, session)
    return {"sessions": len(sessions)}


async def sessions(sandbox: Sandbox, query: Json) -> Json:
    """The sessions of the gateway."""
    found = sandbox.gateway.of_app(str(query.get("app") or ""))
    return {"sessions": [_row(session) for session in found]}


def _row(session: Session) -> Json:
    return {"session": session.id, "app": session.app, "shard": list(session.shard), "intents": session.intents,
            "seq": session.seq, "heard": session.heard, "connected": session.connection is not None}  # fmt: skip
