"""HTTP mode: signed requests to the app's own address (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from sandbox.clock import now
from sandbox.kinds import Json
from sandbox.world import App

MAX_REDIRECTS = 2


@dataclass(frozen=True)
class Reply:
    """What the app's server answered."""

    status: int
    body: str
    no_retry: bool


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The `v0` signature over the raw bytes."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def signed_headers(app: App, body: bytes, content_type: str) -> dict[str, str]:
    """Slack's headers of one request."""
    timestamp = str(int(now()))
    return {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(app.signing_secret, timestamp, body),
        "Accept": "application/json,*/*",
    }


class Hooks:
    """The one HTTP session that calls apps."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def post_json(self, app: App, url: str, payload: Json, extra: dict[str, str], seconds: float) -> Reply:
        """Deliver an event."""
        return await self._post(app, url, json.dumps(payload).encode(), "application/json", extra, seconds)

    async def post_form(self, app: App, url: str, fields: dict[str, str], seconds: float) -> Reply:
        """Deliver an interaction or a slash command."""
        body = urlencode(fields).encode()
        return await self._post(app, url, body, "application/x-www-form-urlencoded", {}, seconds)

    async def _post(
        self, app: App, url: str, body: bytes, content_type: str, extra: dict[str, str], seconds: float
    ) -> Reply:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        headers = signed_headers(app, body, content_type) | extra
        async with self._session.post(
            url,
            data=body,
            headers=headers,
            timeout=aiohttp.ClientTimeout(total=seconds),
            max_redirects=MAX_REDIRECTS,
        ) as response:
            text = await response.text()
            return Reply(response.status, text, response.headers.get("X-Slack-No-Retry") == "1")

    async def verify(self, app: App, url: str, seconds: float) -> str:
        """Check an events address with a challenge; empty when it was answered, else what went wrong."""
        challenge = secrets.token_urlsafe(32)
        payload = {"token": app.verification_token, "challenge": challenge, "type": "url_verification"}
        try:
            reply = await self.post_json(app, url, payload, {}, seconds)
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"{type(error).__name__}: {error}"
        if reply.status == 200 and challenge in reply.body:
            return ""
        return f"the address answered {reply.status} without the challenge"

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
