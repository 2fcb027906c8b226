"""`demo` opens a floor that works, and leaves nothing behind."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli.screenshot import HEIGHT, WIDTH, screenshot
from tests.cli.terminal import Terminal
from tests.stories.processes import free_port

START_SECONDS = 60.0


class Floor:
    """A running demo."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        words = [sys.executable, "-m", "bot", "demo", "--no-open", "--port", str(self.port)]
        environment = Terminal(folder, {}).whole | {"PITBOSS_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
        self.folder, self.log = folder, folder / "demo.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(words, cwd=folder, env=environment, stdout=log, stderr=log)

    def wait(self) -> None:
        """Until it says that it is open."""
        end = time.monotonic() + START_SECONDS
        while "The floor is open" not in self.text:
            assert self.process.poll() is None, self.text
            assert time.monotonic() < end, self.text
            time.sleep(0.1)

    @property
    def text(self) -> str:
        """What it printed."""
        return self.log.read_text(encoding="utf-8")

    def ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One request to the sandbox's control API."""
        content = json.dumps(body).encode() if body is not None else None
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/control/{path}", content, timeout=60) as response:
            found: dict[str, Any] = json.load(response)
            return found

    def close(self) -> int:
        """Ctrl-C, as a terminal sends it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    """Open, and closed in the end."""
    opened = Floor(tmp_path)
    try:
        opened.wait()
        yield opened
    finally:
        opened.close()


def test_a_first_report_is_there_and_time_can_pass(floor: Floor) -> None:
    """The card hangs under the report; an hour passes; Ctrl-C takes everything away."""
    [report] = floor.ask("sees?as=U0RITA&channel=C0ACME")["messages"]
    assert "round 99812-77" in report["text"]
    assert [file["name"] for file in report["files"]] == ["stuck-round.png"]
    assert report["replies"], "the card is not there"
    assert floor.ask("sees?as=U0ANA&channel=C0DESK")["messages"]
    with urllib.request.urlopen(f"http://127.0.0.1:{floor.port}/", timeout=10) as page:
        assert b"<html" in page.read()

    before = floor.ask("clock")["shift_seconds"]
    assert floor.ask("clock", {"advance_seconds": 3600})["shift_seconds"] - before >= 3600
    assert floor.close() == 0, floor.text
    assert not re.search("Traceback|ERROR", floor.text), floor.text
    assert not (floor.folder / ".demo").exists()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", floor.port)) != 0, "the sandbox still runs"


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    """With the way out."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        told = Terminal(tmp_path, {}).pit("demo", "--no-open", "--port", port)
    assert told.code == 1
    assert f"port {port} is taken" in told.err
    assert not list(tmp_path.iterdir())


def test_the_screenshot_is_a_picture() -> None:
    """A PNG that any viewer opens: every pixel is there, and the chunks' sums are right."""
    data = screenshot()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    place, chunks = 8, {}
    while place < len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
        assert zlib.crc32(kind + body) == int.from_bytes(data[place + 8 + size : place + 12 + size], "big")
        chunks[kind] = body
        place += size + 12
    assert len(zlib.decompress(chunks[b"IDAT"])) == HEIGHT * (1 + 3 * WIDTH)
