"""The command line as somebody types it: a process of its own, in an empty folder, with nothing inherited."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.locks import ROOT

EXAMPLE = ROOT / "desk.example.yaml"


@dataclass(frozen=True)
class Told:
    """What a verb printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        """Both streams."""
        return self.out + self.err


@dataclass(frozen=True)
class Terminal:
    """A folder to work in, and the environment of whoever types."""

    folder: Path
    environment: dict[str, str]

    def pit(self, *words: str, typed: str = "", **more: str) -> Told:
        """`python -m bot …`; `typed` answers what it asks."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=self.whole | more,
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Told(done.returncode, done.stdout, done.stderr)

    @property
    def whole(self) -> dict[str, str]:
        """Everything in the environment."""
        known = {"PATH": os.defpath, "HOME": str(self.folder), "PYTHONPATH": str(ROOT)}
        return known | {f"PITBOSS_{name}": value for name, value in self.environment.items()}
