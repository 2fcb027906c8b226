"""What is posted under a ticket's card: every letter that announcements.py names, each from its own template."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.chat.cards import Button, Card, Facts, Line, Note, Part, Quote, Tone
from bot.domain.announcements import Letter
from bot.domain.plain_text import shorten
from bot.domain.sheets import LetterSheet
from bot.domain.tickets import Entry, Escalation, EscalationState, PlaceKind
from bot.domain.words import EscalationId, Label
from bot.views.clock_letters import clock_letter, nudge, pause, silent, silent_since, team_clock
from bot.views.drawn import Drawn
from bot.views.duty_letters import passed_over, ping, skipped
from bot.views.evidence import evidence_facts, field_names
from bot.views.masking import masked_note, unmask_button
from bot.views.parts import LINE, button, calls_of, quote, team_name
from bot.words import Words

COPIED = 3000
"""Characters of a message that its copy shows."""


_Draw = Callable[[LetterSheet, Words], Drawn]


def draw_letter(letter: Letter, what: LetterSheet, words: Words) -> Card:
    """The letter as a card: whom it calls first, then what it says, and small print when it may be a repeat."""
    drawn, setting = DRAWN[letter](what, words), what.sheet.setting
    said = words.say(letter, setting, id=what.sheet.ticket.id, **drawn.facts)
    calls = calls_of(what.calls)
    doubt = (Note(words.say("letter/doubtful", setting)),) if what.doubtful else ()
    return Card(
        summary=words.plain(letter, setting, id=what.sheet.ticket.id, **drawn.facts),
        tone=drawn.tone,
        parts=(Line(f"{calls} {said}" if calls else said, drawn.tone), *drawn.parts, *doubt),
        buttons=drawn.buttons,
    )


def _button(what: LetterSheet, words: Words, label: str, command: str, *given: object) -> Button:
    return button(words, what.sheet.setting, label, command, what.sheet.ticket.id, *given)


def _fact(what: LetterSheet, key: str) -> str:
    value = what.facts.get(key)
    return "" if value is None else str(value)


def _texts(what: LetterSheet, key: str) -> list[str]:
    value: Any = what.facts.get(key)
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else []


def _copy(what: LetterSheet, words: Words) -> tuple[Part, ...]:
    """The entry in its author's words, and the names of its files."""
    if what.entry is None:
        return ()
    parts: list[Part] = [quote(what.sheet, what.entry, words, COPIED)]
    if what.place.kind is not PlaceKind.CLIENT and what.entry.deleted_at is None and what.entry.covered:
        parts.append(Note(masked_note(what.entry.covered, what.sheet.setting, words)))
    if names := _files(what, what.entry):
        parts.append(Note(words.say("letter/files", what.sheet.setting, files=names)))
    return tuple(parts)


def _files(what: LetterSheet, entry: Entry) -> list[Label | str]:
    """The names of an entry's files; one that the platform has not named yet is left out."""
    if entry.deleted_at is not None:
        return []
    return [each.name for each in what.sheet.files if each.entry == entry.id and each.name != each.remote]


def _author(what: LetterSheet) -> str:
    return what.sheet.name(what.entry.person) if what.entry else ""


def _said(what: LetterSheet, text: str) -> tuple[Part, ...]:
    return (Quote(shorten(text, COPIED)),) if text else ()


def _escalation(what: LetterSheet) -> Escalation | None:
    """The escalation that a letter is about: the one it names, its place's, else the latest acknowledged one."""
    named = what.facts.get("escalation") or what.place.escalation
    escalations = what.sheet.escalations
    if named:
        return next((each for each in escalations if each.id == EscalationId(int(str(named)))), None)
    open_ = [each for each in escalations if each.state is EscalationState.ACKNOWLEDGED and each.acknowledged_at]
    return max(open_, key=lambda each: each.acknowledged_at or each.called_at, default=None)


def _question(what: LetterSheet, words: Words) -> Drawn:
    fields = field_names(what.sheet, _texts(what, "fields"))
    fill = _button(what, words, "fill_in", "fill")
    return Drawn({"fields": fields}, _said(what, _fact(what, "text")), (fill,))


def _update(what: LetterSheet, words: Words) -> Drawn:
    return Drawn(parts=_copy(what, words))


def _resolved(what: LetterSheet, words: Words) -> Drawn:
    buttons = (_button(what, words, "confirm", "confirm"), _button(what, words, "reopen", "reopen"))
    ask = Line(words.say("letter/is_it_resolved", what.sheet.setting))
    parts = (*_said(what, _fact(what, "text")), ask)
    return Drawn({"verdict": _fact(what, "verdict"), "silent": what.facts.get("silent")}, parts, buttons, Tone.GOOD)


def _late(what: LetterSheet, words: Words) -> Drawn:
    entry = what.entry.id if what.entry else _fact(what, "entry")
    return Drawn(
        buttons=(_button(what, words, "reopen", "reopen"), _button(what, words, "again", "again", entry)),
    )


def _other(what: LetterSheet, words: Words) -> Drawn:
    return Drawn({"other": _fact(what, "other")})


def _wrote(what: LetterSheet, words: Words) -> Drawn:
    return Drawn({"person": _author(what)}, _copy(what, words), _show(what, words))


def _show(what: LetterSheet, words: Words) -> tuple[Button, ...]:
    """What its author deleted can still be looked at, from the desk's thread, and what was masked can be read back."""
    if what.entry is None:
        return ()
    if what.entry.deleted_at is None:
        return unmask_button(what.sheet, words, what.entry)
    return (button(words, what.sheet.setting, "show", "show", what.entry.id),)


def _stranger(what: LetterSheet, words: Words) -> Drawn:
    return Drawn({"name": shorten(_fact(what, "name"), LINE)}, tone=Tone.WARNING)


def _team_wrote(what: LetterSheet, words: Words) -> Drawn:
    channel = what.entry.place.channel if what.entry else None
    team = next((each.name for each in what.sheet.rules.teams.values() if each.channel and each.channel == channel), "")
    return Drawn({"person": _author(what), "team": team}, _copy(what, words), _show(what, words))


def _evidence(what: LetterSheet, words: Words) -> Drawn:
    keys = _texts(what, "fields")
    facts = evidence_facts(what.sheet, words, keys)
    return Drawn({"fields": field_names(what.sheet, keys)}, (Facts(facts),) if facts else ())


def _plain(what: LetterSheet, words: Words) -> Drawn:
    return Drawn()


def _priority_asked(what: LetterSheet, words: Words) -> Drawn:
    return _wish(what, words, "priority")


def _escalation_asked(what: LetterSheet, words: Words) -> Drawn:
    return _wish(what, words, "escalate")


def _wish(what: LetterSheet, words: Words, command: str) -> Drawn:
    """What the client asks for, in its words, with the button that does it."""
    return Drawn(
        parts=_said(what, _fact(what, "why")), buttons=(_button(what, words, command, command),), tone=Tone.WARNING
    )


def _acknowledged(what: LetterSheet, words: Words) -> Drawn:
    found, sheet = _escalation(what), what.sheet
    team = team_name(sheet.rules, found.team) if found else ""
    return Drawn({"person": sheet.name(found.assignee) if found else "", "team": team})


def _returned(what: LetterSheet, words: Words) -> Drawn:
    teams = what.sheet.rules.teams
    team = next((each.name for key, each in teams.items() if key == _fact(what, "team")), _fact(what, "team"))
    facts = {"team": team, "why": shorten(_fact(what, "why"), LINE)}
    return Drawn(facts, buttons=(_button(what, words, "escalate", "escalate"),), tone=Tone.WARNING)


def _reopened(what: LetterSheet, words: Words) -> Drawn:
    return Drawn(parts=_said(what, _fact(what, "why")), tone=Tone.WARNING)


def _doubtful(what: LetterSheet, words: Words) -> Drawn:
    """A message that may or may not have arrived: only somebody who looks can say."""
    held, setting = _fact(what, "held"), what.sheet.setting
    buttons = (
        button(words, setting, "resend", "resend", held),
        button(words, setting, "arrived", "arrived", held),
    )
    return Drawn(buttons=buttons, tone=Tone.WARNING)


def _proposed(what: LetterSheet, words: Words) -> Drawn:
    owned = what.sheet.ticket.owner is not None
    return Drawn(buttons=() if owned else (_button(what, words, "take", "take"),))


def _watched(what: LetterSheet, words: Words) -> Drawn:
    return Drawn({"status": _fact(what, "status")})


def _wait_ended(what: LetterSheet, words: Words) -> Drawn:
    return Drawn({"whom": _fact(what, "whom")})


def _call(what: LetterSheet, words: Words) -> Drawn:
    found, sheet = _escalation(what), what.sheet
    silent_for = silent_since(what) if what.facts.get("silent") else None
    began = silent_for or (found.called_at if found else sheet.setting.now)
    missed, parts = int(_fact(what, "missed") or 0), passed_over(what, words)
    parts += (Note(words.say("letter/missed_calls", sheet.setting, count=missed)),) if missed else ()
    ack = (_button(what, words, "ack", "ack", found.team),) if found and not silent_for else ()
    since = sheet.setting.now - began
    facts = {
        "silent": bool(silent_for),
        "whom": _fact(what, "whom"),
        "since": since,
        "why": shorten(found.why, LINE) if found else "",
    }
    return Drawn(facts, parts, ack, Tone.URGENT)


DRAWN: Mapping[Letter, _Draw] = {
    Letter.CLIENT_QUESTION: _question,
    Letter.CLIENT_UPDATE: _update,
    Letter.CLIENT_RESOLVED: _resolved,
    Letter.CLIENT_LATE: _late,
    Letter.CLIENT_NUDGE: nudge,
    Letter.CLIENT_MERGED: _other,
    Letter.DESK_CLIENT_WROTE: _wrote,
    Letter.DESK_STAFF_WROTE: _wrote,
    Letter.DESK_NOTE: _wrote,
    Letter.DESK_STRANGER: _stranger,
    Letter.DESK_DOUBTFUL: _doubtful,
    Letter.DESK_TEAM_WROTE: _team_wrote,
    Letter.DESK_EVIDENCE: _evidence,
    Letter.DESK_ASSIGNED: _plain,
    Letter.DESK_PRIORITY_ASKED: _priority_asked,
    Letter.DESK_ESCALATION_ASKED: _escalation_asked,
    Letter.DESK_ACKNOWLEDGED: _acknowledged,
    Letter.DESK_RETURNED: _returned,
    Letter.DESK_REOPENED: _reopened,
    Letter.DESK_WAIT_ENDED: _wait_ended,
    Letter.DESK_WARNING: clock_letter,
    Letter.DESK_BREACH: clock_letter,
    Letter.DESK_SILENT: silent,
    Letter.DESK_PAUSE: pause,
    Letter.DESK_MERGED: _other,
    Letter.DESK_PROPOSED: _proposed,
    Letter.DESK_WATCHED: _watched,
    Letter.DESK_PING: ping,
    Letter.TEAM_SKIPPED: skipped,
    Letter.TEAM_CALL: _call,
    Letter.TEAM_WARNING: team_clock,
    Letter.TEAM_BREACH: team_clock,
}
"""How each letter is drawn."""
