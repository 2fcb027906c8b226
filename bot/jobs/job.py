"""What a job is, and what it may work with."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from bot.clock import monotonic
from bot.dispatch import Dispatch
from bot.domain.words import Channel, Place
from bot.errors import Rejected, Unavailable
from bot.identify import Platforms
from bot.ports import FileStore
from bot.store.unit_of_work import Store
from bot.telemetry import JOB_AGE, JOB_FAILURES, JOB_LIMIT, PLATFORM_ERRORS


@dataclass
class Sweep:
    """A gap being read back: since when, begun when, which places are left, and when to ask again."""

    since: datetime
    begun: datetime
    left: list[Place]
    free_at: datetime


@dataclass
class Bench:
    """What jobs work with.

    `followed` is the version of desk.yaml by which open tickets were last made to go, or left to another replica.
    `heard` is through what each platform heard at the last look, `sweeps` are their open gaps; `seen` is when each
    channel was last looked at.
    """

    store: Store
    platforms: Platforms
    dispatch: Dispatch
    files: FileStore
    heard: dict[tuple[str, str], str] = field(default_factory=dict)
    sweeps: dict[tuple[str, str], Sweep] = field(default_factory=dict)
    seen: dict[Channel, datetime] = field(default_factory=dict)
    followed: str = ""


@dataclass(frozen=True)
class Job:
    """Something that is looked for every so many seconds, and done within its `patience`, in seconds too."""

    name: str
    run: Callable[[Bench], Awaitable[None]]
    seconds: float
    patience: float = 30.0

    @property
    def overdue_after(self) -> float:
        """So many seconds without a tick that came to its end are too many."""
        return 2 * self.seconds + self.patience


def complain(platform: str, doing: str, error: Unavailable | Rejected) -> None:
    """Count what a platform refused a job, or did not answer."""
    PLATFORM_ERRORS.labels(platform, doing, "unavailable" if isinstance(error, Unavailable) else "rejected").inc()


UNAVAILABLE, BUG = "unavailable", "bug"
"""Why a tick does not come to its end."""


class Ticks:
    """When each job last came to its end in this process, and why it did not since."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._jobs = tuple(jobs)
        self._done = {job.name: monotonic() for job in self._jobs}
        self._why: dict[str, str] = {}
        for job in self._jobs:
            JOB_AGE.labels(job.name).set_function(partial(self._age, job.name))
            JOB_LIMIT.labels(job.name).set(job.overdue_after)
            for why in (UNAVAILABLE, BUG):
                JOB_FAILURES.labels(job.name, why)

    def done(self, job: Job) -> None:
        """It came to its end."""
        self._done[job.name] = monotonic()
        self._why.pop(job.name, None)

    def failed(self, job: Job, why: str, text: str) -> None:
        """It did not; `why` is one of these, and `text` what an operator reads."""
        self._why[job.name] = text
        JOB_FAILURES.labels(job.name, why).inc()

    def overdue(self) -> str:
        """Which jobs are overdue, for how long and why; empty when none is."""
        late = [job for job in self._jobs if self._age(job.name) > job.overdue_after]
        return "; ".join(self._told(job.name) for job in late)

    def _age(self, name: str) -> float:
        return monotonic() - self._done[name]

    def _told(self, name: str) -> str:
        why = self._why.get(name)
        return f"{name} last came to its end {self._age(name):.0f} seconds ago" + (f" ({why})" if why else "")
