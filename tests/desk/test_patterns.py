"""Patterns from desk.yaml: the useful ones pass, the slow ones do not."""

import pytest
from pydantic_core import PydanticCustomError

from bot.desk.patterns import parse_pattern


@pytest.mark.parametrize(
    "pattern",
    [r"\d{5,6}-\d{2,3}", r"NBX-\d{8,12}", "[0-9a-f]{16}", r"(?:RF|FX)\d+", r"[A-Z]{2}(-\d+)?", r"[\]+*]+", r"a\(b\)+"],
)
def test_flat_patterns_are_fine(pattern):
    assert parse_pattern(pattern).pattern == pattern


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        (r"(a+)+", "for ever"),
        (r"(?:\d+)*", "for ever"),
        (r"((a*)b)*", "for ever"),
        (r"(a|aa)+", "for ever"),
        (r"(\d{1,3}){2,}", "for ever"),
        (r"(a)\1", "not allowed"),
        (r"(?=a)a", "not allowed"),
        (r"(?P<x>a)", "not allowed"),
        (r"^a$", "Anchors"),
        (r"a{1,5000}", "counts to 100"),
        (r"a+b+c+d+", "at most 3"),
        (r"[", "not a regular expression"),
        (r"[[a]", "not a regular expression"),
        (r"a*", "matches nothing"),
        ("a" * 121, "at most 120"),
        ("", "as text"),
        (12, "as text"),
    ],
)
def test_dangerous_or_useless_ones_are_refused_with_a_reason(pattern, part):
    with pytest.raises(PydanticCustomError, match=part):
        parse_pattern(pattern)
