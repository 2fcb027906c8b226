"""What Slack's answers mean, pure: each is translated once, here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.chat.platform import Ambiguous, Fault, GivenUp, Outcome, Sent, TryLater
from bot.errors import Rejected, Unavailable

PAUSE_SECONDS = 5.0  # before another try where Slack names no time


class Trouble(StrEnum):
    """How a call failed."""

    NEVER_LEFT = "never_left"  # refused, no route, no name: Slack has not seen it
    NO_ANSWER = "no_answer"  # timeout, reset or cut after the bytes left
    BROKEN_ANSWER = "broken_answer"  # 5xx, empty, HTML, half a JSON: it may have been done
    LIMITED = "limited"  # 429, or the word for it
    NO = "no"  # ok: false


@dataclass(frozen=True)
class Answer:
    """Slack said ok."""

    data: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Failure:
    """Slack did not say ok; `word` is its own error code or what went wrong, without any personal data."""

    trouble: Trouble
    word: str
    after: float = PAUSE_SECONDS
    needed: str = ""


# https://docs.slack.dev/reference/methods/chat.postMessage#errors and its sisters
REVOKED = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "org_login_required"}
_GONE = {
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "channel_is_limited_access",
    "is_inactive",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_locked",
    "restricted_action_thread_only_channel",
}
_MESSAGE_GONE = {"message_not_found", "thread_not_found", "cant_update_message", "cant_delete_message", "bad_timestamp"}
_SCOPE = {"missing_scope", "not_allowed_token_type", "no_permission"}
_SERVER = {"internal_error", "fatal_error", "service_unavailable", "team_added_to_org"}
_LIMITED = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_UNTOUCHED = {"request_timeout"}  # the request came cut, so nothing was done
_DOUBLE = {"duplicate_message_not_allowed", "duplicate_client_msg_id"}


def failure_of(status: int, data: object, after: float) -> Failure:
    """The failure in an answer that was read to its end."""
    word = data.get("error") if isinstance(data, dict) else None
    if status == 429 or word in _LIMITED:
        return Failure(Trouble.LIMITED, "ratelimited", after)
    if not isinstance(data, dict) or not isinstance(word, str) or status >= 500 or word in _SERVER:
        return Failure(Trouble.BROKEN_ANSWER, word if isinstance(word, str) else f"answer {status}")
    if word in _UNTOUCHED:
        return Failure(Trouble.NEVER_LEFT, word)
    needed = data.get("needed")
    return Failure(Trouble.NO, word[:100], needed=needed if isinstance(needed, str) else "")


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
            return Ambiguous(failure.word) if failure.word in _DOUBLE else given_up(failure)


def given_up(failure: Failure) -> GivenUp:
    """Why a plain no is final."""
    word = failure.word
    if word in REVOKED:
        return GivenUp(Fault.REVOKED, word)
    if word in _GONE:
        return GivenUp(Fault.GONE, word)
    if word in _MESSAGE_GONE:
        return GivenUp(Fault.MESSAGE_GONE, word)
    if word in _SCOPE:
        return GivenUp(Fault.SCOPE, f"{word}: {failure.needed}" if failure.needed else word)
    return GivenUp(Fault.REFUSED, word)


def settled(result: Answer | Failure, sent: Sent, *, repeatable: bool, fine: frozenset[str] = frozenset()) -> Outcome:
    """The outcome of a call; `fine` are the errors that say it is already so."""
    if isinstance(result, Answer) or (result.trouble is Trouble.NO and result.word in fine):
        return sent
    return outcome_of(result, repeatable=repeatable)


def complaint(failure: Failure) -> Unavailable | Rejected:
    """The error of a question that Slack did not answer; a refused token is mended by an operator, in time."""
    if failure.trouble is Trouble.NO and failure.word not in REVOKED:
        return Rejected(f"{failure.word}: {failure.needed}" if failure.needed else failure.word)
    return Unavailable(failure.word, failure.after)
