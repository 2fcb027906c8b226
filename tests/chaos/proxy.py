"""A TCP proxy that lets bytes through until it is told to make trouble: late, cut, reset, or into a black hole."""

import asyncio
import contextlib
import socket
import struct
from enum import StrEnum
from random import Random

CHUNK = 16_384
RESET = struct.pack("ii", 1, 0)  # SO_LINGER with no time: the end of a connection is a reset
LONGEST_ANSWER = 4_000  # bytes after which, at the latest, a cut answer ends


class Trouble(StrEnum):
    """What may happen to connections."""

    DELAY = "delay"  # every chunk is late
    CUT = "cut"  # an answer ends at a random byte, as if it were over
    RESET = "reset"  # the same, and the end is a reset
    BLACK_HOLE = "black hole"  # bytes go in, and nothing comes out; connections stay open


class Proxy:
    """Stands before one address; in an event loop of whoever starts it."""

    def __init__(self, host: str, port: int, seed: int) -> None:
        self.port = 0
        self.connections = 0
        self.hit = 0
        self._target = (host, port)
        self._random = Random(seed)
        self._trouble: Trouble | None = None
        self._delay = 0.0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._swallowed: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """End every connection, and listen no more."""
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            _reset(writer)
        await asyncio.gather(*self._tasks, return_exceptions=True)  # each has just lost both its ends

    async def suffer(self, trouble: Trouble, seconds: float) -> None:
        """Make trouble for so long; what was swallowed meanwhile is lost, so these connections are reset after it."""
        self._trouble, self._delay = trouble, self._random.uniform(0.05, 0.8)
        try:
            await asyncio.sleep(seconds)
        finally:
            self._trouble = None
            for writer in list(self._swallowed):
                _reset(writer)
            self._swallowed.clear()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            there, back = await asyncio.open_connection(*self._target)
        except OSError:  # the server itself is down just now
            _reset(writer)
            return
        self._open |= {writer, back}
        try:
            asking = asyncio.create_task(self._pass(reader, back, answers=False))
            answering = asyncio.create_task(self._pass(there, writer, answers=True))
            _, left = await asyncio.wait([asking, answering], return_when=asyncio.FIRST_COMPLETED)
            for each in left:
                each.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        finally:
            for each in (writer, back):
                self._open.discard(each)
                self._swallowed.discard(each)
                each.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool) -> None:
        with contextlib.suppress(OSError):
            while chunk := await reader.read(CHUNK):
                match self._trouble:
                    case Trouble.DELAY:
                        self.hit += 1
                        await asyncio.sleep(self._delay)
                    case Trouble.BLACK_HOLE:
                        self.hit += 1
                        self._swallowed.add(writer)
                        continue
                    case Trouble.CUT | Trouble.RESET if answers:
                        self.hit += 1
                        writer.write(chunk[: self._random.randrange(min(len(chunk), LONGEST_ANSWER))])
                        await writer.drain()
                        if self._trouble is Trouble.RESET:
                            _reset(writer)
                        return
                    case _:
                        pass
                if writer in self._swallowed:
                    continue
                writer.write(chunk)
                await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """End a connection so that the other side sees a reset."""
    found = writer.get_extra_info("socket")
    with contextlib.suppress(OSError, AttributeError):
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()
