"""HTTP mode: nothing is parsed that Slack did not sign just now."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.clock import Clock
from bot.settings import SlackMode
from integrations.slack.signatures import signed
from tests.integrations.slack.conftest import SECRET, FakeDesk, make, served
from tests.integrations.slack.samples import command, event, message


class Door:
    """Somebody at our address."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self.address = address
        self._session = session

    async def knocks(self, raw: bytes, *, late: int = 0, form: bool = False, **headers: str | None) -> tuple[int, str]:
        stamp = str(int(Clock().wall().timestamp()) - late)
        sent = {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signed(SECRET, stamp, raw),
            "Content-Type": "application/x-www-form-urlencoded" if form else "application/json",
        }
        for name, value in headers.items():
            sent.pop(name.replace("_", "-"), None)
            if value is not None:
                sent[name.replace("_", "-")] = value
        async with self._session.post(f"{self.address}/slack/main", data=io.BytesIO(raw), headers=sent) as response:
            return response.status, await response.text()


@pytest.fixture
async def door(desk: FakeDesk) -> AsyncIterator[Door]:
    slack = make("http://127.0.0.1:9", SlackMode.HTTP)
    await slack.start(desk)
    async with served(slack.routes()) as address, aiohttp.ClientSession() as session:
        yield Door(address, session)
    await slack.stop()


EVENT = json.dumps(event(message())).encode()


async def test_a_signed_event_is_kept(door: Door, desk: FakeDesk) -> None:
    """And a replay of it inside the window is the same happening."""
    assert (await door.knocks(EVENT))[0] == 200
    assert (await door.knocks(EVENT))[0] == 200
    assert list(desk.kept) == ["slack:main:m:C0ACME:1700000000.000100"]


@pytest.mark.parametrize(
    "forged",
    [
        {"X_Slack_Signature": None},
        {"X_Slack_Signature": ""},
        {"X_Slack_Signature": "v0="},
        {"X_Slack_Signature": "v0=" + "0" * 64},
        {"X_Slack_Signature": "v1=" + "0" * 64},
        {"X_Slack_Request_Timestamp": None},
        {"X_Slack_Request_Timestamp": "now"},
        {"X_Slack_Request_Timestamp": "0"},
        {"late": 301},
        {"late": -301},
    ],
)
async def test_whoever_did_not_sign_gets_no_answer(door: Door, desk: FakeDesk, forged: dict[str, Any]) -> None:
    """401, before anything is parsed: half a JSON gets the same."""
    for raw in (EVENT, b'{"half'):
        assert await door.knocks(raw, **forged) == (401, "not signed")
    assert desk.kept == {}


async def test_a_signature_over_other_bytes_is_none(door: Door, desk: FakeDesk) -> None:
    """The same JSON encoded anew is another body."""
    stamp = str(int(Clock().wall().timestamp()))
    other = json.dumps(json.loads(EVENT), indent=1).encode()
    status, _ = await door.knocks(
        EVENT, X_Slack_Request_Timestamp=stamp, X_Slack_Signature=signed(SECRET, stamp, other)
    )
    assert (status, desk.kept) == (401, {})


async def test_more_than_a_megabyte_is_not_read(door: Door) -> None:
    """413, signed or not."""
    assert (await door.knocks(b"x" * (1024 * 1024 + 1)))[0] == 413


@pytest.mark.parametrize("raw", [b"", b"[]", b"[" * 200_000, b'{"a": NaN}', b"9" * 5000, b"\xff", b"null"])
async def test_a_signed_body_without_shape_is_refused(door: Door, desk: FakeDesk, raw: bytes) -> None:
    """400, and nobody stumbles."""
    assert await door.knocks(raw) == (400, "not understood")
    assert desk.kept == {}


@pytest.mark.parametrize("raw", [b"{}", b'{"type":"event_callback","authorizations":5,"event":{}}', b'{"type":[]}'])
async def test_what_says_nothing_is_acknowledged(door: Door, desk: FakeDesk, raw: bytes) -> None:
    """It will not be better the second time."""
    assert (await door.knocks(raw))[0] == 200
    assert desk.kept == {}


async def test_the_address_is_confirmed(door: Door) -> None:
    """As Slack asks when it is entered."""
    body = json.dumps({"type": "url_verification", "challenge": "c1"}).encode()
    assert await door.knocks(body) == (200, "c1")


async def test_a_command_comes_as_a_form(door: Door, desk: FakeDesk) -> None:
    """Flat, as Slack posts it."""
    assert await door.knocks(urlencode(command("take 7")).encode(), form=True) == (200, "")
    (envelope,) = desk.kept.values()
    assert envelope.payload["body"]["text"] == "take 7"


@pytest.mark.usefixtures("expected_errors")
async def test_no_database_is_no_acknowledgement(door: Door, desk: FakeDesk) -> None:
    """500, so that Slack delivers again."""
    desk.broken = 1
    assert (await door.knocks(EVENT))[0] == 500
