"""What Discord's answers mean for what is to be sent."""

import pytest

from bot.chat.platform import Ambiguous, Fault, GivenUp, Sent, TryLater
from bot.errors import Rejected, Unavailable
from integrations.discord.outcomes import Answer, Failure, Trouble, complaint, failure_of, outcome_of, settled


def _no(code: int, status: int = 400) -> Failure:
    return failure_of(status, {"code": code, "message": "told in English"}, None)


@pytest.mark.parametrize(
    ("code", "status", "fault"),
    [
        (10003, 404, Fault.GONE),
        (50001, 403, Fault.GONE),
        (50007, 403, Fault.UNREACHABLE),
        (10008, 404, Fault.MESSAGE_GONE),
        (50005, 403, Fault.MESSAGE_GONE),
        (50013, 403, Fault.SCOPE),
        (160005, 400, Fault.SCOPE),
        (40001, 401, Fault.REVOKED),
        (50035, 400, Fault.REFUSED),
        (40005, 413, Fault.REFUSED),
    ],
)
def test_a_plain_no_is_final(code: int, status: int, fault: Fault) -> None:
    """Each code in its class."""
    outcome = outcome_of(_no(code, status), repeatable=False)
    assert isinstance(outcome, GivenUp)
    assert outcome.fault is fault


@pytest.mark.parametrize("data", [{"message": "401: Unauthorized", "code": 0}, None])
def test_a_refused_token_is_revoked(data: object) -> None:
    """Whatever stands in the body; a question waits until it is mended."""
    failure = failure_of(401, data, None)
    assert outcome_of(failure, repeatable=True) == GivenUp(Fault.REVOKED, "401: Unauthorized")
    assert isinstance(complaint(failure), Unavailable)


@pytest.mark.parametrize(
    ("data", "header", "wait"),
    [
        ({"message": "slow", "retry_after": 7.25, "global": False}, "8", 7.25),
        ({"retry_after": True}, "30", 30.0),
        (None, "abc", 5.0),
        (None, None, 5.0),
        ({"retry_after": 0}, None, 1.0),
    ],
)
def test_a_rate_limit_is_no_try(data: object, header: str | None, wait: float) -> None:
    """Discord's own figure first, then the header, at least a second."""
    assert outcome_of(failure_of(429, data, header), repeatable=False) == TryLater(wait, "rate limited", counts=False)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 200, 301])
def test_no_proper_answer_is_ambiguous_for_what_does_harm_twice(status: int) -> None:
    """And simply tried again for what does none."""
    failure = failure_of(status, None, None)
    assert isinstance(outcome_of(failure, repeatable=False), Ambiguous)
    assert isinstance(outcome_of(failure, repeatable=True), TryLater)


def test_what_stands_before_discord_has_done_nothing() -> None:
    """A page with 403 comes without Discord's code."""
    assert isinstance(outcome_of(failure_of(403, None, None), repeatable=False), GivenUp)
    assert isinstance(complaint(failure_of(404, None, None)), Rejected)


def test_what_never_left_may_be_tried_again() -> None:
    """Also a post."""
    assert isinstance(outcome_of(Failure(Trouble.NEVER_LEFT, "refused"), repeatable=False), TryLater)


def test_what_is_already_so_is_fine() -> None:
    """Named codes count as done."""
    assert settled(_no(10008, 404), Sent("1"), fine=frozenset({10008})) == Sent("1")
    assert settled(Answer(), Sent("1")) == Sent("1")
    assert isinstance(settled(_no(10003, 404), Sent("1"), fine=frozenset({10008})), GivenUp)
