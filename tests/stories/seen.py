"""What a person has before their eyes, whatever the platform: messages and forms."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

Found = TypeVar("Found")
PATIENCE = 10.0


async def eventually(look: Callable[[], Awaitable[Found | None]], what: str, seconds: float = PATIENCE) -> Found:
    """What `look` finds, waited for; says what was waited for when it never comes."""
    end = time.monotonic() + seconds
    while True:
        found = await look()
        if found:
            return found
        assert time.monotonic() < end, f"not within {seconds:g} s: {what}"
        await asyncio.sleep(0.05)


@dataclass(frozen=True)
class Seen:
    """A message as a person sees it; `text` is everything that can be read, `buttons` are their labels."""

    id: str
    channel: str
    thread: str | None
    author: str
    by_bot: bool
    text: str
    buttons: tuple[str, ...] = ()
    reactions: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    notified: frozenset[str] = frozenset()
    pinned: bool = False
    private: bool = False

    def says(self, *words: str) -> bool:
        """Whether all these words stand in it."""
        return all(word in self.text for word in words)


@dataclass(frozen=True)
class Shown:
    """A form that somebody has open: its fields with their labels, what stands in them, and what one may choose."""

    id: str
    title: str
    fields: Mapping[str, str]
    filled: Mapping[str, object] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """What came of sending a form: errors at their fields, the next step, or neither: it was taken."""

    errors: Mapping[str, str]
    next: Shown | None = None

    @property
    def taken(self) -> bool:
        """Whether the form was accepted and is gone."""
        return not self.errors and self.next is None
