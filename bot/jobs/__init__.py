"""The timetable: each job finds what is due and calls an operation for it; a restart loses nothing."""

from bot.jobs.clock import follow_clock
from bot.jobs.deadlines import sweep_deadlines
from bot.jobs.digests import send_digests
from bot.jobs.duty import announce_shifts
from bot.jobs.files import fetch_files
from bot.jobs.floods import count_floods
from bot.jobs.gaps import sweep_gaps
from bot.jobs.groups import sync_groups
from bot.jobs.job import Job
from bot.jobs.measures import measure
from bot.jobs.policies import follow_policies
from bot.jobs.reachable import look_after_duty
from bot.jobs.retention import forget
from bot.jobs.rooms import look_at_rooms

JOBS: tuple[Job, ...] = (
    Job("clock", follow_clock, seconds=2),
    Job("deadlines", sweep_deadlines, seconds=1),
    Job("files", fetch_files, seconds=1, patience=300),
    Job("floods", count_floods, seconds=2),
    Job("digests", send_digests, seconds=5),
    Job("duty", announce_shifts, seconds=5),
    Job("reachable", look_after_duty, seconds=30, patience=120),
    Job("gaps", sweep_gaps, seconds=5, patience=900),
    Job("groups", sync_groups, seconds=300, patience=300),
    Job("rooms", look_at_rooms, seconds=30, patience=120),
    Job("policies", follow_policies, seconds=5, patience=300),
    Job("measures", measure, seconds=5),
    Job("retention", forget, seconds=3600, patience=600),
)
