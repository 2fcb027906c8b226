"""Priority = impact × urgency, as DOMAIN.md's matrix has it."""

import pytest

from bot.domain.priority import Level, Priority, priority_of

H, M, L = Level.HIGH, Level.MEDIUM, Level.LOW


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [(H, H, 1), (H, M, 2), (M, H, 2), (H, L, 3), (M, M, 3), (L, H, 3), (M, L, 4), (L, M, 4), (L, L, 5)],
)
def test_the_matrix(impact, urgency, priority):
    assert priority_of(impact, urgency) is Priority(priority)


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("h", H),
        (" High ", H),
        ("alta", H),
        ("médio", M),
        ("MEDIA", M),
        ("baja", L),
        ("low", L),
        ("x", None),
        ("", None),
    ],
)
def test_a_level_is_understood_in_three_languages(word, level):
    assert Level.parse(word) is level


@pytest.mark.parametrize(
    ("word", "priority"), [("P2", 2), ("p5", 5), ("3", 3), ("P6", None), ("pp1", None), ("²", None)]
)
def test_a_priority_is_understood(word, priority):
    assert Priority.parse(word) == priority


def test_a_code_is_the_same_everywhere():
    assert [each.code for each in Priority] == ["P1", "P2", "P3", "P4", "P5"]
