"""A sandbox that really runs, one process per module, reset before each test; and a hand to play people with."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

ROOT = Path(__file__).parents[2]
SCOPES = [
    "app_mentions:read", "channels:history", "channels:join", "channels:manage", "channels:read", "chat:write",
    "files:read", "files:write", "groups:history", "groups:read", "groups:write", "im:history", "im:read", "im:write",
    "mpim:history", "mpim:read", "pins:read", "pins:write", "bookmarks:write", "reactions:read", "reactions:write",
    "team:read", "usergroups:read", "users:read", "users:read.email",
]  # fmt: skip
FLOOR: dict[str, Any] = {
    "teams": [{"id": "T0PIT", "name": "Pit", "domain": "pit"}, {"id": "T0ACME", "name": "Acme", "domain": "acme"}],
    "users": [
        {"id": "U0ANA", "team": "T0PIT", "name": "ana", "real_name": "Ana Souza", "email": "ana@pit.example",
         "locale": "pt-BR", "tz": "America/Sao_Paulo"},
        {"id": "U0BEN", "team": "T0PIT", "name": "ben", "real_name": "Ben Hill", "email": "ben@pit.example"},
        {"id": "U0RITA", "team": "T0ACME", "name": "rita", "real_name": "Rita Lima", "email": "rita@acme.example"},
        {"id": "U0FAR", "team": "T0ACME", "name": "far", "real_name": "Far Away"},
    ],
    "channels": [
        {"id": "C0ACME", "name": "acme-support", "team": "T0PIT", "shared_with": ["T0ACME"],
         "members": ["U0ANA", "U0RITA"]},
        {"id": "C0DESK", "name": "desk", "team": "T0PIT", "members": ["U0ANA", "U0BEN"]},
        {"id": "C0OUT", "name": "outside", "team": "T0PIT", "members": ["U0BEN"]},
        {"id": "C0SEC", "name": "secret", "team": "T0PIT", "members": ["U0BEN"], "private": True},
    ],
    "usergroups": [{"id": "S0ALL", "team": "T0PIT", "handle": "all", "name": "All", "users": ["U0ANA", "U0BEN"]}],
    "apps": [
        {"id": "A0PIT", "bot_user": "U0BOT", "bot_name": "pitboss", "bot_id": "B0PIT", "bot_token": "xoxb-fake",
         "app_token": "xapp-fake", "signing_secret": "fake-secret", "commands": ["/pit"], "scopes": SCOPES,
         "channels": ["C0ACME", "C0DESK"]},
    ],
}  # fmt: skip


@dataclass
class Hand:
    """Plays people and reads the ledger of one running sandbox."""

    base: str
    session: aiohttp.ClientSession

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        """A control request; `as_` is the person. The answer, whatever it is."""
        body = {key.rstrip("_"): value for key, value in body.items()}
        async with self.session.post(f"{self.base}/control/{path}", json=body) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def do(self, path: str, **body: Any) -> dict[str, Any]:
        """A control request that must work."""
        answer = await self.post(path, **body)
        assert answer["ok"], answer
        return answer

    async def get(self, path: str) -> dict[str, Any]:
        """Read something of the control API."""
        async with self.session.get(f"{self.base}/control/{path}") as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def ledger(self, kind: str = "", name: str = "") -> list[dict[str, Any]]:
        """The ledger's entries of a kind, and of a method or an event."""
        entries = (await self.get("ledger?since=0"))["entries"]
        return [e for e in entries if kind in {"", e["kind"]} and name in {"", e.get("method"), e.get("name")}]

    async def sees(self, user: str, channel: str) -> dict[str, Any]:
        """What a person sees of a channel."""
        return await self.get(f"sees?as={user}&channel={channel}")

    def client(self, token: str = "xoxb-fake") -> AsyncWebClient:
        """A Web API client that never retries by itself."""
        return AsyncWebClient(token, base_url=f"{self.base}/api/", retry_handlers=[], session=self.session)


@pytest.fixture(scope="module")
def options() -> list[str]:
    """More options of the command line; a module may have its own."""
    return ["--rate-limits", "off"]


@pytest.fixture(scope="module")
def address(options: list[str]) -> Iterator[str]:
    """The address of a sandbox process."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("sandbox ready http://"), line
        yield line.split()[-1]
        process.terminate()
        assert process.wait(10) == 0


@pytest.fixture
async def hand(address: str) -> AsyncIterator[Hand]:
    """The control API of a freshly seeded sandbox."""
    async with aiohttp.ClientSession() as session:
        hand = Hand(address, session)
        await hand.do("seed", floor=FLOOR)
        yield hand


@pytest.fixture
def bot(hand: Hand) -> AsyncWebClient:
    """The bot's Web API client."""
    return hand.client()


async def _error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


@pytest.fixture
def error_of() -> Any:
    """Awaits a call that must fail and returns Slack's error."""
    return _error_of
