"""What is posted about clocks: reminders and breaches, the client's silence, and pauses noted afterwards."""

from dataclasses import replace
from datetime import datetime

from bot.chat.cards import Tone
from bot.domain.clocks import ClockKind
from bot.domain.holding import WaitingStep
from bot.domain.plain_text import shorten
from bot.domain.sheets import LetterSheet
from bot.domain.tickets import EscalationState
from bot.views.drawn import Drawn
from bot.views.evidence import field_names, missing
from bot.views.parts import LINE, button
from bot.words import Words


def _text(what: LetterSheet, key: str) -> str:
    return str(what.facts.get(key) or "")


def _instant(what: LetterSheet, key: str) -> datetime:
    return datetime.fromisoformat(_text(what, key))


def clock_letter(what: LetterSheet, words: Words) -> Drawn:
    """A clock that nears its end, or has run out."""
    facts: dict[str, object] = {"clock": ClockKind(_text(what, "clock")), "due": _instant(what, "due_at")}
    if percent := _text(what, "percent"):
        return Drawn(facts | {"percent": percent}, tone=Tone.WARNING)
    return Drawn(facts, tone=Tone.URGENT)


def team_clock(what: LetterSheet, words: Words) -> Drawn:
    """The same in a team's thread, with the button that answers it."""
    found = next((each for each in what.sheet.escalations if each.id == what.place.escalation), None)
    drawn, setting = clock_letter(what, words), what.sheet.setting
    if found is None or found.state is not EscalationState.CALLING:
        return drawn
    return replace(drawn, buttons=(button(words, setting, "ack", "ack", what.sheet.ticket.id, found.team),))


def silent_since(what: LetterSheet) -> datetime | None:
    """When a team that has it was heard last."""
    progress = what.sheet.timing.of(ClockKind.PROGRESS, what.place.escalation or 0)
    return progress.started_at if progress else None


def nudge(what: LetterSheet, words: Words) -> Drawn:
    """The client has not answered our question yet."""
    sheet = what.sheet
    lacking = field_names(sheet, [each.key for each in missing(sheet)])
    fill = (button(words, sheet.setting, "fill_in", "fill", sheet.ticket.id),) if lacking else ()
    last = _text(what, "step") == WaitingStep.WARN
    return Drawn({"fields": lacking, "last": last, "due": _instant(what, "due_at")}, buttons=fill)


def silent(what: LetterSheet, words: Words) -> Drawn:
    """The same, told at the desk."""
    return Drawn({"due": _instant(what, "due_at"), "put_aside": what.facts.get("resolved")}, tone=Tone.WARNING)


def pause(what: LetterSheet, words: Words) -> Drawn:
    """A pause that was noted afterwards; one without a span was taken back."""
    span = {key: _instant(what, key) for key in ("start", "end") if key in what.facts}
    facts = {"pause": _text(what, "pause"), "whom": _text(what, "whom"), "why": shorten(_text(what, "why"), LINE)}
    return Drawn({**facts, "noted": bool(span), **span})
