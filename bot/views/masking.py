"""What was masked: said to its writer once, noted on the desk's card, and shown to the one who may read it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.cards import Button, Card, Line, Note, Part, Quote, Tone
from bot.chat.replies import Done, OpenForm, Private, Refused, Reply
from bot.domain.covering import Covered, added
from bot.domain.plain_text import clean, shorten
from bot.domain.sheets import Setting, TicketSheet
from bot.domain.tickets import Entry
from bot.domain.words import PersonId, Source, TicketId
from bot.views.parts import button
from bot.words import Words

SHOWN = 3000
"""Characters of one original that are shown."""


@dataclass(frozen=True)
class Look:
    """Somebody looked at an original before, then."""

    person: str
    at: datetime


@dataclass(frozen=True)
class Originals:
    """What is to be shown of a ticket: masked entries and their authors; older ones are left out; looks that were."""

    ticket: TicketId
    entries: tuple[Entry, ...]
    names: Mapping[PersonId, str]
    left_out: int = 0
    looks: tuple[Look, ...] = ()


def kinds(covered: Covered, setting: Setting, words: Words) -> list[str]:
    """How much of what was masked: `1 card number`, `2 e-mail addresses`."""
    return [words.plain(f"masked/{kind}", setting, count=number) for kind, number in covered]


def masked_note(covered: Covered, setting: Setting, words: Words) -> str:
    """The small print that says what was masked; empty for nothing."""
    return words.say("masked/note", setting, what=kinds(covered, setting, words)) if covered else ""


def covered_in_report(sheet: TicketSheet) -> Covered:
    """What was masked in a ticket's report."""
    return added(*(entry.covered for entry in sheet.report if entry.deleted_at is None))


def unmask_button(sheet: TicketSheet, words: Words, entry: Entry | None = None) -> tuple[Button, ...]:
    """The way to the original, where something was masked that still stands somewhere."""
    if entry is not None:
        given = (f"entry={entry.id}",) if entry.covered and entry.source and entry.deleted_at is None else ()
        return (button(words, sheet.setting, "unmask", "unmask", sheet.ticket.id, *given),) if given else ()
    if not any(each.source and each.covered and each.deleted_at is None for each in sheet.report):
        return ()
    return (button(words, sheet.setting, "unmask", "unmask", sheet.ticket.id),)


def beside(reply: Reply, covered: Covered, setting: Setting, words: Words, *, message: bool) -> Reply:
    """A reply that also tells the writer what was masked, be it in a message of theirs, which they may take away."""
    if not covered:
        return reply
    facts, name = {"what": kinds(covered, setting, words)}, "masked/in_message" if message else "masked/in_words"
    said, plain = words.say(name, setting, **facts), words.plain(name, setting, **facts)
    match reply:
        case Done():
            return Private(Card(plain, parts=(Line(said),)))
        case Private(card) | Refused(card):
            return replace(reply, card=replace(card, parts=(*card.parts, Note(said))))
        case OpenForm(form, _):
            return replace(reply, form=replace(form, intro=f"{form.intro}\n{plain}".strip()))
        case _:
            return reply


def originals_card(what: Originals, found: Mapping[Source, str | None], setting: Setting, words: Words) -> Card:
    """The originals as they stand on their platform now, for one person; each that cannot be shown says why."""
    title = words.plain("masked/originals", setting, id=what.ticket)
    parts: list[Part] = [Line(words.say("masked/written_down", setting))]
    parts += [_original(each, what, found, setting, words) for each in what.entries]
    if what.left_out:
        parts.append(Note(words.say("masked/left_out", setting, count=what.left_out)))
    parts += looked_at(what.looks, setting, words)
    return Card(summary=title, title=title, tone=Tone.WARNING, parts=tuple(parts))


def _original(
    entry: Entry, what: Originals, found: Mapping[Source, str | None], setting: Setting, words: Words
) -> Part:
    author = what.names.get(entry.person, "")
    if entry.source is None:
        return Line(words.say("masked/typed", setting, person=author))
    if entry.source not in found:
        return Line(words.say("masked/unreadable", setting, person=author))
    text = found[entry.source]
    if text is None:
        return Line(words.say("masked/gone", setting, person=author))
    return Quote(shorten(clean(text), SHOWN), author)


def looked_at(looks: Sequence[Look], setting: Setting, words: Words) -> tuple[Note, ...]:
    """Who looked at an original before, and when."""
    return tuple(Note(words.say("masked/look", setting, person=each.person, at=each.at)) for each in looks)
