"""`on-duty`: a team's shifts as a calendar file, and a calendar file as overrides."""

from datetime import timedelta
from pathlib import Path

import click

from bot.app import make_store
from bot.cli.shared import run_async, settings
from bot.cli.version import wrong_version
from bot.domain.icalendar import NotACalendar
from bot.domain.words import TeamKey
from bot.errors import Unavailable
from bot.operations.duty_calendar import Imported, UnknownPeople, export_calendar, import_calendar
from bot.settings import Settings
from bot.store.unit_of_work import EVERYTHING, Store
from bot.web.calendar import path_of


@click.group("on-duty")
def on_duty() -> None:
    """Shifts as calendar files (ICS)."""


@on_duty.command("export")
@click.argument("team")
@click.option("--weeks", type=click.IntRange(1, 52), default=8, show_default=True, help="how far ahead")
def export(team: str, weeks: int) -> None:
    """Print the shifts of TEAM as a calendar: python -m bot on-duty export integrations > integrations.ics."""
    told = run_async(_export(settings(), team, timedelta(weeks=weeks)))
    click.echo(told.encode("utf-8"), nl=False)


@on_duty.command("address")
@click.argument("team")
def address(team: str) -> None:
    """Print where a running bot serves the shifts of TEAM as a calendar to subscribe to; keep it secret."""
    click.echo(path_of(settings().secret.get_secret_value(), team))


@on_duty.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--team", required=True, help="whose shifts these are")
@click.option("--replace", is_flag=True, help="withdraw what an earlier import brought and this file lacks")
def import_(file: Path, team: str, replace: bool) -> None:
    """Take the events of FILE as overrides: who is on duty is said by ATTENDEE or SUMMARY. It may be repeated."""
    try:
        done = run_async(_import(settings(), file.read_text(encoding="utf-8"), team, replace=replace))
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not a calendar in UTF-8") from error
    except NotACalendar as error:
        raise click.ClickException(f"{file}, {error}") from error
    except UnknownPeople as error:
        faults = "".join(f"\n  - {each}" for each in error.faults)
        raise click.ClickException(f"nothing is imported:{faults}") from error
    click.echo(f"{done.kept} shifts hold, {done.withdrawn} of an earlier import are withdrawn, {done.over} were over")


async def _export(given: Settings, team: str, ahead: timedelta) -> str:
    store = await _opened(given, team)
    try:
        async with store.look(EVERYTHING) as uow:
            return await export_calendar(uow, uow.rules.teams[TeamKey(team)], ahead)
    finally:
        await store.database.close()


async def _import(given: Settings, text: str, team: str, *, replace: bool) -> Imported:
    store = await _opened(given, team)
    try:
        async with store.change(EVERYTHING) as uow:
            return await import_calendar(uow, TeamKey(team), text, replace=replace)
    finally:
        await store.database.close()


async def _opened(given: Settings, team: str) -> Store:
    """The store with everybody's rows; raises Unavailable for a database that does not fit."""
    if wrong := await wrong_version(given):
        raise Unavailable(f"the database does not fit this code: {wrong}")
    store = make_store(given)
    if TeamKey(team) not in store.rulebook.rules.teams:
        await store.database.close()
        raise click.ClickException(f"there is no team {team}: {', '.join(store.rulebook.rules.teams)}")
    await store.follow_clock()
    async with store.change(EVERYTHING) as uow:
        await uow.people.list_people()
    return store
