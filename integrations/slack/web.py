"""Calls of Slack's Web API over one session, without retries of their own: only the outbox tries again."""

import json
import logging
import re
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.telemetry import log
from integrations.slack.outcomes import REVOKED, Answer, Failure, Trouble, complaint, failure_of
from integrations.wire.breaker import Breaker
from integrations.wire.session import open_session
from integrations.wire.waiting import retry_after

_log = log(__name__)
_NEVER_LEFT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientProxyConnectionError,
    aiohttp.InvalidURL,
)
_AS_JSON = frozenset({"chat.postMessage", "chat.update"})
"""What is said most: a form would quote each character of its blocks. https://docs.slack.dev/apis/web-api/"""
_NO_ANSWER = (aiohttp.ClientError, TimeoutError, OSError)
# the SDK stumbles over a body that is no JSON object
_BROKEN = (AttributeError, TypeError, ValueError, LookupError, RecursionError)


class _Discreet(logging.Filter):
    """Takes a socket's ticket out of a vendor's line, and the traceback that would repeat it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _TICKET.sub(r"\1…", record.getMessage())
        record.args, record.exc_info, record.exc_text = (), None, None
        return True


_TICKET = re.compile(r"((?:ticket|app_id)=)[^&\s'\"]+")
_DISCREET = _Discreet()


def quiet_logger(name: str) -> logging.Logger:
    """A vendor's logger that never prints payloads, tokens and tickets, whatever level the installation logs at."""
    logger = logging.getLogger(name)
    logger.setLevel(logging.WARNING)
    logger.addFilter(_DISCREET)
    return logger


REST_SECONDS = 20.0


class Web:
    """One workspace's Web API, behind a breaker that opens when the token is revoked."""

    def __init__(self, token: str, api_url: str, patience: float) -> None:
        self._token = token
        self._api_url = api_url
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None
        self.breaker = Breaker(REST_SECONDS)

    @property
    def session(self) -> aiohttp.ClientSession:
        """The session that all calls share."""
        if self._session is None or self._session.closed:
            self._session = open_session(self._patience)
        return self._session

    def client(self, token: str | None) -> AsyncWebClient:
        """A client of the vendor's on our session, that never retries by itself."""
        return AsyncWebClient(
            token=token,
            base_url=self._api_url,
            session=self.session,
            retry_handlers=[],
            logger=quiet_logger("slack_sdk.web"),
        )

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._client = None

    async def call(self, method: str, *, probe: bool = False, **arguments: Any) -> Answer | Failure:
        """One call of a method; a `probe` goes through an open breaker."""
        if not probe and (why := self.breaker.blocks()):
            return Failure(Trouble.NO, why)
        if self._client is None or self._client.session is not self.session:
            self._client = self.client(self._token)
        result = await attempt(self._client, method, arguments)
        if isinstance(result, Answer):
            self.breaker.mend()
        elif result.trouble is Trouble.NO and result.word in REVOKED:
            _log.error("slack refuses the token", word=result.word)
            self.breaker.trip(result.word)
        elif result.trouble is Trouble.NO:
            self.breaker.mend()
        return result

    async def ask(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """The answer of a reading method; raises Unavailable or Rejected."""
        result = await self.call(method, **arguments)
        if isinstance(result, Failure):
            raise complaint(result)
        return result.data


async def attempt(client: AsyncWebClient, method: str, arguments: Mapping[str, Any]) -> Answer | Failure:
    """One call with whatever token the client has."""
    try:
        if method in _AS_JSON:
            given = {name: value for name, value in arguments.items() if value is not None}
            response = await client.api_call(method, json=given)
        else:
            response = await client.api_call(method, data=_form(arguments))
    except SlackApiError as error:
        return _refused(error.response)
    except _NEVER_LEFT as error:
        return Failure(Trouble.NEVER_LEFT, type(error).__name__)
    except _NO_ANSWER as error:
        return Failure(Trouble.NO_ANSWER, type(error).__name__)
    except _BROKEN as error:
        return Failure(Trouble.BROKEN_ANSWER, type(error).__name__)
    return Answer(response.data if isinstance(response.data, dict) else {}, dict(response.headers))


def _form(arguments: Mapping[str, Any]) -> dict[str, str]:
    """The arguments as a form, which every method takes: structures as JSON, what is None left out."""
    given = {name: value for name, value in arguments.items() if value is not None}
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}


def _refused(response: object) -> Failure:
    if not isinstance(response, AsyncSlackResponse):
        return Failure(Trouble.BROKEN_ANSWER, "no JSON")
    headers = {str(name).lower(): str(value) for name, value in response.headers.items()}
    return failure_of(response.status_code, response.data or None, retry_after(headers.get("retry-after")))
