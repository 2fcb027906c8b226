"""What is offered: commands as a platform's own menus list them, with words in every language."""

from dataclasses import dataclass

from bot.domain.words import Label


@dataclass(frozen=True)
class Named:
    """One answer to choose from: its value for us, its name for people."""

    value: str
    name: Label


@dataclass(frozen=True)
class Option:
    """An input of a command; `suggested` ones offer choices while they are typed."""

    name: str
    about: Label
    required: bool = False
    number: bool = False
    suggested: bool = False
    choices: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Offer:
    """A command; with a title it may be used on somebody's message, or on a person who is its input `person`."""

    name: str
    about: Label
    options: tuple[Option, ...] = ()
    on_message: Label | None = None
    on_person: Label | None = None
    person: str = ""


@dataclass(frozen=True)
class Menu:
    """All that is offered under one name; `more` says what is in it that is seldom needed."""

    name: str
    about: Label
    more: Label
    offers: tuple[Offer, ...]
