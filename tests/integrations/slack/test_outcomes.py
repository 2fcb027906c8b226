"""Every answer of Slack's has its class, and what reached Slack is never called lost."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.platform import Ambiguous, Fault, GivenUp, Sent, TryLater
from bot.errors import Rejected, Unavailable
from integrations.slack.outcomes import Failure, Trouble, complaint, failure_of, outcome_of, settled
from integrations.slack.signatures import genuine, signed
from integrations.wire.hosts import Hosts
from integrations.wire.waiting import retry_after

NOW = datetime(2023, 11, 14, 22, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "fault"),
    [
        ("channel_not_found", Fault.GONE),
        ("not_in_channel", Fault.GONE),
        ("is_archived", Fault.GONE),
        ("message_not_found", Fault.MESSAGE_GONE),
        ("cant_update_message", Fault.MESSAGE_GONE),
        ("thread_not_found", Fault.MESSAGE_GONE),
        ("invalid_auth", Fault.REVOKED),
        ("token_revoked", Fault.REVOKED),
        ("account_inactive", Fault.REVOKED),
        ("missing_scope", Fault.SCOPE),
        ("invalid_blocks", Fault.REFUSED),
        ("msg_too_long", Fault.REFUSED),
        ("something_new", Fault.REFUSED),
    ],
)
def test_a_plain_no_is_final(word: str, fault: Fault) -> None:
    """One try, and the reason in Slack's own word."""
    failure = failure_of(200, {"ok": False, "error": word, "needed": "files:read"}, 5)
    outcome = outcome_of(failure, repeatable=False)
    assert isinstance(outcome, GivenUp)
    assert outcome.fault is fault
    assert outcome.why.startswith(word)
    assert isinstance(complaint(failure), Unavailable if fault is Fault.REVOKED else Rejected), "a token can be mended"


def test_a_missing_scope_is_named() -> None:
    """So that an operator knows what to add."""
    failure = failure_of(200, {"ok": False, "error": "missing_scope", "needed": "files:read"}, 5)
    assert outcome_of(failure, repeatable=False) == GivenUp(Fault.SCOPE, "missing_scope: files:read")


@pytest.mark.parametrize("body", [None, "", [], {}, {"ok": False}, {"ok": False, "error": 5}])
@pytest.mark.parametrize("status", [200, 404, 500, 502, 503, 504])
def test_an_answer_that_says_nothing_may_have_been_done(status: int, body: object) -> None:
    """A post is then ambiguous; what does no harm twice is tried again."""
    failure = failure_of(status, body, 5)
    assert isinstance(outcome_of(failure, repeatable=False), Ambiguous)
    assert isinstance(outcome_of(failure, repeatable=True), TryLater)
    assert isinstance(complaint(failure), Unavailable)


@pytest.mark.parametrize("word", ["internal_error", "fatal_error"])
def test_an_internal_error_may_have_been_done(word: str) -> None:
    """Slack says so itself."""
    assert isinstance(outcome_of(failure_of(200, {"error": word}, 5), repeatable=False), Ambiguous)


@pytest.mark.parametrize(("status", "body"), [(429, None), (429, {"error": "x"}), (200, {"error": "ratelimited"})])
def test_a_rate_limit_is_no_try(status: int, body: object) -> None:
    """It waits as long as Slack says."""
    assert outcome_of(failure_of(status, body, 30), repeatable=False) == TryLater(30, "ratelimited", counts=False)


def test_what_never_left_is_simply_tried_again() -> None:
    """A refused connection has posted nothing."""
    assert isinstance(outcome_of(Failure(Trouble.NEVER_LEFT, "refused"), repeatable=False), TryLater)


def test_what_is_already_so_counts_as_done() -> None:
    """A reaction twice is no error."""
    no = Failure(Trouble.NO, "already_reacted")
    assert settled(no, Sent("1"), repeatable=True, fine=frozenset({"already_reacted"})) == Sent("1")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 1),
        ("30", 30),
        ("3600", 3600),
        ("abc", 30),
        (None, 30),
        ("-5", 30),
        ("9" * 400, 30),
        ("٣", 30),
        ("1.5", 1.5),
    ],
)
def test_any_retry_after_is_a_sane_wait(header: str | None, seconds: float) -> None:
    """At least a second, thirty where the server says nothing sensible."""
    assert retry_after(header) == seconds


HOSTS = Hosts(("slack.com",), "http://127.0.0.1:8900/api/")


@pytest.mark.parametrize(
    "address",
    ["https://files.slack.com/x", "https://slack.com/x", "https://FILES.SLACK.COM./x", "http://127.0.0.1:8900/f"],
)
def test_slacks_own_hosts_are_allowed(address: str) -> None:
    """And the one origin that the installation names."""
    assert HOSTS.allows(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://files.slack.com/x",
        "https://files.slack.com.evil.io/x",
        "https://evilslack.com/x",
        "https://files.slack.com@evil.io/x",
        "https://user:pw@files.slack.com/x",
        "https://files.slack.com:8443/x",
        "https://evil.io/?https://slack.com",
        "https://evil.io#.slack.com",
        "https://evil.io\\.slack.com/x",
        "http://127.0.0.1:8901/f",
        "http://127.1:8900/f",
        "http://2130706433:8900/f",
        "http://0x7f.0.0.1:8900/f",
        "http://[::ffff:127.0.0.1]:8900/f",
        "http://[64:ff9b::7f00:1]:8900/",
        "http://user@127.0.0.1:8900/f",
        "ftp://slack.com/x",
        "file:///etc/passwd",
        "//slack.com/x",
        "/x",
        "",
        "https://",
        "https://[",
        "https://sláck.com/",
        "https://slack.com\x00.evil.io/",
    ],
)
def test_no_other_host_is_allowed(address: str) -> None:
    """In no spelling."""
    assert not HOSTS.allows(address)


def test_only_fresh_signatures_over_these_bytes_are_genuine() -> None:
    """Five minutes to either side."""
    stamp = str(int(NOW.timestamp()))
    good = signed("secret", stamp, b"body")
    assert genuine("secret", stamp, good, b"body", NOW)
    assert genuine("secret", stamp, good, b"body", NOW + timedelta(seconds=300))
    assert not genuine("secret", stamp, good, b"body", NOW + timedelta(seconds=301))
    assert not genuine("secret", stamp, good, b"body", NOW - timedelta(seconds=301))
    assert not genuine("secret", stamp, good, b"body ", NOW)
    assert not genuine("secret", stamp, good[:-1], b"body", NOW)
    assert not genuine("secret", stamp, good.upper(), b"body", NOW)
    assert not genuine("secret", stamp, "v0=ä", b"body", NOW)
    assert not genuine("secret", stamp, "", b"body", NOW)
    assert not genuine("secret", stamp, None, b"body", NOW)
    assert not genuine("secret", None, good, b"body", NOW)
    assert not genuine("secret", f" {stamp}", good, b"body", NOW)
    assert not genuine("secret", f"{stamp}.0", good, b"body", NOW)
    assert not genuine("", stamp, signed("", stamp, b"body"), b"body", NOW)
