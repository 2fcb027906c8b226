"""`erase`: remove a person's data, and say what could not be removed."""

from collections.abc import Iterator
from pathlib import Path

import click

from bot.app import make_store
from bot.cli.shared import run_async, settings
from bot.cli.version import wrong_version
from bot.desk.forgetting import named_in
from bot.errors import Unavailable
from bot.operations.erasing import Erasure, erase_person, measure
from bot.settings import Settings
from bot.store.erasing import Subject, compact, find_subject
from bot.store.unit_of_work import EVERYTHING, Store
from integrations.folder.client import FolderStore

ALWAYS_LEFT = (
    "what they wrote on the chat platform itself: messages, files, reactions; delete them there",
    "what the bot posted and cannot edit: in archived and deleted channels, and letters that call them by name",
    "logs that were written before, backups, and copies of the database",
)


@click.command()
@click.argument("person")
@click.option("--dry-run", is_flag=True, help="count what there is, and change nothing")
@click.option("--yes", is_flag=True, help="do not ask")
@click.option("--leave-posts", is_flag=True, help="do not edit cards and copies that the bot has posted")
def erase(person: str, dry_run: bool, yes: bool, leave_posts: bool) -> None:
    """Remove the data of PERSON: a key of desk.yaml, an account such as slack:T0PIT:U0ANA, or a person's number.

    Tickets stay; their author becomes "a former user". It may be repeated, and the bot may run meanwhile.
    """
    run_async(_erase(settings(), person, dry_run, yes, edit=not leave_posts))


async def _erase(given: Settings, said: str, dry_run: bool, yes: bool, *, edit: bool) -> None:
    if wrong := await wrong_version(given):
        raise Unavailable(f"the database does not fit this code: {wrong}")
    store = make_store(given)
    try:
        await store.follow_clock()
        async with store.look(EVERYTHING) as uow:
            subject = await find_subject(uow, said)
        if subject is None:
            raise click.ClickException(f"{said} is nobody: name a key, platform:team:user, or a person's number")
        if dry_run:
            await _dry(given, store, subject)
            return
        if not yes:
            click.confirm(f"Erase {_called(subject)}? This cannot be undone.", abort=True)
        done = await erase_person(store, FolderStore(given.files), subject, _progress, edit=edit)
    finally:
        await store.database.close()
    _report(given, store, subject, done)


def _called(subject: Subject) -> str:
    """The number, which means nothing elsewhere: what is printed may be kept."""
    number = f"person {subject.person}" if subject.person else "an account that has no row"
    return f"{number} with {len(subject.accounts)} accounts"


def _progress(step: str) -> None:
    click.echo(f"  {step}", err=True)


async def _dry(given: Settings, store: Store, subject: Subject) -> None:
    click.echo(f"{_called(subject)}; nothing is changed:")
    for what, count in sorted((await measure(store, subject)).items()):
        if count:
            click.echo(f"{count:>8}  {what}")
    _say_what_stays(_what_stays(given, subject))


def _report(given: Settings, store: Store, subject: Subject, done: Erasure) -> None:
    click.echo(f"{_called(subject)}: erased" if done.counts else f"{_called(subject)}: nothing was left to erase")
    for what, count in sorted(done.counts.items()):
        click.echo(f"{count:>8}  {what}")
    _say_what_stays([*done.left, *_pages(store), *_what_stays(given, subject)])


def _say_what_stays(lines: list[str]) -> None:
    click.echo("What is not removed:")
    for each in lines:
        click.echo(f"  - {each}")


def _pages(store: Store) -> Iterator[str]:
    """What the database itself may still keep of rows that are gone."""
    file = store.database.file
    if file is None:
        yield "PostgreSQL keeps old rows until its autovacuum has passed, and in its write-ahead log and archives"
    elif why := compact(file):
        yield f"old pages of {file}: {why}; erase once more, best while no bot runs"


def _what_stays(given: Settings, subject: Subject) -> list[str]:
    return [*ALWAYS_LEFT, *_beside(given), *_in_desk(given.desk, subject), *_common(subject)]


def _beside(given: Settings) -> Iterator[str]:
    """Databases that `restore` has set aside."""
    name = given.database_url.get_secret_value().partition("sqlite:///")[2]
    if name:
        for path in sorted(Path(name).parent.glob(f"{Path(name).name}.before-*")):
            yield f"{path}, which a restore has set aside"


def _in_desk(desk: Path, subject: Subject) -> Iterator[str]:
    lines = named_in(desk.read_text(encoding="utf-8"), subject.key, subject.traces)
    if lines:
        numbers = ", ".join(map(str, lines))
        yield f"{desk}, lines {numbers}: remove them there and restart the bot, or they come back; then erase once more"


def _common(subject: Subject) -> Iterator[str]:
    if subject.traces.common:
        yield "a name of theirs is too short to be looked for in what others wrote"
