"""Calls of Discord's REST over one session, without retries of their own: only the outbox tries again.

discord.py's own HTTP client sleeps through a 429 and repeats after a 5xx, where delivery must know at once.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.telemetry import log
from integrations.discord.outcomes import REVOKED, Answer, Failure, Trouble, complaint, failure_of, wait_of
from integrations.discord.rates import Rates
from integrations.wire.breaker import Breaker
from integrations.wire.session import open_session
from integrations.wire.shapes import flag_at

_log = log(__name__)
_NEVER_LEFT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientProxyConnectionError,
    aiohttp.InvalidURL,
)
_NO_ANSWER = (aiohttp.ClientError, TimeoutError, OSError)
_AGENT = "DiscordBot (pitboss, 1)"  # https://docs.discord.com/developers/reference#user-agent
_LONGEST_WAIT = 1.0  # for a bucket to refill; longer is the outbox's to wait
_MAJOR = 2  # the first two segments of a path tell its bucket: /channels/{id}


@dataclass(frozen=True)
class Upload:
    """A file that goes with a call."""

    name: str
    mime: str
    data: bytes


class Web:
    """One application's REST, behind a breaker that opens when the token is refused."""

    def __init__(self, token: str, api_url: str, patience: float) -> None:
        self._token = token
        self._api_url = api_url.rstrip("/")
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None
        self._rates = Rates()
        self.breaker = Breaker()

    @property
    def session(self) -> aiohttp.ClientSession:
        """The session that all calls share."""
        if self._session is None or self._session.closed:
            self._session = open_session(self._patience)
        return self._session

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        query: Mapping[str, str] | None = None,
        files: Sequence[Upload] = (),
        probe: bool = False,
        bare: bool = False,
    ) -> Answer | Failure:
        """One call; a `probe` goes through an open breaker, a `bare` one carries no token (its path is the secret)."""
        if not probe and not bare and (why := self.breaker.blocks()):
            return Failure(Trouble.NO, why, 401)
        route = _route(method, path)
        if not bare and (wait := await self._wait(route)):
            return Failure(Trouble.LIMITED, "rate limited", after=wait)
        result = await self._attempt(method, path, route, body, query or {}, files, bare)
        if not bare:
            self._judge(result)
        return result

    async def ask(self, path: str, **query: str) -> Answer:
        """The answer of a question; raises Unavailable or Rejected."""
        result = await self.call("GET", path, query=query)
        if isinstance(result, Failure):
            raise complaint(result)
        return result

    async def ask_code(self, path: str, *codes: int) -> Answer | None:
        """The answer of a question, None where Discord says one of these codes, or any when none is named."""
        result = await self.call("GET", path)
        if isinstance(result, Answer):
            return result
        if result.trouble is Trouble.NO and (result.code in codes or not codes):
            return None
        raise complaint(result)

    async def _wait(self, route: str) -> float:
        """Wait for a bucket that is soon free; the seconds that are too long to wait."""
        while wait := self._rates.take(route):
            if wait > _LONGEST_WAIT:
                return wait
            await asyncio.sleep(wait)
        return 0.0

    def _judge(self, result: Answer | Failure) -> None:
        if isinstance(result, Answer):
            self.breaker.mend()
        elif result.trouble is Trouble.NO and result.code in REVOKED:
            _log.error("discord refuses the token", word=result.word)
            self.breaker.trip(result.word)
        elif result.trouble is Trouble.NO:
            self.breaker.mend()

    async def _attempt(
        self,
        method: str,
        path: str,
        route: str,
        body: object,
        query: Mapping[str, str],
        files: Sequence[Upload],
        bare: bool,
    ) -> Answer | Failure:
        headers = {"User-Agent": _AGENT} if bare else {"User-Agent": _AGENT, "Authorization": f"Bot {self._token}"}
        try:
            async with self.session.request(
                method,
                f"{self._api_url}{path}",
                params=query,
                headers=headers,
                allow_redirects=False,
                **_sent(body, files),
            ) as response:
                text = await response.text(errors="replace")
                return self._read(response, text, route)
        except _NEVER_LEFT as error:
            return Failure(Trouble.NEVER_LEFT, type(error).__name__)
        except _NO_ANSWER as error:
            return Failure(Trouble.NO_ANSWER, type(error).__name__)

    def _read(self, response: aiohttp.ClientResponse, text: str, route: str) -> Answer | Failure:
        data = _parsed(text)
        header = response.headers.get("Retry-After")
        self._rates.learn(route, response.headers)
        if 200 <= response.status < 300:
            return _answer(response.status, data)
        # an answer without Via does not come from Discord but from what stands before it: nothing goes meanwhile
        if response.status == 429 and (flag_at(data, "global") or "Via" not in response.headers):
            self._rates.close(wait_of(data, header))
        return failure_of(response.status, data, header)


def _answer(status: int, data: object) -> Answer | Failure:
    if isinstance(data, dict):
        return Answer(data)
    if isinstance(data, list):
        return Answer(items=tuple(data))
    return Answer() if status == 204 else Failure(Trouble.BROKEN_ANSWER, f"answer {status} without JSON")


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _sent(body: object, files: Sequence[Upload]) -> dict[str, Any]:
    """The body as JSON, or as a form with its files (https://docs.discord.com/developers/reference#uploading-files)."""
    if not files:
        return {"json": body} if body is not None else {}
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    for index, file in enumerate(files):
        form.add_field(f"files[{index}]", file.data, filename=file.name, content_type=file.mime)
    return {"data": form}


def _route(method: str, path: str) -> str:
    """The bucket that a call falls into: its method, its shape, and which channel, server or web hook it is about."""
    parts = path.strip("/").split("/")
    shape = ["*" if _is_id(part) else part for part in parts[_MAJOR:]]
    if "reactions" in shape:  # every emoji shares one bucket
        shape = shape[: shape.index("reactions") + 1]
    return f"{method} {'/'.join((*parts[:_MAJOR], *shape))}"


def _is_id(part: str) -> bool:
    return part.isascii() and part.isdigit()


def spelled(part: str) -> str:
    """A part of a path, such as an emoji."""
    return quote(part, safe="")
