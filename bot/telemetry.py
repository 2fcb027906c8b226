"""What operators see: structured logs without secrets or personal data, metrics, and failpoints that tests may set."""

import logging
import os
import re
import signal
import sys
import uuid
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import Any

import structlog
from prometheus_client import Counter, Gauge, Histogram

QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0)
SLOW = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 300.0, 900.0, 3600.0)

ENVELOPES = Counter("pitboss_envelopes_total", "Envelopes received", ["platform", "receipt"])
NOT_KEPT = Counter("pitboss_envelopes_not_kept_total", "Envelopes not acknowledged for want of a disk", ["platform"])
ACKNOWLEDGEMENT_SECONDS = Histogram(
    "pitboss_acknowledgement_seconds", "From an envelope's arrival to its durable keep", ["platform"], buckets=QUICK
)
REQUESTS = Counter("pitboss_requests_total", "Requests worked off, by reply", ["reply"])
WORK_SECONDS = Histogram("pitboss_work_seconds", "From the arrival of an envelope to its end", buckets=SLOW)
SENDS = Counter("pitboss_sends_total", "Attempts to send a letter, by outcome", ["platform", "outcome"])
SENT_SECONDS = Histogram(
    "pitboss_send_delay_seconds", "From the making of a letter to its being sent", ["urgency"], buckets=SLOW
)
PLATFORM_ERRORS = Counter(
    "pitboss_platform_errors_total", "What a platform refused or did not answer", ["platform", "doing", "error"]
)
LATENESS_SECONDS = Histogram(
    "pitboss_deadline_lateness_seconds", "How long after it was due a deadline was done", ["kind"], buckets=SLOW
)
DEADLINES_OVERDUE = Gauge("pitboss_deadlines_overdue", "Deadlines that are due and not done")
DEADLINES_OLDEST = Gauge("pitboss_deadlines_oldest_overdue_seconds", "How long the oldest such deadline is due")
INBOX_DEPTH = Gauge("pitboss_inbox_depth", "Envelopes that are not worked off", ["lane", "state"])
INBOX_OLDEST = Gauge("pitboss_inbox_oldest_age_seconds", "Age of the oldest such envelope", ["lane", "state"])
OUTBOX_DEPTH = Gauge("pitboss_outbox_depth", "Letters that are not sent", ["urgency", "state"])
OUTBOX_OLDEST = Gauge("pitboss_outbox_oldest_age_seconds", "Age of the oldest such letter", ["urgency", "state"])
DEAD_LETTERS = Gauge("pitboss_dead_letters", "Envelopes and letters that were given up", ["queue"])
FILES_WAITING = Gauge("pitboss_files_waiting", "Files that are still to be fetched")
FILES_OLDEST = Gauge("pitboss_files_oldest_overdue_seconds", "How long the oldest of them should have been fetched")
HEARING = Gauge("pitboss_platform_hearing", "1 while a platform reaches us, else 0", ["platform", "workspace"])
GAPS = Gauge("pitboss_gap_places", "Channels and threads still to be read back", ["platform", "workspace"])
LEASES = Gauge("pitboss_leases_held", "1 for each lease that this replica holds, else 0", ["lease"])
CLOCK_SKEW = Gauge("pitboss_clock_skew_seconds", "How far the database's clock is ahead of this machine's")
JOB_AGE = Gauge("pitboss_job_since_tick_seconds", "Since a job last came to its end in this replica", ["task"])
JOB_LIMIT = Gauge("pitboss_job_overdue_after_seconds", "After so long without a tick a job is overdue", ["task"])
JOB_FAILURES = Counter("pitboss_job_failures_total", "Ticks that did not come to their end", ["task", "why"])


@contextmanager
def keeping(platform: str) -> Iterator[None]:
    """While an envelope is being kept: how long that takes is measured, and counted when it fails."""
    with ACKNOWLEDGEMENT_SECONDS.labels(platform).time(), NOT_KEPT.labels(platform).count_exceptions():
        yield


_SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?i:bearer\s+)[\w.~+/-]+|://[^/\s:@]+:[^@\s]+@")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def _scrub(_logger: Any, _name: str, entry: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {key: scrub(value) if isinstance(value, str) else value for key, value in entry.items()}


def scrub(text: str) -> str:
    """The text without anything that looks like a secret or breaks a log line."""
    return _CONTROL.sub("?", _SECRET.sub("[secret]", text))


def set_up_logs(level: str, as_json: bool) -> None:
    """One line per entry on stderr, ours and the libraries'."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _scrub,
    ]
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("apscheduler", "slack_bolt", "slack_sdk", "aiosqlite", "uvicorn", "asyncio", "aiohttp.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared[:-1], _scrub, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def log(name: str) -> Any:
    """A logger that takes an event and its facts."""
    return structlog.stdlib.get_logger(name)


def reference() -> str:
    """A short number that joins what a person was told with the operator's log line."""
    return uuid.uuid4().hex[:8]


class Failpoints:
    """Places where a test lets the process die: `name` dies always, `name:3` at the third passage."""

    def __init__(self) -> None:
        self._left: dict[str, int] = {}

    def set(self, spec: str) -> None:
        """Arm the named failpoints, comma separated; empty disarms."""
        pairs = (part.partition(":") for part in spec.split(",") if part)
        self._left = {name.strip(): int(count or 1) for name, _, count in pairs}

    def reach(self, name: str, about: str = "") -> None:
        """Die here, as by kill -9, when the test said so; armed as `name@about` only one thing kills."""
        armed = next((each for each in (name, f"{name}@{about}") if each in self._left), None) if self._left else None
        if armed is None:
            return
        self._left[armed] -= 1
        if self._left[armed] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


FAILPOINTS = Failpoints()
