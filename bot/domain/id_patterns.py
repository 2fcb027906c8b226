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


def kinds_of_typed(text: str, profiles: Iterable[IdPatterns]) -> frozenset[IdKind]:
    """The same for an id as people type it: small letters may stand for capitals."""
    profiles = list(profiles)
    kinds = kinds_of(text, profiles)
    return kinds if kinds or text.isdigit() or text.isupper() else kinds_of(text.upper(), profiles)
