"""Ports of this machine, and one request to whoever listens there."""

import http.client
import json
import socket
from typing import Any

from bot.errors import Unavailable

HOST = "127.0.0.1"
PATIENCE = 900.0
"""Seconds that a whole load may take."""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def ask(port: int, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """One request to a server on this machine; raises OSError when it does not answer, Unavailable when it says so."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        content = json.dumps(body) if body is not None else None
        connection.request("POST" if body is not None else "GET", path, content)
        told: dict[str, Any] = json.loads(connection.getresponse().read())
    except (http.client.HTTPException, ValueError) as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()
    if "error" in told:
        raise Unavailable(f"{path}: {told['error']}")
    return told
