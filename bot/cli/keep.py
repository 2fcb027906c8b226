"""`backup` and `restore`: the database first, then the files; what comes back sends nothing by itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import click

from bot.app import lock_sqlite, make_store
from bot.cli.shared import run_async, settings
from bot.cli.version import wrong_version
from bot.settings import Settings
from bot.store.database import Database, copy_sqlite
from bot.store.restoring import hold_back
from bot.store.unit_of_work import EVERYTHING

DATABASE, FILES, DUMP = "pitboss.db", "files", "pitboss.dump"
_SIDES = ("-wal", "-shm")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def backup(folder: Path) -> None:
    """Copy database and files into an empty FOLDER; the bot may run meanwhile."""
    given = settings()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(f"{folder} is not an empty folder")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(given.database_url.get_secret_value())
    if database.file is None:
        click.echo("The database is PostgreSQL. Make its copy first, then the files are as new as it needs:")
        click.echo(f"  pg_dump --format=custom --file={folder / DUMP} {_address(database)}")
    else:
        if not database.file.exists():
            raise click.ClickException(f"there is no database at {database.file}")
        copy_sqlite(database.file, folder / DATABASE)
        click.echo(f"{folder / DATABASE}: copied")
    _copy_files(given.files, folder / FILES)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--yes", is_flag=True, help="do not ask")
def restore(folder: Path, yes: bool) -> None:
    """Bring back what `backup` copied; nothing that waited in it is sent until `dead-letters replay` says so."""
    given = settings()
    database = Database(given.database_url.get_secret_value())
    if database.file is None:
        click.echo("The database is PostgreSQL. Stop every replica, then bring its copy back:")
        click.echo(f"  pg_restore --clean --if-exists --dbname={_address(database)} {folder / DUMP}")
        if not yes:
            click.confirm("Is that done?", abort=True)
        run_async(_finish(given, folder))
        return
    if not (folder / DATABASE).exists():
        raise click.ClickException(f"{folder} holds no {DATABASE}")
    if database.file.exists() and not yes:
        click.confirm(f"{database.file} is set aside and replaced. Go on?", abort=True)
    run_async(_bring_back(given, database, folder))


def _address(database: Database) -> str:
    """The address without the password, which pg_dump asks for or finds in PGPASSWORD."""
    url = database.url.set(drivername="postgresql", password=None)
    return url.render_as_string(hide_password=True)


async def _bring_back(given: Settings, database: Database, folder: Path) -> None:
    """SQLite: raises Unavailable while a bot runs on the file."""
    file = database.file
    assert file is not None
    lock = lock_sqlite(database)
    try:
        if file.exists():
            click.echo(f"the database as it was: {_set_aside(file)}")
        half = file.with_name(f"{file.name}.half")
        copy_sqlite(folder / DATABASE, half)
        half.rename(file)
        await _finish(given, folder)
    finally:
        if lock:
            lock.close()


def _set_aside(file: Path) -> Path:
    """Rename a database with its side files; the new name."""
    number = next(n for n in range(1, 10_000) if not file.with_name(f"{file.name}.before-{n}").exists())
    aside = file.with_name(f"{file.name}.before-{number}")
    for side in _SIDES:
        if (old := file.with_name(f"{file.name}{side}")).exists():
            old.rename(aside.with_name(f"{aside.name}{side}"))
    return file.rename(aside)


async def _finish(given: Settings, folder: Path) -> None:
    _copy_files(folder / FILES, given.files)
    if wrong := await wrong_version(given):
        click.echo(f"The backup does not fit this code: {wrong}")
    store = make_store(given)
    try:
        async with store.change(EVERYTHING) as uow:
            envelopes, letters = await hold_back(uow)
    finally:
        await store.database.close()
    click.echo(f"Held back: {envelopes} incoming, {letters} outgoing; see: python -m bot dead-letters list")


def _copy_files(source: Path, target: Path) -> None:
    """Copy every file that is not there yet; contents never change, so a file of that name is the same file."""
    wanted = [path for path in _files(source) if not _same(path, target / path.relative_to(source))]
    target.mkdir(parents=True, exist_ok=True)
    with click.progressbar(wanted, label=f"{target}: {len(wanted)} files") as bar:
        for path in bar:
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            half = copy.with_name(f"{copy.name}.half")
            shutil.copyfile(path, half)
            half.rename(copy)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.suffix)


def _same(path: Path, copy: Path) -> bool:
    return len(path.name) > 32 and copy.exists() and copy.stat().st_size == path.stat().st_size
