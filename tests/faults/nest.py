"""A warm parent of bots: it imports the product once and forks each bot as a process of its own, killed for real."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.stories.processes import ROOT, START_SECONDS, BotProcess


class Nest:
    """The parent, as a test speaks to it: one line out, one line back."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.faults.nest"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert self._answer() == {"ready": True}

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found

    def _ask(self, **order: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def hatch(self, environment: Mapping[str, str], log: Path) -> int:
        """A new bot; its process id."""
        return int(self._ask(environment=dict(environment), log=str(log))["pid"])

    def ended(self, pid: int) -> int | None:
        """The exit code of a bot, negative for a signal; None while it lives."""
        code: int | None = self._ask(pid=pid)["code"]
        return code

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


class NestedBot(BotProcess):
    """A bot out of the nest: up in half a second instead of four, otherwise as if started by hand."""

    def __init__(self, nest: Nest, environment: Mapping[str, str], folder: Path) -> None:
        super().__init__(environment, folder)
        self._nest = nest
        self._pid = 0
        self._code: int | None = None

    @property
    def pid(self) -> int:
        """The process."""
        return self._pid

    def twin(self) -> "NestedBot":
        """Another bot with the same environment."""
        return NestedBot(self._nest, self._environment, self._folder)

    def launch(self, **more: str) -> None:
        """Start it, whatever comes of it; `more` is added to its environment."""
        self._code = None
        self._pid = self._nest.hatch(self._environment | more, self.log)

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        if self._pid and self._code is None:
            self._code = self._nest.ended(self._pid)
        return bool(self._pid) and self._code is None

    def kill9(self) -> None:
        """As a power cut would."""
        if self.is_running:
            os.kill(self._pid, signal.SIGKILL)
            self._wait(10)

    def stop(self) -> int:
        """As an operator would; the exit code."""
        os.kill(self._pid, signal.SIGTERM)
        return self._wait(30)

    def _wait(self, seconds: float) -> int:
        end = time.monotonic() + seconds
        while self.is_running:
            assert time.monotonic() < end, f"the bot still runs:\n{self.tail()}"
            time.sleep(0.01)
        assert self._code is not None
        return self._code

    async def ended(self, seconds: float = START_SECONDS) -> int:
        """Wait until it ends by itself, as at a failpoint; the exit code."""
        end = time.monotonic() + seconds
        while self.is_running:
            assert time.monotonic() < end, f"the bot still runs:\n{self.tail()}"
            await asyncio.sleep(0.02)
        assert self._code is not None
        return self._code


def _serve() -> None:
    _warm_up()
    _say(ready=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "environment" in order:
            _say(pid=_hatch(order["environment"], order["log"]))
        else:
            _say(code=_code_of(order["pid"]))


def _warm_up() -> None:
    """What a start imports and reads only once in a process."""
    import bot.cli  # noqa: F401
    from bot.desk.load import load

    load((ROOT / "desk.example.yaml").read_text(encoding="utf-8"))


def _say(**answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _code_of(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _hatch(environment: Mapping[str, str], log: str) -> int:
    pid = os.fork()
    if pid:
        return pid
    nothing, out = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(nothing, 0)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.environ.clear()
    os.environ.update(environment)
    code = 1
    try:
        from bot.cli import main

        main(["run"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001  # as a start by hand would print it
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
