"""`dead-letters`: what was given up in either queue; looked at, done again, or left be."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from bot.app import make_store
from bot.cli.shared import run_async, settings
from bot.store.outbox import Kind
from bot.store.unit_of_work import EVERYTHING, Store, UnitOfWork

IN, OUT = "in-", "out-"
_SHOWN = 80


@click.group("dead-letters")
def dead_letters() -> None:
    """What was given up: incoming (in-12) and outgoing (out-…)."""


@dead_letters.command("list")
def list_() -> None:
    """One line each, the oldest first."""
    run_async(_list(make_store(settings())))


@dead_letters.command()
@click.argument("number")
def show(number: str) -> None:
    """What is known of one, without anything that a person wrote."""
    run_async(_show(make_store(settings()), number))


@dead_letters.command()
@click.argument("numbers", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="every one that is listed")
def replay(numbers: tuple[str, ...], everything: bool) -> None:
    """Work it off, or send it, again."""
    run_async(_each(make_store(settings()), numbers, everything, again=True))


@dead_letters.command()
@click.argument("numbers", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="every one that is listed")
def discard(numbers: tuple[str, ...], everything: bool) -> None:
    """Leave it be for good."""
    run_async(_each(make_store(settings()), numbers, everything, again=False))


async def given_up(uow: UnitOfWork) -> dict[str, dict[str, Any]]:
    """Every given up envelope and letter: what `show` may tell of each, by its number."""
    found = {f"{IN}{row['id']}": _incoming(row) for row in await uow.inbox.dead()}
    return found | {f"{OUT}{row['id']}": _outgoing(row) for row in await uow.outbox.dead()}


def _incoming(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "queue": "inbox",
        "kind": f"{row['platform']}:{row['workspace']} {row['lane']}",
        "channel": row["channel"],
        "at": row["at"].isoformat(),
        "received": row["received_at"].isoformat(),
        "tries": row["attempts"],
        "size": f"{len(str(row['payload']))} characters",
        "error": row["error"],
    }


def _outgoing(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "queue": "outbox",
        "kind": f"{row['kind']} {row['message']}",
        "channel": row["channel"],
        "ticket": row["ticket"] or "none",
        "urgent": "yes" if row["urgent"] else "no",
        "created": row["created_at"].isoformat(),
        "first tried": row["attempted_at"].isoformat() if row["attempted_at"] else "never",
        "tries": row["attempts"],
        "size": f"{len(str(row['facts']))} characters",
        "error": row["error"],
    }


async def _list(store: Store) -> None:
    try:
        async with store.look(EVERYTHING) as uow:
            rows = await given_up(uow)
    finally:
        await store.database.close()
    for number, row in rows.items():
        when = row.get("received") or row["created"]
        click.echo(f"{number}  {when[:19]}Z  {row['kind']}  {row['channel']}  {row['error'][:_SHOWN]}")
    if not rows:
        click.echo("Nothing was given up.")


async def _show(store: Store, number: str) -> None:
    try:
        async with store.look(EVERYTHING) as uow:
            row = (await given_up(uow)).get(number)
    finally:
        await store.database.close()
    if row is None:
        raise click.ClickException(f"{number} is not there; see: dead-letters list")
    for name, value in row.items():
        click.echo(f"{name + ':':<12} {value}")


async def _each(store: Store, numbers: Sequence[str], everything: bool, *, again: bool) -> None:
    if bool(numbers) == everything:
        raise click.UsageError("name some numbers, or say --all")
    failed = False
    try:
        async with store.change(EVERYTHING) as uow:
            for number in await given_up(uow) if everything else numbers:
                says = await (_again(uow, number) if again else _be(uow, number))
                failed = failed or not says
                click.echo(f"{number}: {says or 'is not there'}", err=not says)
    finally:
        await store.database.close()
    if failed:
        raise click.ClickException("not all of them were there")


async def _again(uow: UnitOfWork, number: str) -> str:
    """What becomes of it; a card for which a newer one waits already is not sent again."""
    if number.startswith(OUT):
        letter = number.removeprefix(OUT)
        dead = {row["id"]: row for row in await uow.outbox.dead()}
        if (
            letter in dead
            and dead[letter]["kind"] == Kind.CARD
            and await uow.outbox.has_ready_card(dead[letter]["lane"])
        ):
            return "a newer card waits already" if await uow.outbox.discard(letter) else ""
        return "will be sent again" if await uow.outbox.replay(letter) else ""
    envelope = number.removeprefix(IN)
    return "will be worked off again" if envelope.isdigit() and await uow.inbox.replay(int(envelope)) else ""


async def _be(uow: UnitOfWork, number: str) -> str:
    if number.startswith(OUT):
        return "is left be" if await uow.outbox.discard(number.removeprefix(OUT)) else ""
    envelope = number.removeprefix(IN)
    return "is left be" if envelope.isdigit() and await uow.inbox.discard(int(envelope)) else ""
