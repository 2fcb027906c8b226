"""What operators see: the figures as Prometheus reads them, and which part is not ready, and why."""

import shutil
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.chat.platform import Fault
from bot.jobs import JOBS
from bot.jobs.job import UNAVAILABLE, Job, Ticks
from tests.stories.floor import Floor
from tests.stories.seen import eventually

REPORT = "Player 83921 Maria Souza: round 99812-77 did not pay 50 EUR, write to maria@example.com"
PERSONAL = ("Maria", "83921", "99812", "example.com", "Rita", "U0RITA", "T0ACME", "C0ACME", "acme", "Acme")


async def get(floor: Floor, path: str) -> tuple[int, Any]:
    """A page of the bot's own site."""
    url = f"http://127.0.0.1:{floor.bot.port}{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        text = await response.text()
        return response.status, await response.json() if response.content_type == "application/json" else text


async def figures(floor: Floor, sample: str, **labels: str) -> list[float]:
    """A sample for all label values that are not named."""
    _, text = await get(floor, "/metrics")
    return [
        each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
        if each.name == sample and labels.items() <= each.labels.items()
    ]


async def figure(floor: Floor, sample: str, **labels: str) -> float:
    """Their sum."""
    found = await figures(floor, sample, **labels)
    assert found, f"{sample}{labels} is not there"
    return sum(found)


async def becomes(floor: Floor, wanted: float, sample: str, **labels: str) -> None:
    """Sooner or later a figure is at least so large; 0 says exactly none."""

    async def look() -> bool:
        found = await figures(floor, sample, **labels)
        return bool(found) and (sum(found) == 0 if wanted == 0 else sum(found) >= wanted)

    await eventually(look, f"{sample}{labels} is {wanted}", 15)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
async def test_a_report_is_seen_in_the_figures_and_nobody_in_their_labels(floor: Floor) -> None:
    """Acknowledged, worked off, sent, nothing left; each job ticks; no name, id, channel or client anywhere."""
    await floor.client("rita").reports(REPORT)
    await floor.settles()
    assert await figure(floor, "pitboss_acknowledgement_seconds_count", platform=floor.platform.name) >= 1
    assert await figure(floor, "pitboss_work_seconds_count") >= 1
    assert await figure(floor, "pitboss_sends_total", platform=floor.platform.name, outcome="sent") >= 2
    assert await figure(floor, "pitboss_send_delay_seconds_count") >= 2
    await becomes(floor, 0, "pitboss_inbox_depth")
    await becomes(floor, 0, "pitboss_outbox_depth")
    await becomes(floor, 1, "pitboss_platform_hearing", platform=floor.platform.name, workspace="pit")
    assert await figure(floor, "pitboss_dead_letters") == 0
    assert await figure(floor, "pitboss_platform_errors_total", platform=floor.platform.name, error=Fault.SCOPE) == 0
    for job in JOBS:
        await becomes_young(floor, job)
    _, text = await get(floor, "/metrics")
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    labels = " ".join(str(value) for sample in samples for value in sample.labels.values())
    assert not [word for word in PERSONAL if word in labels]


async def becomes_young(floor: Floor, job: Job) -> None:
    """It ticked since the start, and would be overdue some time."""
    assert await figure(floor, "pitboss_job_since_tick_seconds", task=job.name) < job.overdue_after
    assert await figure(floor, "pitboss_job_overdue_after_seconds", task=job.name) == job.overdue_after


async def test_lateness_is_measured_when_a_deadline_is_done(floor: Floor) -> None:
    """By kind, in seconds of the desk's time."""
    await floor.client("rita").reports(REPORT)
    await floor.passes(hours=9)
    assert await figure(floor, "pitboss_deadline_lateness_seconds_count", kind="first_response") >= 1
    await becomes(floor, 0, "pitboss_deadlines_overdue")


async def test_trouble_with_a_platform_shows_by_its_class(floor: Floor) -> None:
    """What is not sent waits visibly, and grows old; when the trouble is over it is gone."""
    await floor.platform.breaks({"match": {"method": "chat.postMessage"}, "action": "status", "status": 503})
    await floor.client("rita").says(REPORT)
    name = floor.platform.name
    await becomes(floor, 1, "pitboss_platform_errors_total", platform=name, doing="send", error="ambiguous")
    await becomes(floor, 2, "pitboss_outbox_depth")
    await becomes(floor, 1, "pitboss_outbox_oldest_age_seconds")
    await floor.platform.breaks()
    await becomes(floor, 0, "pitboss_outbox_depth")


async def test_readiness_names_the_part_and_why(floor: Floor) -> None:
    """A file store that takes nothing, and a lost token; the others are not named."""
    status, told = await get(floor, "/readyz")
    assert (status, told) == (200, {"ready": True, "not_ready": {}})
    store = floor.folder / "files"
    shutil.rmtree(store)
    store.write_text("no folder any more")
    status, told = await get(floor, "/readyz")
    assert status == 503
    assert set(told["not_ready"]) == {"files"}
    assert "cannot be used" in told["not_ready"]["files"]
    store.unlink()
    store.mkdir()
    (store / "PITBOSS").write_text("somebody else's")
    _, told = await get(floor, "/readyz")
    assert "belongs to another installation" in told["not_ready"]["files"]


def test_a_job_that_does_not_come_to_its_end_is_named_with_its_reason() -> None:
    """As long as it is patient with it, nothing is said."""
    hasty, patient = Job("hasty", _nothing, seconds=0, patience=0), Job("patient", _nothing, seconds=1)
    ticks = Ticks([hasty, patient])
    ticks.failed(hasty, UNAVAILABLE, "database: no space left")
    ticks.failed(patient, UNAVAILABLE, "database: no space left")
    told = ticks.overdue()
    assert "hasty" in told
    assert "(database: no space left)" in told
    assert "patient" not in told


async def _nothing(_bench: object) -> None:
    return
