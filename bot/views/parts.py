"""The small pieces that all cards are made of."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from bot.chat.buttons import Press
from bot.chat.cards import Button, Card, Fact, Line, Quote, Tone
from bot.domain.categories import Category
from bot.domain.plain_text import shorten
from bot.domain.rules import DeskRules
from bot.domain.sheets import Setting, TicketSheet
from bot.domain.tickets import Entry, Ticket
from bot.domain.words import CategoryKey, Label, PersonId, TeamKey
from bot.words import Words, call

QUOTED = 700
"""Characters of a message that a card shows; the thread has the rest."""

LINE = 300
"""Characters of a text that stands in one line of a card."""

REPORTS_SHOWN = 4
"""Messages of one report that a card quotes."""


def button(
    words: Words, setting: Setting, label: str, command: str, *given: object, tone: Tone = Tone.NEUTRAL
) -> Button:
    """The button with the label `button/<label>` that stands for a command and its words."""
    press = Press(command, tuple(str(word) for word in given))
    return Button(words.plain(f"button/{label}", setting), press, tone)


def fact(words: Words, setting: Setting, label: str, markup: str) -> Fact:
    """A fact under the label `fact/<label>`."""
    return Fact(words.plain(f"fact/{label}", setting), markup)


def literal(text: str) -> str:
    """Somebody's words as markup that shows them letter by letter."""
    return str(Markup.escape(text))


def quiet(text: str, markup: str) -> Card:
    """One line without buttons, for what is over."""
    return Card(summary=text, tone=Tone.QUIET, parts=(Line(markup, Tone.QUIET),))


def quiet_message(words: Words, setting: Setting, template: str, **facts: object) -> Card:
    """One line without buttons that says a message."""
    return quiet(words.plain(template, setting, **facts), words.say(template, setting, **facts))


def calls_of(people: Mapping[PersonId, str]) -> Markup:
    """The mentions of everybody who is called; empty for nobody."""
    return Markup(" ").join(call(person, name) for person, name in people.items())


def quote(sheet: TicketSheet, entry: Entry, words: Words, limit: int = QUOTED) -> Quote | Line:
    """An entry in its author's words, or that its author deleted it."""
    if entry.deleted_at is not None:
        name = sheet.name(entry.person)
        return Line(words.say("entry/deleted", sheet.setting, person=name), Tone.QUIET)
    return Quote(shorten(entry.text, limit), sheet.name(entry.person))


def category_of(sheet: TicketSheet) -> Category | None:
    """The ticket's category as desk.yaml has it now, None while it has none."""
    return sheet.rules.categories.get(sheet.ticket.category) if sheet.ticket.category else None


def category_name(rules: DeskRules, key: CategoryKey | None) -> Label | str | None:
    """What a category is called, its key when desk.yaml no longer names it; None for none."""
    found = rules.categories.get(key) if key else None
    return found.label if found else key


def team_name(rules: DeskRules, key: TeamKey) -> Label | str:
    """What a team is called, its key when desk.yaml no longer names it."""
    found = rules.teams.get(key)
    return found.name if found else key


def number(ticket: Ticket) -> str:
    """How a ticket is called everywhere: `#12`."""
    return f"#{ticket.id}"


def lines(markups: Iterable[str], tone: Tone = Tone.NEUTRAL) -> tuple[Line, ...]:
    """A line for each text that is not empty."""
    return tuple(Line(markup, tone) for markup in markups if markup)


def with_verdict(sheet: TicketSheet, words: Words, template: str) -> str:
    """The message with the ticket's result, or its plain form while it has none."""
    verdict = sheet.ticket.verdict
    if verdict is None:
        return words.say(f"{template}_plainly", sheet.setting)
    return words.say(template, sheet.setting, verdict=verdict)


def staff_title(sheet: TicketSheet, words: Words, template: str) -> str:
    """Number, client, category and priority in one line."""
    ticket, setting = sheet.ticket, sheet.setting
    category = category_name(sheet.rules, ticket.category) or words.plain("ticket/desk/no_category", setting)
    return words.plain(
        template, setting, id=ticket.id, client=sheet.client.name, category=category, priority=ticket.priority
    )
