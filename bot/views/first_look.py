"""The first look: what to look at before anybody is asked, what was seen, and the form in which it is ticked."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.cards import Line, Tone
from bot.chat.forms import Choice, Field, FieldKind, Form
from bot.domain.business_keys import provider_of
from bot.domain.first_look import Check, ListedCheck, RetryWindow, Seen
from bot.domain.plain_text import shorten
from bot.domain.recognised import HAPPENED_AT
from bot.domain.sheets import TicketSheet
from bot.views.asking import form
from bot.views.evidence import moment_in
from bot.words import Words, label

SHOWN = 2
"""Questions that the card's line asks; the form has them all."""
HINT = 100
"""Characters that stand beside a question on every platform."""
BEFORE = "look_"
"""What stands before a check's key in the form, so that it is no command's input."""
AGAIN = "again"
"""The answer that takes a tick back."""


def first_look_lines(sheet: TicketSheet, words: Words) -> tuple[Line, ...]:
    """One line: how far the look is and what to look at next, or what it came to; nothing without checks."""
    look, setting = sheet.first_look, sheet.setting
    if not look.checks:
        return ()
    if found := look.explained_by:
        tick = look.ticks[found.key]
        told = {"question": question(sheet, found, words), "person": sheet.name(tick.by), "at": tick.at}
        return (Line(words.say("first_look/explained", setting, **told), Tone.GOOD),)
    total, people = len(look.checks), list(dict.fromkeys(sheet.name(tick.by) for tick in look.ticks.values()))
    if not look.missing:
        return (Line(words.say("first_look/complete", setting, total=total, people=people)),)
    questions = " · ".join(question(sheet, each, words) for each in look.missing[:SHOWN])
    facts: dict[str, object] = {"done": total - len(look.missing), "total": total, "questions": questions}
    if people:
        return (Line(words.say("first_look/line_by", setting, **facts, people=people)),)
    return (Line(words.say("first_look/line", setting, **facts)),)


def question(sheet: TicketSheet, check: ListedCheck, words: Words) -> str:
    """What a check asks (plain text); where it is known, with the instant until which the provider retries."""
    setting = sheet.setting
    if check.label is not None:
        return label(check.label, setting)
    if check.key == Check.RETRY_WINDOW and (window := retry_window(sheet)):
        name = "open" if window.is_open(setting.now) else "over"
        return words.plain(f"first_look/retry_window_{name}", setting, until=_end(window, sheet))
    return words.plain(f"check/{check.key}", setting)


def retry_window(sheet: TicketSheet) -> RetryWindow | None:
    """How long the named provider retries what happened at the given moment; None while one of them is unknown."""
    provider = provider_of(sheet.evidence, sheet.rules)
    moments = [moment_in(each.value) for each in sheet.evidence if each.field == HAPPENED_AT]
    happened = max((each for each in moments if each), default=None)
    return RetryWindow.of(happened, provider.retry_window) if provider and happened else None


def _end(window: RetryWindow, sheet: TicketSheet) -> datetime:
    return window.shown_until(ZoneInfo(sheet.setting.zone))


def look_form(sheet: TicketSheet, words: Words) -> Form:
    """Every check with what was seen so far beside it; an empty answer leaves it so."""
    fields = [_asked(sheet, check, words) for check in sheet.first_look.checks]
    return form("look", fields, sheet.setting, words, sheet.ticket.id)


def _asked(sheet: TicketSheet, check: ListedCheck, words: Words) -> Field:
    setting, tick = sheet.setting, sheet.first_look.ticks.get(check.key)
    said = label(check.label, setting) if check.label else words.plain(f"check/{check.key}", setting)
    answers: Iterable[str] = (*Seen, AGAIN) if tick else Seen
    hint = ""
    if tick:
        seen = words.plain(f"first_look/{tick.seen}", setting)
        hint = words.plain("first_look/seen", setting, seen=seen, person=sheet.name(tick.by), at=tick.at)
    elif check.key == Check.RETRY_WINDOW and (window := retry_window(sheet)):
        hint = words.plain("first_look/until", setting, until=_end(window, sheet))
    choices = tuple(Choice(str(each), words.plain(f"first_look/{each}", setting)) for each in answers)
    return Field(BEFORE + check.key, said, FieldKind.CHOICE, False, shorten(hint, HINT), choices=choices)
