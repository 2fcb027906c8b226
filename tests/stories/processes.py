"""Programs as a person would start them: the sandbox and the bot, each its own process, killed as hard as one likes."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[2]
START_SECONDS = 45.0


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class SandboxProcess:
    """A running `python -m sandbox`."""

    def __init__(self, *options: str) -> None:
        command = [sys.executable, "-m", "sandbox", "--port", "0", *options]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith("sandbox ready http://"), f"the sandbox did not start: {line!r}"
        self.address = line.split()[-1]

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(10)
        assert self._process.stdout is not None
        self._process.stdout.close()


class BotProcess:
    """`python -m bot run` in an environment of its own; its log is kept whole, over all restarts."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self.port = int(environment["PITBOSS_PORT"])
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("PITBOSS_")}
        self._environment |= environment
        self._folder = folder
        self.log = folder / "bot.log"
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self, **more: str) -> None:
        """Start it and wait until it says that it is ready."""
        self.launch(**more)
        end = time.monotonic() + START_SECONDS
        async with aiohttp.ClientSession() as session:
            while not await self._is_ready(session):
                assert time.monotonic() < end, f"the bot is not ready:\n{self.tail()}"
                await asyncio.sleep(0.05)

    def launch(self, **more: str) -> None:
        """Start it, whatever comes of it; `more` is added to its environment."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=ROOT,
                env=self._environment | more,
                stdout=log,
                stderr=log,
            )

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    async def _is_ready(self, session: aiohttp.ClientSession) -> bool:
        assert self.is_running, f"the bot ended by itself:\n{self.tail()}"
        try:
            async with session.get(f"http://127.0.0.1:{self.port}/readyz") as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False

    def kill9(self) -> None:
        """As a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def stop(self) -> int:
        """As an operator would; the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(30)

    async def ended(self, seconds: float = START_SECONDS) -> int:
        """Wait until it ends by itself, as at a failpoint; the exit code."""
        assert self._process is not None
        end = time.monotonic() + seconds
        while self._process.poll() is None:
            assert time.monotonic() < end, f"the bot still runs:\n{self.tail()}"
            await asyncio.sleep(0.05)
        return int(self._process.returncode)

    def lines(self) -> Iterator[dict[str, Any]]:
        """The log's lines; one that is no JSON is an error by itself."""
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        for line in text.splitlines():
            try:
                found = json.loads(line)
            except ValueError:
                found = {"level": "error", "event": line}
            yield found if isinstance(found, dict) else {"level": "error", "event": line}

    def tail(self, count: int = 15) -> str:
        """The end of the log."""
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-count:])
