"""A provider's own id patterns, and what an id looks like by them."""

import re
from collections.abc import Iterable, Mapping

from bot.domain.providers import IdKind

LONGEST_ID = 64
"""Characters; a longer word is no id, and no pattern is tried on it."""

IdPatterns = Mapping[IdKind, tuple[re.Pattern[str], ...]]


def compiled(patterns: Mapping[str, Iterable[str]]) -> IdPatterns:
    """The patterns of desk.yaml, which has judged that they are safe to run; raises re.error for none."""
    return {
        IdKind(kind): tuple(re.compile(expression, re.ASCII) for expression in expressions)
        for kind, expressions in patterns.items()
    }


def kinds_of(text: str, profiles: Iterable[IdPatterns]) -> frozenset[IdKind]:
    """The kinds of id that the whole text may be by any of these profiles."""
    if len(text) > LONGEST_ID:
        return frozenset()
    return frozenset(
        kind
        for profile in profiles
        for kind, expressions in profile.items()
        if any(expression.fullmatch(text) for expression in expressions)
    )
