"""Between the bot and PostgreSQL: counts what the wire carries, and how long each transaction stays open.

https://www.postgresql.org/docs/current/protocol-message-formats.html
"""

import asyncio
import struct
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from bot.clock import monotonic

SSL_REQUEST, CHUNK, HEAD = 80877103, 65536, 5
LIMITS = frozenset({"BEGIN", "COMMIT", "ROLLBACK", "ABORT", "END"})
WRITES = frozenset({"INSERT", "UPDATE", "DELETE", "WITH"})
"""How a statement begins that commits by itself where no transaction is open."""


@dataclass
class Tally:
    """What went over the wire since `clear`; empty statements are the pool's pings."""

    statements: Counter[str] = field(default_factory=Counter)
    limits: Counter[str] = field(default_factory=Counter)
    pings: int = 0
    round_trips: int = 0
    longest_ms: float = 0.0

    def clear(self) -> None:
        """Begin anew."""
        self.statements.clear()
        self.limits.clear()
        self.pings, self.round_trips, self.longest_ms = 0, 0, 0.0

    def executed(self, text: str, within: bool) -> bool:
        """A statement was run, within a transaction or not; whether one is open after it."""
        word = text.strip(" ;\n").partition(" ")[0].upper()
        if word in LIMITS:
            self.limits[word] += 1
            return word == "BEGIN"
        if word:
            self.statements[text] += 1
            self.limits["COMMIT"] += word in WRITES and not within
        else:
            self.pings += 1
        return within

    @property
    def counts(self) -> dict[str, int]:
        """Statements without BEGIN, COMMIT and ROLLBACK; commits, of those that only looked as well; round trips."""
        commits = self.limits["COMMIT"]
        return {"statements": self.statements.total(), "commits": commits, "round_trips": self.round_trips}


class _Client:
    """What the bot says on one connection."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._texts: dict[bytes, str] = {}
        self._portals: dict[bytes, str] = {}
        self._within = False

    def heard(self, kind: bytes, body: bytes) -> None:
        """One message of the extended or the simple protocol."""
        match kind:
            case b"P":
                name, text, *_ = body.split(b"\0", 2)
                self._texts[name] = text.decode("utf-8", "replace")
            case b"B":
                portal, name, *_ = body.split(b"\0", 2)
                self._portals[portal] = self._texts.get(name, "?")
            case b"E":
                self._executed(self._portals.get(body.split(b"\0", 1)[0], "?"))
            case b"Q":
                self._executed(body.rstrip(b"\0").decode("utf-8", "replace"))
        self._tally.round_trips += kind in (b"S", b"Q", b"H")

    def _executed(self, text: str) -> None:
        self._within = self._tally.executed(text, self._within)


class _Server:
    """What PostgreSQL answers on one connection."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._open_since: float | None = None

    def heard(self, kind: bytes, body: bytes) -> None:
        """ReadyForQuery says whether a transaction is open."""
        if kind != b"Z":
            return
        if body == b"I" and self._open_since is not None:
            self._tally.longest_ms = max(self._tally.longest_ms, (monotonic() - self._open_since) * 1000)
            self._open_since = None
        elif body != b"I" and self._open_since is None:
            self._open_since = monotonic()


def _cut(kept: bytearray) -> Iterator[tuple[bytes, bytes]]:
    """The whole messages in a buffer, taken out of it: kind and body."""
    while len(kept) >= HEAD:
        (length,) = struct.unpack_from("!I", kept, 1)
        if len(kept) < length + 1:
            return
        yield bytes(kept[:1]), bytes(kept[HEAD : length + 1])
        del kept[: length + 1]


async def _pass_on(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, heard: Callable[[bytes, bytes], None]
) -> None:
    kept = bytearray()
    try:
        while data := await source.read(CHUNK):
            target.write(data)
            kept += data
            for kind, body in _cut(kept):
                heard(kind, body)
    except ConnectionError:
        pass
    finally:
        target.close()


async def _greeting(source: asyncio.StreamReader, back: asyncio.StreamWriter) -> bytes:
    """The start-up message, which has no kind; encryption is declined, since we are to read along."""
    while True:
        head = await source.readexactly(4)
        (length,) = struct.unpack("!I", head)
        body = await source.readexactly(length - 4)
        if len(body) != 4 or struct.unpack("!I", body)[0] != SSL_REQUEST:
            return head + body
        back.write(b"N")


@asynccontextmanager
async def counted(url: str) -> AsyncIterator[tuple[str, Tally]]:
    """The same database by way of us, and the tally of what goes there."""
    tally, parts = Tally(), urlsplit(url)
    under_way: set[asyncio.Task[None]] = set()

    async def serve(source: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        under_way.add(task)
        try:
            greeting = await _greeting(source, back)
            answers, onward = await asyncio.open_connection(parts.hostname, parts.port or 5432)
            onward.write(greeting)
            await asyncio.gather(
                _pass_on(source, onward, _Client(tally).heard), _pass_on(answers, back, _Server(tally).heard)
            )
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):  # cancelled: we are closing
            back.close()
        finally:
            under_way.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    user = parts.netloc.rpartition("@")[0]
    try:
        yield urlunsplit(parts._replace(netloc=f"{user}@127.0.0.1:{port}" if user else f"127.0.0.1:{port}")), tally
    finally:
        server.close()
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
