"""Whatever shape a payload has, it gives an envelope or none, a request or none, and never an exception."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.cards import Card, Fact, Facts, Line, Note, Part, Quote
from bot.chat.forms import Choice, Field, FieldKind, Form
from bot.domain.words import DraftId
from integrations.slack.cards import draw
from integrations.slack.doorway import parsed
from integrations.slack.forms import Bound, draw_form
from integrations.slack.intake import envelope_of
from integrations.slack.requests import understand
from integrations.slack.text import call_of, heard
from tests.integrations.slack.samples import SEAL, checked, click, command, edit, event, message, submit

NOW = datetime(2023, 11, 14, 22, 20, tzinfo=UTC)
QUICK = settings(max_examples=400, deadline=None, database=None, suppress_health_check=list(HealthCheck))

SAMPLES: list[dict[str, Any]] = [
    event(message()),
    event(edit("x")),
    event({"type": "message", "subtype": "message_deleted", "channel": "C1", "deleted_ts": "1700000000.000100"}),
    event({"type": "reaction_added", "user": "U1", "reaction": "eyes", "item": {"channel": "C1", "ts": "170000000.1"}}),
    event({"type": "channel_shared", "channel": "C1", "connected_team_id": "T9"}),
    command("take 7"),
    click("x"),
    submit({"a": {"type": "plain_text_input", "value": "1"}}, Bound(DraftId("d"), 1).dump()),
]
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("1700000000.000100"),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3),
    max_leaves=8,
)


def paths(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for key, value in items for found in paths(value, (*path, key)))]


def replaced(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    if isinstance(node, dict):
        return {key: replaced(item, path[1:], value) if key == path[0] else item for key, item in node.items()}
    return [replaced(item, path[1:], value) if index == path[0] else item for index, item in enumerate(node)]


@QUICK
@given(data=st.data())
def test_no_wrong_type_anywhere_in_a_payload_raises(data: st.DataObject) -> None:
    """One to three places of a good payload hold something else."""
    body: Any = data.draw(st.sampled_from(SAMPLES))
    for _ in range(data.draw(st.integers(1, 3))):
        body = replaced(
            body, data.draw(st.sampled_from([path for path in paths(body) if path] or [()])), data.draw(junk)
        )
    if isinstance(body, dict) and (envelope := envelope_of(body, "main", NOW)):
        json.dumps(envelope.payload, allow_nan=False).encode()
        assert understand(envelope.payload, "main") is not None


@QUICK
@given(st.dictionaries(st.sampled_from(["type", "key", "at", "body", "event"]), junk))
def test_no_kept_payload_raises(payload: dict[str, Any]) -> None:
    """A row of another version, or a broken one."""
    understand(payload, "main")


@QUICK
@given(st.text(alphabet=st.sampled_from("<>&|@#!^;ltgamp U0BOT:/.x\x00\ud800"), max_size=200))
def test_no_text_raises_or_stays_live(text: str) -> None:
    """Heard text escaped again holds no token of Slack's."""
    heard(text)
    call_of(text, "U0BOT")


@QUICK
@given(st.binary(max_size=300) | st.sampled_from([b"[" * 200_000, b'{"a":' * 50_000, b"9" * 5_000, b'{"a":NaN}']))
def test_no_body_raises(raw: bytes) -> None:
    """Neither as JSON nor as a form."""
    for kind in ("application/json", "application/x-www-form-urlencoded"):
        body = parsed(raw, kind)
        if body is not None:
            envelope_of(body, "main", NOW)


@QUICK
@given(st.text(), st.text(max_size=5_000), st.lists(st.text(), max_size=60))
def test_any_words_make_a_card_that_slack_takes(title: str, text: str, values: list[str]) -> None:
    """Within all limits, whatever the words."""
    escaped = [value.replace("&", "&amp;").replace("<", "&lt;") for value in values]
    facts = Facts(tuple(Fact(value, markup) for value, markup in zip(values, escaped, strict=True)))
    parts: tuple[Part, ...] = (
        Quote(text, title),
        facts,
        *(Line(markup) for markup in escaped),
        *(Note(markup) for markup in escaped),
    )
    checked(draw(Card(summary=text, title=title, parts=parts), {}, SEAL))


@QUICK
@given(st.sampled_from(FieldKind), st.text(), st.lists(st.text(min_size=1, max_size=200), max_size=130, unique=True))
def test_any_words_make_a_form_that_slack_takes(kind: FieldKind, text: str, values: list[str]) -> None:
    """Within all limits, whatever the words."""
    choices = tuple(Choice(f"c{index}", value) for index, value in enumerate(values))
    field = Field("key", text, kind, hint=text, value="c1,c2", choices=choices)
    view = draw_form(Form(DraftId("d"), text, text, text, (field,), text))
    assert len(json.dumps(view)) < 250_000
    assert all(len(view[name]["text"]) <= 24 for name in ("title", "submit", "close"))
