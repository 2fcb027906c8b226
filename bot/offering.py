"""Commands become what a platform offers: each with its help, each input with its question, in every language."""

from collections.abc import Iterable

from bot.calls import Argument, Command, Kind
from bot.chat.offers import Menu, Named, Offer, Option
from bot.clock import Clock
from bot.domain.sheets import Setting
from bot.domain.words import Label, Language
from bot.words import Words

ENTRY = "pit"
_ON_MESSAGE = {"open": "button/adopt", "split": "forms/split/submit"}
"""What people read in a message's menu; any other command with a shortcut is called by its help."""

_ON_PERSON = {"backlog": ("owner", "answer/backlog")}
"""What people read in a person's menu, and which input the person is."""

_SUGGESTED = frozenset({Kind.TICKET, Kind.TEAM, Kind.PERSON, Kind.CATEGORY, Kind.CLIENT})
_NAMES = {
    "status": "status",
    "verdict": "verdict",
    "whom": "waiting",
    "mode": "mode",
    "kind": "forms/bind",
    "clock": "clock",
    "impact": "level",
    "urgency": "level",
    "seen": "first_look",
}
"""Where the choices of an input have their names."""

_LEVELS = ("high", "medium", "low")


def menu_of(commands: Iterable[Command], words: Words) -> Menu:
    """Everything that is not hidden."""
    offered = tuple(_offer(each, words) for each in commands if not each.hidden)
    return Menu(ENTRY, _said("help/help", words), _said("button/more", words), offered)


def _offer(command: Command, words: Words) -> Offer:
    about = _said(f"help/{command.name}", words)
    options = tuple(_option(command, each, words) for each in command.arguments)
    title = _said(_ON_MESSAGE.get(command.name, f"help/{command.name}"), words) if command.shortcut else None
    person, theirs = _ON_PERSON.get(command.name, ("", ""))
    return Offer(command.name, about, options, title, _said(theirs, words) if person else None, person)


def _option(command: Command, argument: Argument, words: Words) -> Option:
    """A ticket may be left out in its thread, and a form asks for whatever else is left out."""
    asked_for = command.form is not None or argument.kind is Kind.TICKET or argument.here
    choices = _LEVELS if argument.kind is Kind.LEVEL else argument.choices
    return Option(
        name=argument.name,
        about=_question(command, argument, words),
        required=argument.required and not asked_for,
        number=argument.kind is Kind.NUMBER,
        suggested=argument.kind in _SUGGESTED,
        choices=tuple(Named(str(each), _name(argument, each, words)) for each in choices),
    )


def _question(command: Command, argument: Argument, words: Words) -> Label:
    """What the command's form asks for it, else what such an input is anywhere."""
    for message in (f"forms/{command.name}/{argument.name}", f"argument/{argument.name}"):
        if words.knows(message):
            return _said(message, words)
    return _plainly(argument.name)


def _name(argument: Argument, value: str, words: Words) -> Label:
    message = f"{_NAMES.get(argument.name, '')}/{value}"
    return _said(message, words) if words.knows(message) else _plainly(value)


def _said(message: str, words: Words) -> Label:
    now = Clock().now()
    return Label({each: words.plain(message, Setting(each, "UTC", now)) for each in Language})


def _plainly(word: str) -> Label:
    return Label({Language.EN: word})
