"""What is shown: a card says what it is, and the platform decides how it looks."""

from dataclasses import dataclass
from enum import StrEnum

from bot.chat.buttons import Press
from bot.domain.words import PersonId


class Tone(StrEnum):
    """What a card or a button is about."""

    NEUTRAL = "neutral"
    GOOD = "good"
    WARNING = "warning"
    URGENT = "urgent"
    QUIET = "quiet"


@dataclass(frozen=True)
class Line:
    """A paragraph of marked-up text (see bot.chat.text)."""

    markup: str
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True)
class Fact:
    """A label and what it is; the label is plain text, the value is marked up."""

    label: str
    markup: str


@dataclass(frozen=True)
class Facts:
    """Short facts that read side by side."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, literal to the last character."""

    text: str
    by: str = ""


@dataclass(frozen=True)
class Note:
    """Small print, marked up."""

    markup: str


@dataclass(frozen=True)
class Rule:
    """A line across the card."""


Part = Line | Facts | Quote | Note | Rule


@dataclass(frozen=True)
class Button:
    """A button that stands for a command with its words."""

    label: str
    press: Press
    tone: Tone = Tone.NEUTRAL
    confirm: str = ""


@dataclass(frozen=True)
class LinkButton:
    """A button that only opens an address of ours or of the platform's."""

    label: str
    url: str


@dataclass(frozen=True)
class Card:
    """A message: title and summary in plain text, parts in order, buttons last."""

    summary: str
    title: str = ""
    tone: Tone = Tone.NEUTRAL
    parts: tuple[Part, ...] = ()
    buttons: tuple[Button | LinkButton, ...] = ()


@dataclass(frozen=True)
class Known:
    """How somebody is called in one workspace: by account, or only by name where they have none."""

    name: str
    account: str | None = None


People = dict[PersonId, Known]


def texts_of(card: Card) -> tuple[str, ...]:
    """Every marked-up text of a card, in order."""
    found: list[str] = []
    for part in card.parts:
        match part:
            case Line(markup) | Note(markup):
                found.append(markup)
            case Facts(facts):
                found.extend(fact.markup for fact in facts)
            case Quote() | Rule():
                pass
    return tuple(found)
