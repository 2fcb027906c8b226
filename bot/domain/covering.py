"""What was covered in what people wrote: how much of it stands in a text, by kind."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from bot.domain.id_spans import Span
from bot.domain.masks import BLANK
from bot.domain.personal_data import Cover, Masked, PersonalKind, mask

Covered = tuple[tuple[PersonalKind, int], ...]
"""How many of each kind were covered, in the order in which they are always told."""


def cover(text: str, ids: Callable[[str], Iterable[Span]]) -> Masked:
    """The text with its personal data covered; which ids it names is only asked where something might be covered."""
    at_first = mask(text)
    return mask(text, ids(text)) if at_first.covers else at_first


def cover_name(name: str) -> Masked:
    """The same for a file's name, in which underscores stand for spaces; it stays as it is when nothing is covered."""
    found = mask(name.replace("_", " "))
    return found if found.covers else Masked(name)


def covered_in(text: str, covers: Iterable[Cover]) -> Covered:
    """How many of these covers stand in a text; the longest are looked for first, as one may hold another."""
    counted: Counter[PersonalKind] = Counter()
    most = Counter(covers)
    for each in sorted(most, key=lambda each: (-len(each.mask), each)):
        if there := min(text.count(each.mask), most[each]):
            counted[each.kind] += there
            text = text.replace(each.mask, BLANK, there)
    return in_order(counted)


def all_of(covers: Iterable[Cover]) -> Covered:
    """All of these covers."""
    return in_order(Counter(each.kind for each in covers))


def in_order(counted: Mapping[PersonalKind, int]) -> Covered:
    """The kinds of which there are any."""
    return tuple((kind, counted[kind]) for kind in PersonalKind if counted.get(kind, 0) > 0)


def added(*several: Covered) -> Covered:
    """All of them together."""
    total: Counter[PersonalKind] = Counter()
    for covered in several:
        total.update(dict(covered))
    return in_order(total)


def beyond(covered: Covered, known: Covered) -> Covered:
    """What is covered and was not known yet."""
    before = dict(known)
    return in_order({kind: number - before.get(kind, 0) for kind, number in covered})


def covered_of(kept: Mapping[str, int] | None) -> Covered:
    """What a row says; nothing where it says nothing."""
    return in_order({PersonalKind(kind): number for kind, number in kept.items()}) if kept else ()
