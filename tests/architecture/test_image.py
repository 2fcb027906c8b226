"""The image's steps, imitated where no daemon is: what it copies, on a tree nobody can write to, as another user."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.locks import ROOT

NOBODY = 65534
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COPIED = re.findall(r"^COPY (?!--from)(\S+) (\S+)$", DOCKERFILE, re.MULTILINE)


@dataclass(frozen=True)
class Runner:
    """An interpreter with our libraries, and who runs it: another user where we may become one and it may read them."""

    python: str
    libraries: str
    user: int | None

    def run(self, *words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run it with these words, in an environment that holds nothing else."""
        known = {"PATH": os.defpath, "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [self.python, *words],
            cwd=cwd,
            env={**known, "PYTHONPATH": self.libraries, **environment},
            user=self.user,
            group=self.user,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture(scope="module")
def runner() -> Runner:
    """The first interpreter that another user can run; ours, as ourselves, where there is none."""
    libraries = sysconfig.get_path("purelib")
    system = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, system) if os.geteuid() == 0 else ():
        found = Runner(python, libraries, NOBODY)
        try:
            if found.run("-c", "import click, pydantic_core, sqlalchemy", cwd=Path("/")).returncode == 0:
                return found
        except OSError:
            continue
    return Runner(sys.executable, libraries, None)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder into which every user may look."""
    folder = Path(tempfile.mkdtemp(prefix="pitboss-image-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def tree(place: Path) -> Iterator[Path]:
    """What the Dockerfile copies, read-only as in the image."""
    root = place / "app"
    for source, target in COPIED:
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, root / target, ignore=shutil.ignore_patterns("__pycache__"))
    _set_writable(root, False)
    yield root
    _set_writable(root, True)


def _set_writable(root: Path, writable: bool) -> None:
    for path in [root, *root.rglob("*")]:
        path.chmod((0o755 if writable else 0o555) if path.is_dir() else (0o644 if writable else 0o444))


@pytest.fixture
def data(place: Path) -> Path:
    """The volume, the one place that may be written to."""
    folder = place / "data"
    folder.mkdir()
    shutil.copyfile(ROOT / "desk.example.yaml", folder / "desk.yaml")
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    return folder


def bot(runner: Runner, tree: Path, data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot …` in that tree."""
    known = {"DATABASE_URL": f"sqlite:///{data}/pitboss.db", "FILES": f"{data}/files", "DESK": f"{data}/desk.yaml"}
    return runner.run("-m", "bot", *words, cwd=tree, **{f"PITBOSS_{name}": value for name, value in known.items()})


def test_the_program_starts_on_a_read_only_tree(runner: Runner, tree: Path, data: Path) -> None:
    """Its verbs are there, and nothing is written beside it."""
    done = bot(runner, tree, data, "--help")
    assert done.returncode == 0, done.stderr
    assert {"run", "migrate", "check"} <= set(re.findall(r"^  (\S+)", done.stdout, re.MULTILINE))
    assert not list(tree.rglob("__pycache__"))


def test_the_database_is_made_on_the_volume(runner: Runner, tree: Path, data: Path) -> None:
    """Migrations, templates and rules are all in the image."""
    done = bot(runner, tree, data, "migrate")
    assert done.returncode == 0, done.stderr
    assert (data / "pitboss.db").exists()
    looked = bot(runner, tree, data, "check")
    assert "database: can be reached and is up to date" in looked.stdout, looked.stdout + looked.stderr
    assert "is sound" in looked.stdout


def test_what_is_copied_is_not_ignored() -> None:
    """.dockerignore lets through what the Dockerfile copies, and nothing else."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {line.removeprefix("!") for line in lines if line.startswith("!")} == {source for source, _ in COPIED}


def test_it_does_not_run_as_root() -> None:
    """By number, so that Kubernetes can see it too; and its health is asked for."""
    assert re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)[-1] == "10001:10001"
    assert "HEALTHCHECK" in DOCKERFILE
    assert "--require-hashes --only-binary :all:" in DOCKERFILE


def test_the_dockerfile_is_clean() -> None:
    """hadolint has nothing to say."""
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([str(hadolint), "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
