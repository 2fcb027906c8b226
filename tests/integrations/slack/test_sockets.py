"""A socket that is refreshed, cut or refused comes back, and readiness tells when it does not."""

import pytest

from bot.settings import SlackMode
from integrations.slack import SlackPlatform
from tests.integrations.slack.conftest import FakeDesk, Sandbox, listening, make, until


async def sockets(sandbox: Sandbox) -> int:
    return len((await sandbox.look("connections"))["connections"])


async def hears(sandbox: Sandbox, desk: FakeDesk) -> None:
    """What is said now arrives, once a socket is there."""

    async def connected() -> bool:
        return await sockets(sandbox) > 0

    await until(connected, 15)
    before = len(desk.kept)
    await sandbox.says("still there?")
    await desk.has(before + 1)


async def test_a_refreshed_socket_hears_again(sandbox: Sandbox, desk: FakeDesk) -> None:
    """Slack refreshes every few hours."""
    async with listening(sandbox, desk, SlackMode.SOCKET):
        await sandbox.do("disconnect", reason="refresh_requested")
        await hears(sandbox, desk)


async def test_a_cut_socket_hears_again(sandbox: Sandbox, desk: FakeDesk) -> None:
    """What was said in between is delivered again, or swept up from the history."""
    async with listening(sandbox, desk, SlackMode.SOCKET) as slack:
        through = slack.hears()
        assert through
        await sandbox.do("cut_sockets")
        await hears(sandbox, desk)
        assert slack.ready() is None
        assert slack.hears() not in ("", through)


@pytest.mark.usefixtures("expected_errors")
async def test_a_dead_address_is_not_tried_for_ever(sandbox: Sandbox, desk: FakeDesk) -> None:
    """The watchdog asks for a new one."""
    async with listening(sandbox, desk, SlackMode.SOCKET):
        await sandbox.breaks("refuse", path="/link/", times=2)
        await sandbox.do("cut_sockets")
        await hears(sandbox, desk)


@pytest.mark.usefixtures("expected_errors")
async def test_a_refused_app_token_is_told(sandbox: Sandbox, desk: FakeDesk) -> None:
    """And start does not wait for it."""
    slack = make(sandbox.address, app_token="xapp-wrong")
    assert slack.ready() == "not started"
    await slack.start(desk)
    await told(slack, "invalid_auth")
    await slack.stop()


async def test_a_slack_that_is_not_there_is_told(desk: FakeDesk) -> None:
    """And stop does not wait for it."""
    slack = make("http://127.0.0.1:9")
    await slack.start(desk)
    await told(slack, "Slack gives no socket")
    await slack.stop()


async def told(slack: SlackPlatform, why: str) -> None:
    async def so() -> bool:
        return why in (slack.ready() or "")

    await until(so)
