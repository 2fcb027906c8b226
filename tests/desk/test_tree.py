"""YAML that is read as plain values, and YAML that is not let in."""

import time

import pytest

from bot.desk.faults import DeskInvalid
from bot.desk.tree import MAX_CHARACTERS, Tree, resolve


def faults_of(text: str) -> dict[str, str]:
    try:
        return {error.path: error.message for error in Tree(text).errors}
    except DeskInvalid as invalid:
        return {error.path: error.message for error in invalid.errors}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("10:30", "10:30"),
        ("2026-12-25", "2026-12-25"),
        ("0x10", "0x10"),
        ("007", "007"),
        ("12", 12),
        ("-3", -3),
        ("1.5", 1.5),
        ("true", True),
        ("null", None),
        ("", None),
        ("1" * 30, "1" * 30),
    ],
)
def test_plain_scalars_mean_what_they_look_like(text, value):
    assert resolve(text) == value


def test_quotes_make_text():
    assert Tree("a: '12'\nb: \"true\"\nc: |\n  12").value == {"a": "12", "b": "true", "c": "12"}


def test_duplicate_keys_are_all_named_with_their_lines():
    text = "a: 1\nb:\n  c: 1\n  c: 2\na: 3\n"
    assert [(error.path, error.line) for error in Tree(text).errors] == [("b.c", 4), ("a", 5)]
    assert faults_of(text)["a"] == "This key stands here twice; the first is on line 1."


def test_tags_are_refused_where_they_stand():
    found = faults_of("a: !!python/object/apply:os.system ['true']\nb: !thing x\nc: !!int '3'")
    assert set(found) == {"a", "b", "c"}
    assert "not allowed" in found["a"]


def test_anchors_work_but_not_as_a_bomb():
    assert Tree("a: &x [1, 2]\nb: *x").value == {"a": [1, 2], "b": [1, 2]}
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "more than 50000 values" in "".join(faults_of("\n".join(lines)).values())


def test_an_anchor_cannot_hold_itself_nor_come_later():
    assert "not defined before its use" in faults_of("a: &x [*x]")["a[0]"]
    assert "not defined before its use" in faults_of("a: *x\nb: &x 1")["a"]


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 50_000, "- " * 100_000])
def test_deep_nesting_is_refused_at_once(text):
    begun = time.perf_counter()
    assert "nested deeper" in "".join(faults_of(text).values())
    assert time.perf_counter() - begun < 1


def test_a_huge_file_is_refused_unread():
    assert "longer than" in faults_of("a" * (MAX_CHARACTERS + 1))[""]


@pytest.mark.parametrize(
    "text", ["a: [1, 2", "a: 'x", "a: b: c", "\tx: 1", "a: \x00", "%YAML 9.9\n---\na", "&", "? [a]\n:"]
)
def test_what_is_not_yaml_is_one_plain_fault(text):
    found = faults_of(text)
    assert len(found) == 1
    assert all(message.endswith(".") for message in found.values())


def test_a_second_document_and_a_key_that_is_no_text():
    assert "several documents" in faults_of("a: 1\n---\nb: 2")[""]
    assert faults_of("[a, b]: 1\nc: 2") == {"": "A key must be plain text."}
