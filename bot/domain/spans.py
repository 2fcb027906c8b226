"""Stretches of a text that are already known to be something."""

from collections.abc import Iterable


class Spans:
    """Which places of a text are taken."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._taken = {place for start, end in spans for place in range(start, end)}

    def add(self, start: int, end: int) -> None:
        """Take a stretch."""
        self._taken.update(range(start, end))

    def overlap(self, start: int, end: int) -> bool:
        """Whether any place of a stretch is taken."""
        return any(place in self._taken for place in range(start, end))
