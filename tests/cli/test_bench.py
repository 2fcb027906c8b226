"""`bench` measures a running bot; what a report costs in statements, commits and calls may not get worse."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest

from bot.cli.bench.counting import Tally
from bot.cli.bench.figures import FIGURES, KEYS, Book, at
from tests.cli.terminal import Terminal

PATIENCE = 180.0
LIMITS = Path(__file__).with_name("bench_limits.json")


def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """`python -m bot …`, asked to end rather than killed when it takes too long, so that it leaves nothing behind."""
    command, whole = [sys.executable, "-m", "bot", *words], Terminal(folder, {}).whole
    with subprocess.Popen(command, cwd=folder, env=whole, stdout=PIPE, stderr=PIPE, text=True) as process:
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            out, err = process.communicate()
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def test_a_report_costs_no_more_than_recorded(tmp_path: Path) -> None:
    """The quick form over a bare PostgreSQL: both cards of each report are right, and each count is in its limit."""
    file = tmp_path / "figures.json"
    words = ("bench", "--quick", "--only", "counts", "--json", file.name, "--limits", str(LIMITS))
    told = run(tmp_path, *words)
    assert told.returncode == 0, told.stdout + told.stderr
    figures = json.loads(file.read_text(encoding="utf-8"))
    assert set(KEYS) | {"baselines", "more", "quick"} == set(figures)
    assert figures["report_statements"] > 1, "nothing was counted"
    assert "synchronous_commit=on" in told.stdout
    assert "synchronous=FULL" in told.stdout


def test_every_key_is_a_figure() -> None:
    """What is compared is also printed, once."""
    keys = [figure.key for figure in FIGURES]
    assert len(keys) == len(set(keys))
    assert set(KEYS) <= set(keys)
    assert {figure.floor for figure in FIGURES if figure.floor} <= set(keys)


def test_an_honest_table() -> None:
    """What is missed is said to be; what was not measured is not in it."""
    book = Book()
    book.put(start_s=1.2, idle_pss_mb=130.0, floor_jobs_per_s=1000.0, reports_per_s_postgresql=250.0)
    lines = "\n".join(book.table())
    assert "start to ready" in lines
    assert lines.count("MISSED") == 1
    assert lines.count(" met") == 2
    assert "0.2 ×" in lines
    assert "sweep" not in lines


def test_limits_hold_what_was_not_measured_for_worse() -> None:
    """A figure that vanished does not pass."""
    book = Book()
    book.put(report_statements=12.0)
    assert book.above({"report_statements": 12}) == []
    assert len(book.above({"report_statements": 11, "report_commits": 4})) == 2


@pytest.mark.parametrize(("part", "value"), [(0.5, 51.0), (0.99, 100.0), (1.0, 100.0)])
def test_percentiles(part: float, value: float) -> None:
    """The value below which that part lies."""
    assert at([float(number) for number in range(1, 101)], part) == value
    assert at([], part) == float("inf")


def test_limits_of_transactions_are_no_statements() -> None:
    """Statements are counted without BEGIN and COMMIT; a pool's ping is none either."""
    tally = Tally()
    for text in ("BEGIN;", "SELECT 1", "SAVEPOINT sa_savepoint_1", "COMMIT;", ";", "ROLLBACK;"):
        tally.executed(text, within=False)
    assert tally.counts == {"statements": 2, "commits": 1, "round_trips": 0}
    assert tally.pings == 1
