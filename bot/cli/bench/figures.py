"""What is measured, what is to be reached, and the table that says whether it was."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One figure: its key, what it says, its unit, its goal (None: for information), and the floor it stands on."""

    key: str
    text: str
    unit: str
    goal: float | None = None
    more: bool = False
    floor: str = ""

    def is_met(self, value: float) -> bool:
        """Whether a value reaches the goal."""
        return self.goal is None or (value >= self.goal if self.more else value <= self.goal)


FLOORS = (
    Figure("floor_signed_ms_p50", "a signed request answered, nothing kept", "ms"),
    Figure("floor_insert_ms_p50", "bare insert and commit, p50", "ms"),
    Figure("floor_insert_ms_p99", "bare insert and commit, p99", "ms"),
    Figure("floor_job_ack_ms_p50", "bare durable job: to the acknowledgement, alone, p50", "ms"),
    Figure("floor_jobs_per_s", "bare durable jobs with one API call each", "/s"),
    Figure("floor_job_cpu_ms", "bare durable job: CPU of its process", "ms"),
    Figure("floor_3_inserts_cpu_ms", "3 inserts through SQLAlchemy and asyncpg: CPU", "ms"),
    Figure("floor_post_cpu_ms", "one chat.postMessage over a shared session: CPU", "ms"),
    Figure("floor_template_us", "a cached template", "µs"),
)
REPORTS = (
    Figure("ack_ms_p50_c1", "acknowledgement alone, p50", "ms", 3.0, floor="floor_insert_ms_p50"),
    Figure("ack_p99_c1_over_floor", "acknowledgement alone, p99, over a bare insert's p99", "×", 3.0),
    Figure("ack_ms_p99_c50_api0", "acknowledgement p99, 50 at once, API at 0 ms", "ms", 150.0),
    Figure("ack_ms_p99_c50_api50", "acknowledgement p99, 50 at once, API at 50 ms", "ms", 150.0),
    Figure("ack_ms_p99_c50_api500", "acknowledgement p99, 50 at once, API at 500 ms", "ms", 150.0),
    Figure("reports_per_s_postgresql", "reports a second, PostgreSQL", "/s", 200.0, True, "floor_jobs_per_s"),
    Figure("reports_per_s_postgresql_api50", "reports a second, PostgreSQL, API at 50 ms", "/s", 100.0, True),
    Figure("reports_per_s_sqlite", "reports a second, SQLite", "/s", 80.0, True),
    Figure("report_cpu_ms", "the bot's CPU per report", "ms", 5.0, floor="floor_job_cpu_ms"),
    Figure("report_statements", "statements per report, under load", "", 12.0),
    Figure("report_commits", "commits per report, under load, those that only look as well", "", 4.0),
    Figure("report_statements_alone", "statements per report, alone", ""),
    Figure("report_commits_alone", "commits per report, alone", ""),
    Figure("report_round_trips_alone", "round trips to the database per report, alone", ""),
    Figure("report_round_trips", "round trips to the database per report, under load", ""),
    Figure("report_api_calls", "API calls per report", ""),
    Figure("longest_transaction_ms", "longest transaction while the API takes 2,000 ms", "ms", 1999.0),
    Figure("wrong_reports", "reports without both cards, or with wrong ones", "", 0.0),
)
MILLION = (
    Figure("backlog_1m_ms", "`backlog` with 1,000,000 open, from the command to the answer, p50", "ms", 10.0),
    Figure("backlog_1m_over_1k", "`backlog` with 1,000,000 over with 1,000", "×", 2.0),
    Figure("mine_1m_ms", "`mine` with 1,000,000 open", "ms", 10.0),
    Figure("mine_1m_over_1k", "`mine` with 1,000,000 over with 1,000", "×", 2.0),
    Figure("status_1m_ms", "`status` with 1,000,000 open", "ms", 10.0),
    Figure("status_1m_over_1k", "`status` with 1,000,000 over with 1,000", "×", 2.0),
    Figure("sweep_1m_idle_ms", "a sweep with nothing due, 1,000,000 open", "ms", 2.0),
    Figure("sweep_1m_100_due_ms", "a sweep with 100 due, 1,000,000 open", "ms", 25.0),
    Figure("sweep_1m_100_due_statements", "its statements", ""),
)
LIFE = (
    Figure("start_s", "start to ready", "s", 1.5),
    Figure("idle_pss_mb", "PSS when idle", "MB", 120.0),
    Figure("growth_mb_per_10k", "more PSS after 10,000 reports", "MB", 5.0),
)
FLOOD = (
    Figure("flood_ack_ms_p99", "20 a second into one #desk: acknowledgement p99", "ms", 150.0),
    Figure("flood_client_card_ms_p99", "…: the client's card, p99", "ms", 5000.0),
    Figure("flood_clients_without_card", "…: reports without a client's card at the end", "", 0.0),
    Figure("flood_desk_posts_per_s", "…: posts that #desk took a second", "/s"),
    Figure("flood_refused_posts", "…: posts that the platform refused as too fast", ""),
    Figure("flood_folded", "…: cards that waited for #desk, as the card that counts them said at most", ""),
)
FIGURES = (*FLOORS, *REPORTS, *MILLION, *LIFE, *FLOOD)
KEYS = (
    "ack_ms_p50_c1",
    "ack_p99_c1_over_floor",
    "ack_ms_p99_c50_api50",
    "report_cpu_ms",
    "report_statements",
    "report_commits",
    "reports_per_s_postgresql",
    "reports_per_s_postgresql_api50",
    "reports_per_s_sqlite",
    "backlog_1m_ms",
    "backlog_1m_over_1k",
    "status_1m_ms",
    "sweep_1m_idle_ms",
    "sweep_1m_100_due_ms",
    "start_s",
    "idle_pss_mb",
    "growth_mb_per_10k",
)


@dataclass
class Book:
    """What was measured, and what is to be said about how."""

    values: dict[str, float] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def put(self, **values: float) -> None:
        """Write figures down by their keys."""
        self.values |= values

    def add(self, **values: float) -> None:
        """Add to figures that several parts count."""
        self.put(**{key: self.values.get(key, 0.0) + value for key, value in values.items()})

    def say(self, remark: str) -> None:
        """Something that a reader of the table must know."""
        self.remarks.append(remark)

    def table(self) -> Iterator[str]:
        """The table, a line each."""
        yield f"{'figure':<74} {'goal':>9} {'measured':>11} {'over floor':>11}"
        for figure in FIGURES:
            if figure.key in self.values:
                yield self._line(figure)
        yield from ("", *(f"· {remark}" for remark in self.remarks))

    def _line(self, figure: Figure) -> str:
        value = self.values[figure.key]
        goal = f"{'≥' if figure.more else '≤'} {_number(figure.goal)}" if figure.goal is not None else ""
        floor = self.values.get(figure.floor, 0.0)
        ratio = f"{value / floor:.1f} ×" if floor else ""
        verdict = "" if figure.goal is None else "met" if figure.is_met(value) else "MISSED"
        measured = f"{_number(value)} {figure.unit}".rstrip()
        return f"{figure.text:<74} {goal:>9} {measured:>11} {ratio:>11}  {verdict}".rstrip()

    def above(self, limits: Mapping[str, float]) -> list[str]:
        """The figures that were not measured or are higher than allowed."""
        found = {key: self.values.get(key, float("inf")) for key in limits}
        return [f"{key}: {found[key]:.2f}, allowed are {limit}" for key, limit in limits.items() if found[key] > limit]

    def write(self, file: Path, quick: bool) -> None:
        """The figures as JSON: those that are compared, the floors, and everything else that was measured."""
        floors = {figure.key for figure in FLOORS}
        rounded = {key: round(value, 4) for key, value in self.values.items()}
        told: dict[str, Any] = {key: rounded.get(key) for key in KEYS}
        told["baselines"] = {key: value for key, value in rounded.items() if key in floors}
        told["more"] = {key: value for key, value in rounded.items() if key not in floors and key not in KEYS}
        file.write_text(json.dumps(told | {"quick": quick}, indent=2) + "\n", encoding="utf-8")


def _number(value: float) -> str:
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def at(values: list[float], part: float) -> float:
    """The value below which that part of them lies; none is infinite."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else float("inf")
