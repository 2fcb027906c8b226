"""`sla explain`: how every clock of a ticket stands, and row by row why."""

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from bot.chat.buttons import Press
from bot.chat.cards import Button, Card, Fact, Facts, Line, Note
from bot.domain.clock_rows import Row, rows_of
from bot.domain.clocks import Clock, ClockKind
from bot.domain.every_clock import Timed
from bot.domain.sheets import TicketSheet
from bot.views.clocks import standing
from bot.words import Words, stamp

CLOCKS_SHOWN = 3
"""Clocks of one kind that are explained, the latest."""

ROWS_SHOWN = 12
"""Rows of one clock that are shown, the latest."""


def sla_card(sheet: TicketSheet, words: Words, wanted: ClockKind | None = None) -> Card:
    """How the clocks stand, with a button for each; or, of one kind, the life of the latest ones."""
    setting, clocks, update = sheet.setting, sheet.timing.clocks, sheet.timing.update
    found = {timed: each for timed, each in clocks.items() if wanted in (None, timed.kind)}
    title = words.plain("sla/title", setting, id=sheet.ticket.id)
    if not found:
        return Card(summary=title, title=title, parts=(Line(words.say("sla/nothing", setting)),))
    if wanted is None:
        facts = [Fact(_name(timed, sheet, words), _latest(each, sheet, words)) for timed, each in found.items()]
        if update is not None and update.due_at is not None:
            due = str(Markup.escape(stamp(update.due_at, setting)))
            facts.append(Fact(words.plain("sla/next_update", setting), due))
        return Card(title, title, parts=(Facts(tuple(facts)),), buttons=_buttons(sheet, found, words))
    parts = [part for timed, each in found.items() for part in _explained(timed, each, sheet, words)]
    return Card(title, title, parts=tuple(parts))


def _name(timed: Timed, sheet: TicketSheet, words: Words) -> str:
    return words.plain("sla/name", sheet.setting, clock=timed.kind.value, number=timed.number)


def _latest(clocks: tuple[Clock, ...], sheet: TicketSheet, words: Words) -> str:
    return words.say("sla/latest", sheet.setting, **_facts(clocks[-1], sheet, words))


def _facts(clock: Clock, sheet: TicketSheet, words: Words) -> dict[str, object]:
    target = clock.target
    return {
        "standing": Markup(standing(sheet, clock, words)),  # noqa: S704 - what `say` gives is markup
        "spent": clock.elapsed(sheet.setting.now),
        "target": target.duration,
        "policy": target.policy,
        "calendar": target.calendar.key,
    }


def _buttons(sheet: TicketSheet, found: Mapping[Timed, tuple[Clock, ...]], words: Words) -> tuple[Button, ...]:
    kinds = dict.fromkeys(timed.kind for timed in found)
    return tuple(
        Button(words.plain(f"clock/{kind}", sheet.setting), Press("sla", ("explain", str(sheet.ticket.id), kind.value)))
        for kind in kinds
    )


def _explained(timed: Timed, clocks: tuple[Clock, ...], sheet: TicketSheet, words: Words) -> tuple[Line | Note, ...]:
    parts: list[Line | Note] = []
    if len(clocks) > CLOCKS_SHOWN:
        parts.append(Note(words.say("sla/earlier_clocks", sheet.setting, count=len(clocks) - CLOCKS_SHOWN)))
    for clock in clocks[-CLOCKS_SHOWN:]:
        facts = _facts(clock, sheet, words)
        parts.append(Line(words.say("sla/head", sheet.setting, name=_name(timed, sheet, words), **facts)))
        rows = rows_of(clock, sheet.setting.now)
        if len(rows) > ROWS_SHOWN:
            parts.append(Note(words.say("sla/earlier_rows", sheet.setting, count=len(rows) - ROWS_SHOWN)))
        parts.extend(line for row in rows[-ROWS_SHOWN:] for line in _rows(row, sheet, words))
    return tuple(parts)


def _rows(row: Row, sheet: TicketSheet, words: Words) -> Iterator[Line]:
    setting, target = sheet.setting, row.target
    if row.retargeted:
        facts = {"policy": target.policy, "target": target.duration, "calendar": target.calendar.key}
        yield Line(words.say("sla/retargeted", setting, **facts))
    told = {"start": row.start, "end": row.end, "detail": row.detail, "counted": row.counted, "spent": row.spent}
    yield Line(words.say(f"sla/{row.reason}", setting, due=row.due, **told))
