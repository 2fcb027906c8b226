"""Things that Slack hands out for a while: trigger ids, response URLs, socket tickets, upload addresses."""

import secrets
from dataclasses import dataclass, field
from enum import Enum

from sandbox.clock import now

RESPONSE_USES = 5  # https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
RESPONSE_SECONDS = 30 * 60
SOCKET_TICKET_SECONDS = 30


class TriggerState(Enum):
    """What came of somebody's wish to use a trigger."""

    GOOD = "good"
    UNKNOWN = "invalid_trigger_id"
    EXPIRED = "expired_trigger_id"
    EXCHANGED = "exchanged_trigger_id"
    FOREIGN = "trigger_app_mismatch"


@dataclass
class Trigger:
    """The right to open one form for one person, three seconds long."""

    app: str
    team: str
    user: str
    born: float
    view_id: str = ""
    used: bool = False


@dataclass
class ResponseUrl:
    """The right to answer an interaction five times in half an hour."""

    app: str
    team: str
    user: str
    channel: str
    born: float
    ts: str = ""
    ephemeral: bool = False
    uses: int = 0


@dataclass
class Upload:
    """An address that waits for the bytes of one file."""

    file_id: str
    length: int
    app: str
    team: str
    received: bool = False


@dataclass
class Tickets:
    """Everything handed out; `trigger_seconds` is real, the rest is scaled."""

    trigger_seconds: float
    scale: float
    triggers: dict[str, Trigger] = field(default_factory=dict)
    responses: dict[str, ResponseUrl] = field(default_factory=dict)
    sockets: dict[str, tuple[str, str, float]] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def new_trigger(self, app: str, team: str, user: str, view_id: str = "") -> str:
        """A trigger id for an interaction of this person."""
        key = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self.triggers[key] = Trigger(app, team, user, now(), view_id)
        return key

    def judge_trigger(self, key: str, app: str) -> tuple[TriggerState, Trigger | None]:
        """Whether a trigger may be used now; it is not used up by this."""
        trigger = self.triggers.get(key)
        if trigger is None:
            return TriggerState.UNKNOWN, None
        if trigger.app != app:
            return TriggerState.FOREIGN, None
        if trigger.used:
            return TriggerState.EXCHANGED, None
        if now() - trigger.born > self.trigger_seconds:
            return TriggerState.EXPIRED, None
        return TriggerState.GOOD, trigger

    def new_response(self, response: ResponseUrl) -> str:
        """The token of a new response URL."""
        token = secrets.token_hex(12)
        self.responses[token] = response
        return token

    def take_response(self, token: str) -> ResponseUrl | str:
        """The right behind a token with one use counted, or the error that Slack answers."""
        response = self.responses.get(token)
        if response is None or now() - response.born > RESPONSE_SECONDS * self.scale:
            return "expired_url"
        if response.uses >= RESPONSE_USES:
            return "used_url"
        response.uses += 1
        return response

    def new_socket(self, app: str, team: str) -> str:
        """A ticket for one WebSocket, good for half a minute."""
        ticket = secrets.token_hex(16)
        self.sockets[ticket] = (app, team, now())
        return ticket

    def take_socket(self, ticket: str) -> tuple[str, str] | None:
        """The app behind a ticket, once."""
        app, team, born = self.sockets.pop(ticket, ("", "", 0.0))
        return (app, team) if app and now() - born <= SOCKET_TICKET_SECONDS else None
