"""`check`: what is wrong with settings, desk.yaml, database, files and tokens, each with how to mend it."""

import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import click

from bot.app import TEMPLATES, make_store, platforms_of
from bot.cli.shared import WRONG_CONFIGURATION, run_async, settings
from bot.cli.version import wrong_version
from bot.clock import Clock
from bot.desk.budgets import budgets_of
from bot.desk.faults import DeskInvalid
from bot.desk.load import load
from bot.desk.overrides import as_yaml
from bot.domain.rules import DeskRules
from bot.errors import Unavailable
from bot.settings import Settings, SlackMode
from bot.store.unit_of_work import EVERYTHING
from bot.words import Words
from integrations.folder.client import FolderStore

OTHER = 1
NEW_SECRET = "python -c 'import secrets; print(secrets.token_hex())'"  # noqa: S105 - how to make one, not one


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: `code` is the exit code that it asks for, 0 when it is well."""

    part: str
    says: str
    code: int = 0
    remark: bool = False


@click.command()
def check() -> None:
    """Validate configuration, database, files, tokens and scopes.

    Exit code 0: all is well. 2: the environment or desk.yaml is wrong. 1: something else is.
    """
    sys.exit(run_async(_check(settings())))


async def _check(given: Settings) -> int:
    codes = {0}
    async for each in look_at(given):
        mark = "wrong" if each.code else "look" if each.remark else "ok"
        click.echo(f"{mark:<6} {each.part}: {each.says}")
        codes.add(each.code)
    return WRONG_CONFIGURATION if WRONG_CONFIGURATION in codes else max(codes)


async def look_at(given: Settings) -> AsyncIterator[Finding]:
    """Everything that can be looked at, one after the other; what is wrong says how to mend it."""
    for finding in _environment(given):
        yield finding
    read = _desk_file(given)
    for finding in read:
        yield finding
    text_is_sound = not any(finding.code for finding in read)
    async for finding in _database(given, text_is_sound):
        yield finding
    async for finding in _workspaces(given):
        yield finding


def _environment(given: Settings) -> Iterator[Finding]:
    if given.secret.get_secret_value():
        yield Finding("PITBOSS_SECRET", "is set")
    else:
        yield Finding("PITBOSS_SECRET", f"is not set. Make one with: {NEW_SECRET}", WRONG_CONFIGURATION)
    if not given.slack and not given.discord:
        says = (
            "no workspace or server is named. Set PITBOSS_SLACK__<NAME>__BOT_TOKEN and …__APP_TOKEN, or "
            "PITBOSS_DISCORD__<NAME>__BOT_TOKEN and …__SERVER (README, going live)."
        )
        yield Finding("PITBOSS_SLACK, PITBOSS_DISCORD", says, WRONG_CONFIGURATION)
    if any(each.transport is SlackMode.HTTP for each in given.slack.values()) and given.host == "127.0.0.1":
        says = "only this machine can reach 127.0.0.1; right behind a proxy, else set 0.0.0.0."
        yield Finding("PITBOSS_HOST", says, remark=True)


def _desk_file(given: Settings) -> list[Finding]:
    try:
        loaded = load(given.desk.read_text(encoding="utf-8"))
    except FileNotFoundError:
        says = "is not there. Begin with: cp desk.example.yaml desk.yaml"
        return [Finding(str(given.desk), says, WRONG_CONFIGURATION)]
    except (OSError, UnicodeDecodeError) as error:
        return [Finding(str(given.desk), f"cannot be read: {error}", WRONG_CONFIGURATION)]
    except DeskInvalid as error:
        return [Finding(str(given.desk), str(each), WRONG_CONFIGURATION) for each in error.errors]
    remarks = [Finding(str(given.desk), str(each), remark=True) for each in loaded.warnings]
    rules = loaded.rules
    counted = f"{len(rules.clients)} clients, {len(rules.teams)} teams, {len(rules.people)} people"
    return [Finding(str(given.desk), f"is sound: {counted}"), *remarks, _budgets(rules), *_unnamed(given, rules)]


def _budgets(rules: DeskRules) -> Finding:
    """Whether what teams and providers have agreed to fits into what clients are promised, whoever takes part."""
    budgets = budgets_of(rules)
    way = "acknowledgement + team + provider + passing it on, by policy, client, team and provider"
    if budgets.held == budgets.ways:
        return Finding("budgets", f"all {budgets.ways} ways of a ticket fit into its resolution ({way})")
    says = f"{budgets.held} of {budgets.ways} ways of a ticket fit into its resolution ({way}); the others stand above"
    return Finding("budgets", says, remark=True)


def _unnamed(given: Settings, rules: DeskRules) -> Iterator[Finding]:
    """Workspaces that desk.yaml speaks of and that no token opens."""
    known = {("slack", name) for name in given.slack} | {("discord", name) for name in given.discord}
    for platform, workspace in sorted({(each.platform, each.workspace) for each in rules.bindings}):
        if (platform, workspace) not in known:
            variable = f"PITBOSS_{platform}__{workspace}__BOT_TOKEN".upper()
            says = f"desk.yaml has channels in {platform}:{workspace}, and {variable} is not set."
            yield Finding(f"{platform}:{workspace}", says, WRONG_CONFIGURATION)


async def _database(given: Settings, text_is_sound: bool) -> AsyncIterator[Finding]:
    try:
        wrong = await wrong_version(given)
    except Unavailable as error:
        yield Finding("database", f"{error.why}. Is PITBOSS_DATABASE_URL right, and does it run?", OTHER)
        return
    if wrong:
        yield Finding("database", f"does not fit this code: {wrong}", OTHER)
        return
    yield Finding("database", "can be reached and is up to date")
    if text_is_sound:
        async for finding in _kept(given):
            yield finding


async def _kept(given: Settings) -> AsyncIterator[Finding]:
    """What the database has to say: overrides, the folder's marker, and letters that were given up."""
    store = make_store(given)
    try:
        async with store.look(EVERYTHING) as uow:
            overrides = await uow.desk.overrides()
            marker = await uow.desk.once_value("files:marker")
            dead = await uow.inbox.count_dead() + await uow.outbox.count_dead()
    finally:
        await store.database.close()
    for finding in _overridden(given, overrides):
        yield finding
    wrong = await FolderStore(given.files).check(marker) if marker else None
    yield Finding("files", f"{wrong}." if wrong else f"{given.files} is ours and can be written", OTHER if wrong else 0)
    if dead:
        yield Finding("queues", f"{dead} given up; see: python -m bot dead-letters list", remark=True)


def _overridden(given: Settings, overrides: Mapping[str, Any]) -> Iterator[Finding]:
    if not overrides:
        return
    try:
        load(given.desk.read_text(encoding="utf-8"), overrides)
    except DeskInvalid as error:
        for each in error.errors:
            yield Finding("changed from chat", str(each), WRONG_CONFIGURATION)
    for path, value in overrides.items():
        pasted = as_yaml(path, value).rstrip().replace("\n", "\n         ")
        says = f"{path}; to make it part of the file, paste:\n         {pasted}"
        yield Finding("changed from chat", says, remark=True)


async def _workspaces(given: Settings) -> AsyncIterator[Finding]:
    for (name, workspace), platform in platforms_of(given, Clock(), Words.load(TEMPLATES)).items():
        try:
            wrong = await platform.check()
        finally:
            await platform.stop()
        for each in wrong:
            yield Finding(f"{name}:{workspace}", each, OTHER)
        if not wrong:
            yield Finding(f"{name}:{workspace}", "tokens and scopes are right")
