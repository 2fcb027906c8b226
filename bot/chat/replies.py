"""What goes straight back to the person who asked: private, quick and of no value afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.chat.cards import Card
from bot.chat.forms import Choice, Form
from bot.domain.words import Source


@dataclass(frozen=True)
class Done:
    """It is done; the cards tell the rest."""


@dataclass(frozen=True)
class Private:
    """An answer that only the person sees."""

    card: Card


@dataclass(frozen=True)
class ReadBack(Private):
    """An answer that is finished from the platform once the change is committed, since we do not keep what it shows.

    `shown` draws it from the texts that were read; a message that is gone has none, and one that cannot be read now is
    left out. `card` is what stands there if nobody finishes it.
    """

    sources: tuple[Source, ...]
    shown: Callable[[Mapping[Source, str | None]], Card]


@dataclass(frozen=True)
class OpenForm:
    """A form to show; all its steps, the platform shows the first that is open.

    `instead` is a card with a button that opens it, for when a form may not be shown now: too late, or after a form.
    """

    form: Form
    instead: Card


@dataclass(frozen=True)
class FieldErrors:
    """The form stays open, with a sentence at each wrong field (plain text).

    `instead` tells the same on a card with a button that opens the form again, where a sent form is always closed.
    """

    errors: Mapping[str, str]
    instead: Card


@dataclass(frozen=True)
class Options:
    """What to choose from while typing."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Refused:
    """A clear no, and what to do instead."""

    card: Card


Reply = Done | Private | OpenForm | FieldErrors | Options | Refused


def card_of(reply: Reply) -> Card | None:
    """The card by which a reply is told late; None where there is nothing to tell."""
    match reply:
        case Private(card) | Refused(card):
            return card
        case OpenForm(_, instead):
            return instead
        case _:
            return None
