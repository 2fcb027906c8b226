"""What Discord's answers mean, pure: each is translated once, here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.chat.platform import Ambiguous, Fault, GivenUp, Outcome, Sent, TryLater
from bot.errors import Rejected, Unavailable
from integrations.wire.shapes import number_at, text_at
from integrations.wire.waiting import retry_after

PAUSE_SECONDS = 5.0  # before another try where Discord names no time


class Trouble(StrEnum):
    """How a call failed."""

    NEVER_LEFT = "never_left"  # refused, no route, no name: Discord has not seen it
    NO_ANSWER = "no_answer"  # timeout, reset or cut after the bytes left
    BROKEN_ANSWER = "broken_answer"  # 5xx, empty, HTML, half a JSON: it may have been done
    LIMITED = "limited"  # 429, or a limit that we know of already
    NO = "no"  # 4xx with Discord's own code


@dataclass(frozen=True)
class Answer:
    """Discord said yes; `data` is empty where it answers nothing (204), a list stands under `items`."""

    data: Mapping[str, Any] = field(default_factory=dict)
    items: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Failure:
    """Discord did not say yes; `code` is its own, `word` what went wrong without any personal data."""

    trouble: Trouble
    word: str
    code: int = 0
    after: float = PAUSE_SECONDS


# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
NO_ACCESS = 50001
UNKNOWN_CHANNEL = 10003
UNKNOWN_MEMBER = 10007
UNKNOWN_MESSAGE = 10008
UNKNOWN_EMOJI = 10014
NOT_TEXT = 50008  # a forum takes posts only
THREAD_EXISTS = 160004
THREAD_ARCHIVED = 50083
THREAD_LOCKED = 160005
NO_DIRECT_MESSAGES = frozenset({50007, 50278})
NOT_HERE = frozenset({50021, 50024, 50068})  # a message of the system, or a channel without threads
TOO_LARGE = frozenset({40005, 50146})
REVOKED = frozenset({401, 40001, 40002, 50014})
_GONE = frozenset({10003, 10004, 10006, 50001, 50008, 50024})
_MESSAGE_GONE = frozenset({10008, 50005, 50021, 50054, 50068})
_SCOPE = frozenset({50013, 20012, 40333, 50083, 90001, 160002, 160005})
_SLOW = frozenset({20016, 20022, 20028, 20029, 30046, 30039, 40062, 31001, 31002})


def failure_of(status: int, data: object, header: str | None) -> Failure:
    """The failure in an answer that was read to its end; `header` is its Retry-After."""
    code = number_at(data, "code", default=-1)
    if status == 429 or code in _SLOW:
        return Failure(Trouble.LIMITED, "rate limited", code if code > 0 else 0, wait_of(data, header))
    if status >= 500 or code < 0:
        return _unread(status)
    if status == 401:
        return Failure(Trouble.NO, "401: Unauthorized", 401)
    return Failure(Trouble.NO, f"{code}: {text_at(data, 'message')[:100]}", code)


def _unread(status: int) -> Failure:
    """An answer without Discord's code; what stands before Discord refuses with 4xx and has done nothing."""
    if status == 401:
        return Failure(Trouble.NO, "401: Unauthorized", 401)
    if 400 <= status < 500:
        return Failure(Trouble.NO, f"answer {status}", status)
    return Failure(Trouble.BROKEN_ANSWER, f"answer {status}")


def wait_of(data: object, header: str | None) -> float:
    """The seconds that a rate limit lasts: its own figure has fractions, the header has none."""
    own = data.get("retry_after") if isinstance(data, dict) else None
    if isinstance(own, (int, float)) and not isinstance(own, bool) and own >= 0:
        return retry_after(f"{own:.3f}")
    return retry_after(header, PAUSE_SECONDS)


def outcome_of(failure: Failure, *, repeatable: bool) -> Outcome:
    """What delivery does next; a call that does no harm twice is simply tried again where a post is ambiguous."""
    match failure.trouble:
        case Trouble.LIMITED:
            return TryLater(failure.after, failure.word, counts=False)
        case Trouble.NEVER_LEFT:
            return TryLater(failure.after, failure.word)
        case Trouble.NO_ANSWER | Trouble.BROKEN_ANSWER:
            return TryLater(failure.after, failure.word) if repeatable else Ambiguous(failure.word)
        case Trouble.NO:
            return given_up(failure)


def given_up(failure: Failure) -> GivenUp:
    """Why a plain no is final."""
    if failure.code in REVOKED:
        return GivenUp(Fault.REVOKED, failure.word)
    if failure.code in NO_DIRECT_MESSAGES:
        return GivenUp(Fault.UNREACHABLE, failure.word)
    if failure.code in _GONE:
        return GivenUp(Fault.GONE, failure.word)
    if failure.code in _MESSAGE_GONE:
        return GivenUp(Fault.MESSAGE_GONE, failure.word)
    if failure.code in _SCOPE:
        return GivenUp(Fault.SCOPE, failure.word)
    return GivenUp(Fault.REFUSED, failure.word)


def settled(result: Answer | Failure, sent: Sent, *, fine: frozenset[int] = frozenset()) -> Outcome:
    """The outcome of a call that does no harm twice; `fine` are the codes that say it is already so."""
    if isinstance(result, Answer) or (result.trouble is Trouble.NO and result.code in fine):
        return sent
    return outcome_of(result, repeatable=True)


def complaint(failure: Failure) -> Unavailable | Rejected:
    """The error of a question that Discord did not answer; a refused token is mended by an operator, in time."""
    if failure.trouble is Trouble.NO and failure.code not in REVOKED:
        return Rejected(failure.word)
    return Unavailable(failure.word, failure.after)
