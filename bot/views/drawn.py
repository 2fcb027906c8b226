"""What one letter adds to its template."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.chat.cards import Button, Part, Tone


@dataclass(frozen=True)
class Drawn:
    """What one letter adds to its template: the facts, what stands below, the buttons and the tone."""

    facts: Mapping[str, object] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    buttons: tuple[Button, ...] = ()
    tone: Tone = Tone.NEUTRAL
