"""Private answers: what only the person who asked sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.chat.cards import Button, Card, Fact, Facts, Line, Note, Quote, Tone
from bot.chat.forms import Form
from bot.chat.platform import Gesture
from bot.chat.requests import Submitted
from bot.domain.duty import DutyReason
from bot.domain.plain_text import shorten
from bot.domain.sheets import COUNTED, Listing, Setting, TicketSheet
from bot.domain.tickets import Entry
from bot.domain.words import DraftId, Label
from bot.views.listing import client_line, staff_line
from bot.views.parts import button, literal
from bot.views.ticket import client_card, desk_card
from bot.words import Words, label, number

ECHOED = 80
"""Characters of what was looked for that the answer repeats."""

WORDS_ON_A_BUTTON = 60
"""Characters of a command that certainly fit on a button; with more one types the page."""


@dataclass(frozen=True)
class WhoRow:
    """A team, or the desk, and whom it would call now; empty names for nobody."""

    team: Label | str
    person: str
    reason: DutyReason
    lead: str = ""


@dataclass(frozen=True)
class HelpRow:
    """A command: how it is typed, the message that sums it up, and the reaction that does the same."""

    usage: str
    summary: str
    gesture: Gesture | None = None


def status_card(sheet: TicketSheet, words: Words, for_client: bool = False) -> Card:
    """How a ticket stands; a client's people get their own face of it."""
    return client_card(sheet, words) if for_client else desk_card(sheet, words)


def listing_card(
    listing: Listing, setting: Setting, words: Words, command_words: Sequence[str] = (), for_client: bool = False
) -> Card:
    """A page of tickets, and a button for the next one; `command_words` are those that were typed, without a page."""
    said = shorten(listing.words, ECHOED)
    title = words.plain(f"answer/{listing.what}", setting, words=said)
    if not listing.tickets:
        nothing = "nothing_mine_client" if for_client and listing.what == "mine" else f"nothing_{listing.what}"
        return _one_line(words, setting, nothing, words=said)
    rows = tuple(
        client_line(each, setting, words)
        if for_client
        else staff_line(each, listing.names, setting, words, listing.clients)
        for each in listing.tickets
    )
    return Card(
        summary=title,
        title=title,
        parts=(*(Line(row) for row in rows), *_page(listing, setting, words)),
        buttons=_more(listing, setting, words, command_words),
    )


def _page(listing: Listing, setting: Setting, words: Words) -> tuple[Note, ...]:
    if listing.pages < 2:
        return ()
    total = str(listing.total)
    if listing.total > COUNTED:
        total = f"{number(Decimal(COUNTED), setting)}+"
    return (Note(words.say("answer/page", setting, page=listing.page, pages=listing.pages, total=total)),)


def _more(listing: Listing, setting: Setting, words: Words, command_words: Sequence[str]) -> tuple[Button, ...]:
    given = (*command_words, f"page={listing.page + 1}")
    if listing.page >= listing.pages or len("".join(given)) > WORDS_ON_A_BUTTON:
        return ()
    return (button(words, setting, "more", listing.what, *given),)


def who_card(rows: Sequence[WhoRow], setting: Setting, words: Words) -> Card:
    """Who is on duty in each team."""
    if not rows:
        return _one_line(words, setting, "no_teams")
    facts = tuple(
        Fact(
            label(row.team, setting),
            words.say("answer/who", setting, person=row.person, reason=row.reason, lead=row.lead),
        )
        for row in rows
    )
    title = words.plain("answer/who_title", setting)
    return Card(summary=title, title=title, parts=(Facts(facts),))


def help_card(rows: Sequence[HelpRow], setting: Setting, words: Words, for_client: bool = False) -> Card:
    """What this person may do here, and by which way; a client's people cannot count on a slash command."""
    facts = tuple(Fact(each.usage, _told(each, setting, words)) for each in rows)
    title = words.plain("answer/help_title", setting)
    note = Note(words.say("answer/help_note_client" if for_client else "answer/help_note", setting))
    return Card(summary=title, title=title, parts=(Facts(facts), note))


def _told(row: HelpRow, setting: Setting, words: Words) -> str:
    said = words.say(row.summary, setting)
    return f"{said} {words.say(f'gesture/{row.gesture}', setting)}" if row.gesture else said


def preview_card(sheet: TicketSheet, text: str, draft: DraftId, words: Words) -> Card:
    """What the client is about to read, to be sent or written anew."""
    setting, facts = sheet.setting, {"id": sheet.ticket.id, "client": sheet.client.name}
    return Card(
        summary=words.plain("answer/preview", setting, **facts),
        parts=(Line(words.say("answer/preview", setting, **facts)), Quote(text)),
        buttons=(button(words, setting, "send", "send", draft), button(words, setting, "edit", "form", draft)),
    )


def form_button_card(form: Form, setting: Setting, words: Words) -> Card:
    """A form that could not be opened at once, behind a button; one step of several counts the steps."""
    begun = form.step > 1
    where = (form.draft, form.step) if begun else (form.draft,)
    said = words.say("answer/form_step", setting, step=form.step, steps=form.steps) if begun else None
    return Card(
        summary=form.title,
        title=form.title,
        parts=(Line(said or words.say("answer/form", setting)),),
        buttons=(button(words, setting, "go_on" if begun else "open_form", "form", *where),),
    )


def wrong_fields_card(
    errors: Mapping[str, str], labels: Mapping[str, str], request: Submitted, setting: Setting, words: Words
) -> Card:
    """What is wrong in a form that its platform has closed, and the way back into it."""
    title = words.plain("answer/wrong_fields", setting)
    facts = tuple(Fact(labels[key], literal(why)) for key, why in errors.items() if key in labels)
    lines = tuple(Line(literal(why)) for key, why in errors.items() if key not in labels)
    return Card(
        summary=title,
        tone=Tone.WARNING,
        title=title,
        parts=(*((Facts(facts),) if facts else ()), *lines),
        buttons=(button(words, setting, "correct", "form", request.draft, request.step),),
    )


def deleted_original_card(entry: Entry, author: str, setting: Setting, words: Words) -> Card:
    """What somebody deleted, for a coordinator who asked to see it."""
    facts = {"person": author, "at": entry.deleted_at or entry.at}
    return Card(
        summary=words.plain("answer/deleted_original", setting, **facts),
        parts=(Line(words.say("answer/deleted_original", setting, **facts)), Quote(entry.text, author)),
    )


def rota_said_card(answer: str, setting: Setting, words: Words, **facts: object) -> Card:
    """One sentence about being on duty, the message `rota/<answer>`."""
    name = f"rota/{answer}"
    return Card(words.plain(name, setting, **facts), parts=(Line(words.say(name, setting, **facts)),))


def said_card(answer: str, setting: Setting, words: Words, **facts: object) -> Card:
    """One sentence, the message `answer/<answer>`."""
    return _one_line(words, setting, answer, **facts)


def _one_line(words: Words, setting: Setting, answer: str, /, **facts: object) -> Card:
    name = f"answer/{answer}"
    return Card(words.plain(name, setting, **facts), parts=(Line(words.say(name, setting, **facts)),))
