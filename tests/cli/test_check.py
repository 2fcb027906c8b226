"""`check` says everything that is wrong at once, each with how to mend it."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.words import PersonId
from bot.store.unit_of_work import EVERYTHING, Store
from tests.cli.terminal import EXAMPLE, Terminal
from tests.store.builders import person
from tests.stories.processes import SandboxProcess
from tests.stories.slack_floor import FLOOR


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProcess]:
    """A Slack that knows the demo's floor."""
    process = SandboxProcess()
    yield process
    process.stop()


@pytest.fixture
def slack(sandbox: SandboxProcess) -> dict[str, str]:
    """The variables of a workspace in order, on a fresh floor."""
    ask(sandbox, "seed", floor=FLOOR)
    app = FLOOR["apps"][0]
    tokens = {"BOT_TOKEN": app["bot_token"], "APP_TOKEN": app["app_token"]}
    known = {f"PITBOSS_SLACK__PIT__{name}": token for name, token in tokens.items()}
    return known | {"PITBOSS_SLACK_API_URL": f"{sandbox.address}/api/"}


def ask(sandbox: SandboxProcess, path: str, **body: Any) -> None:
    """A control request that must work."""
    request = urllib.request.Request(f"{sandbox.address}/control/{path}", json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=10) as response:
        assert json.load(response)["ok"]


def test_a_bot_in_order_has_nothing_to_mend(terminal: Terminal, slack: dict[str, str]) -> None:
    """On either database; exit code 0."""
    told = terminal.pit("check", **slack)
    assert told.code == 0, told.all
    assert "wrong" not in told.out
    assert "slack:pit: tokens and scopes are right" in told.out
    assert "database: can be reached and is up to date" in told.out


def test_the_budget_is_proved_and_where_it_cannot_hold_is_printed(tmp_path: Path, terminal: Terminal) -> None:
    """Acknowledgement, team, provider and passing it on, against what is promised."""
    told = terminal.pit("check")
    assert "ways of a ticket fit into its resolution" in told.out
    assert "budgets: all" in told.out
    tight = EXAMPLE.read_text(encoding="utf-8").replace("progress: 30m", "progress: 2h")
    (tmp_path / "desk.yaml").write_text(tight, encoding="utf-8")
    told = Terminal(tmp_path, {"PITBOSS_DESK": str(tmp_path / "desk.yaml")}).pit("check")
    assert "p1 promises Acme Casino a resolution in 2h, but with a team alone it may take longer" in told.out
    assert "the others stand above" in told.out


def test_an_empty_folder_is_told_how_to_begin(tmp_path: Path) -> None:
    """Each part that is missing, with its first step; exit code 2."""
    told = Terminal(tmp_path, {}).pit("check")
    assert told.code == 2
    for step in (
        "secrets.token_hex",
        "PITBOSS_SLACK__<NAME>",
        "cp desk.example.yaml desk.yaml",
        "python -m bot migrate",
    ):
        assert step in told.out
    assert not list(tmp_path.iterdir())


def test_every_fault_of_a_desk_is_named_with_its_path_and_line(tmp_path: Path) -> None:
    """Not only the first."""
    text = EXAMPLE.read_text(encoding="utf-8")
    wrong = text.replace("tier: gold", "tier: platinum", 1).replace("lead: leo", "lead: nobody", 1)
    (tmp_path / "desk.yaml").write_text(wrong.replace("zone: Europe/Malta\n", "zone: Europe/Nowhere\n", 1))
    told = Terminal(tmp_path, {"SECRET": "demo"}).pit("check")
    assert told.code == 2
    for path in ("clients.acme.tier", "teams.development.lead", "zone"):
        assert any(f": {path}: " in line and "line " in line for line in told.out.splitlines()), path


def test_a_rule_that_can_never_match_is_named_with_the_reason(tmp_path: Path) -> None:
    """One that an earlier rule covers and one that contradicts itself, both at once; exit code 2."""
    early = "  - {name: all-of-acme, when: {clients: [acme]}, then: {team: product}}\n"
    odd = "  - {name: odd, when: {clients: [acme], tiers: [silver]}, then: {team: it}}\n"
    text = EXAMPLE.read_text(encoding="utf-8").replace("routing_rules:\n", f"routing_rules:\n{early}{odd}", 1)
    (tmp_path / "desk.yaml").write_text(text)
    told = Terminal(tmp_path, {}).pit("check")
    assert told.code == 2
    assert "routing_rules[1]: `odd` can never match: no ticket has both the client and the tier" in told.out
    assert "`big-win-of-gold` can never match: `all-of-acme`, which stands before it, takes all" in told.out


def test_a_wrong_environment_is_named_without_its_value(tmp_path: Path) -> None:
    """All of it at once, and never a secret."""
    told = Terminal(tmp_path, {"PORT": "eighty", "SLACK__PIT__MODE": "pigeon"}).pit("check")
    assert told.code == 2
    assert "PITBOSS_PORT" in told.err
    assert "PITBOSS_SLACK__PIT__BOT_TOKEN" in told.err
    assert "pigeon" not in told.err


def test_a_refused_token_is_told_where_to_find_a_new_one(quick_terminal: Terminal, slack: dict[str, str]) -> None:
    """Exit code 1: the configuration may be right, and Slack says no."""
    told = quick_terminal.pit("check", **slack | {"PITBOSS_SLACK__PIT__BOT_TOKEN": "xoxb-other"})
    assert told.code == 1
    assert "PITBOSS_SLACK__PIT__BOT_TOKEN" in told.out
    assert "xoxb-other" not in told.all


def test_missing_scopes_are_listed(quick_terminal: Terminal, slack: dict[str, str], sandbox: SandboxProcess) -> None:
    """With where to add them."""
    ask(sandbox, "app", app="A0PIT", action="scopes", scopes=["chat:write"])
    told = quick_terminal.pit("check", **slack)
    assert told.code == 1
    assert "files:read" in told.out
    assert "Reinstall" in told.out


def test_a_workspace_without_a_token_is_named(quick_terminal: Terminal) -> None:
    """desk.yaml has channels that nobody would hear."""
    told = quick_terminal.pit("check")
    assert told.code == 2
    assert "PITBOSS_SLACK__PIT__BOT_TOKEN is not set" in told.out


def test_a_database_that_is_not_there_is_no_traceback(tmp_path: Path, slack: dict[str, str]) -> None:
    """What was asked, and what to look at."""
    nowhere = {"DATABASE_URL": "postgresql://pit:secret-word@127.0.0.1:9/pit", "DESK": str(EXAMPLE), "SECRET": "demo"}
    told = Terminal(tmp_path, nowhere).pit("check", **slack)
    assert told.code == 1
    assert "PITBOSS_DATABASE_URL" in told.out
    assert "secret-word" not in told.all


async def test_what_was_changed_from_chat_is_ready_to_paste(
    terminal: Terminal, store: Store, slack: dict[str, str]
) -> None:
    """The override, as it would stand in the file."""
    async with store.change(EVERYTHING) as uow:
        who: PersonId = await person(uow, "Carla")
        await uow.desk.override("clients.acme.channels[slack:pit:C0NEW]", {"mode": "ask"}, who)
    told = terminal.pit("check", **slack)
    assert told.code == 0, told.all
    assert "- channel: slack:pit:C0NEW" in told.out
    assert "mode: ask" in told.out


async def test_the_folder_of_another_installation_is_refused(
    terminal: Terminal, store: Store, slack: dict[str, str]
) -> None:
    """Two bots that mix their screenshots would each miss some."""
    async with store.change(EVERYTHING) as uow:
        await uow.desk.first_time("files:marker", "ours")
    (terminal.folder / "files").mkdir()
    (terminal.folder / "files" / "PITBOSS").write_text("theirs")
    told = terminal.pit("check", **slack)
    assert told.code == 1
    assert "belongs to another installation" in told.out
