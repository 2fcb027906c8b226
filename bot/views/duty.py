"""Being on duty: who is now and next with the week as a small calendar, shifts, handovers, deals and absences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.chat.cards import Button, Card, Fact, Facts, Line, Note, Part, Quote, Tone
from bot.domain.digest import next_due
from bot.domain.duty import DutyReason
from bot.domain.plain_text import shorten
from bot.domain.sheets import Setting
from bot.domain.shift_news import AbsenceNews, DealNews, ShiftNews
from bot.domain.statuses import holder
from bot.domain.tickets import Ticket
from bot.domain.words import Label, PersonId
from bot.views.listing import TITLE
from bot.views.parts import LINE, QUOTED, button, calls_of, literal
from bot.words import Words, day, from_to, label, named

DAYS = 7
_STATES = {"stands": Tone.GOOD, "refused": Tone.QUIET, "withdrawn": Tone.QUIET}


@dataclass(frozen=True)
class DutyRow:
    """A team, whom it calls now and until when, who is next, and its week: from when on who is on duty."""

    team: Label | str
    person: str
    reason: DutyReason
    until: datetime | None
    following: str
    week: tuple[tuple[datetime, str], ...]
    skipped: tuple[tuple[str, str, datetime | None], ...] = ()


def on_duty_card(rows: Sequence[DutyRow], setting: Setting, words: Words) -> Card:
    """Who is on duty in each team, all times in the reader's zone."""
    facts = tuple(Fact(label(row.team, setting), "<br>".join(_duty_lines(row, setting, words))) for row in rows)
    title = words.plain("rota/title", setting)
    return Card(title, title, parts=(Facts(facts), Note(words.say("rota/note", setting))))


def _duty_lines(row: DutyRow, setting: Setting, words: Words) -> list[str]:
    said = words.say(
        "rota/now", setting, person=row.person, reason=row.reason, until=row.until, following=row.following
    )
    skipped = [
        words.say(f"rota/skipped_{why}", setting, person=person, until=until) for person, why, until in row.skipped
    ]
    week = [] if row.until is None else [literal(each) for each in week_lines(row.week, setting)]
    return [said, *skipped, *week]


def week_lines(week: Sequence[tuple[datetime, str]], setting: Setting) -> list[str]:
    """The next seven days of a reader's zone, equal ones together: `Tue 10 – Thu 12: Eva Lind`, `Fri 13: … 18:00 …`."""
    zone = ZoneInfo(setting.zone)
    first = setting.now.astimezone(zone).date()
    days: list[tuple[datetime, datetime, str]] = []
    for number in range(DAYS):
        midnight = datetime.combine(first + timedelta(days=number), time(), zone)
        following = datetime.combine(first + timedelta(days=number + 1), time(), zone)
        cell = _cell(week, max(midnight, setting.now), following, zone)
        if days and days[-1][2] == cell and " · " not in cell:
            days[-1] = (days[-1][0], midnight, cell)
        else:
            days.append((midnight, midnight, cell))
    return [f"{_days(begin, end, setting)}: {cell}" for begin, end, cell in days]


def _days(begin: datetime, end: datetime, setting: Setting) -> str:
    return day(begin, setting) if begin == end else f"{day(begin, setting)} – {day(end, setting)}"


def _cell(week: Sequence[tuple[datetime, str]], begin: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Who is on duty within a day: the first by name alone, whoever follows with the time."""
    before = [name for start, name in week if start <= begin]
    after = [(start, name) for start, name in week if begin < start < end]
    shown = [*before[-1:], *(f"{start.astimezone(zone):%H:%M} {name}" for start, name in after)]
    return " · ".join(shown)


def skipped_notes(
    skipped: Iterable[Mapping[str, Any]], names: Mapping[PersonId, str], setting: Setting, words: Words
) -> tuple[Note, ...]:
    """A line for each person who was passed over, and why."""
    return tuple(
        Note(
            words.say(
                f"rota/skipped_{each['why']}",
                setting,
                person=names.get(PersonId(each["person"]), ""),
                until=datetime.fromisoformat(each["until"]) if each["until"] else None,
            )
        )
        for each in skipped
    )


def shift_card(news: ShiftNews, setting: Setting, words: Words) -> Card:
    """One shift's end and another's start; who is to accept tickets is called, with the list and a button for it."""
    names = named(news.names, setting, words)
    room = news.room or words.plain("rota/desk", setting)
    title = words.plain("rota/shift_title", setting, room=room)
    arrives = "rota/shift_begins" if news.arriving else "rota/shift_nobody"
    person = names.get(news.arriving, "") if news.arriving else ""
    said = [words.say(arrives, setting, person=person, until=news.until)]
    if news.leaving:
        said.append(words.say("rota/shift_ends", setting, person=names.get(news.leaving, "")))
    wanted = news.arriving if news.handover and not news.handover.accepted_at and news.tickets else None
    calls = calls_of({wanted: person} if wanted else {})
    return Card(
        summary=f"{title}: {words.plain(arrives, setting, person=person, until=news.until)}",
        title=title,
        parts=(
            Line(f"{calls} {' '.join(said)}" if calls else " ".join(said)),
            *skipped_notes(news.skipped, names, setting, words),
            *_list(news, names, setting, words),
        ),
        buttons=_take_over(news, setting, words),
    )


def _list(news: ShiftNews, names: Mapping[PersonId, str], setting: Setting, words: Words) -> tuple[Part, ...]:
    if news.handover is None:
        return ()
    if news.handover.accepted_by and news.handover.accepted_at:
        who = names.get(news.handover.accepted_by, "")
        end: tuple[Part, ...] = (Line(words.say("rota/accepted", setting, person=who, at=news.handover.accepted_at)),)
    else:
        end = ()
    if not news.tickets:
        return (Note(words.say("rota/nothing_left", setting)), *end)
    heading = words.say("rota/handover", setting, count=len(news.tickets))
    return (Line(heading), *(Line(_row(each, news, names, setting, words)) for each in news.tickets), *end)


def _row(ticket: Ticket, news: ShiftNews, names: Mapping[PersonId, str], setting: Setting, words: Words) -> str:
    """Owner, status, next step and deadline of a ticket."""
    return words.say(
        "rota/row",
        setting,
        id=ticket.id,
        priority=ticket.priority,
        client=news.clients.get(ticket.client, ticket.client),
        owner=names.get(ticket.owner, "") if ticket.owner else "",
        status=ticket.status,
        holder=holder(ticket.status),
        why=shorten(ticket.wait_why or news.whys.get(ticket.id, ""), LINE),
        due=ticket.wait_until or next_due(ticket),
        breached=ticket.breached,
        title=shorten(ticket.title, TITLE),
    )


def _take_over(news: ShiftNews, setting: Setting, words: Words) -> tuple[Button, ...]:
    if news.handover is None or news.handover.accepted_at or not news.tickets:
        return ()
    return (button(words, setting, "take_over", "take-over", news.handover.id, tone=Tone.GOOD),)


def offer_card(news: DealNews, setting: Setting, words: Words) -> Card:
    """What somebody is about to take, for them to confirm."""
    said = words.say("rota/take_preview", setting, room=news.room)
    return Card(
        summary=words.plain("rota/take_preview", setting, room=news.room),
        parts=(Line(said), *_times(news, setting, words)),
        buttons=(
            button(words, setting, "confirm", "agree", news.id, tone=Tone.GOOD),
            button(words, setting, "ignore", "agree", news.id, "no"),
        ),
    )


def deal_card(news: DealNews, setting: Setting, words: Words) -> Card:
    """A swap that somebody is asked for; once it is answered, what became of it."""
    names = named(news.names, setting, words)
    by, open_ = names.get(news.by, "") if news.by else "", news.state == "asked"
    message = "rota/swap_asked" if open_ else "rota/swap_was_asked"
    said = words.say(message, setting, room=news.room, by=by)
    calls = calls_of({person: names.get(person, "") for person in news.calls} if open_ else {})
    end = () if open_ else (Line(words.say(f"rota/state_{news.state}", setting)),)
    buttons = (
        button(words, setting, "agree", "agree", news.id, tone=Tone.GOOD),
        button(words, setting, "ignore", "agree", news.id, "no"),
    )
    return Card(
        summary=words.plain(message, setting, room=news.room, by=by),
        tone=Tone.NEUTRAL if open_ else _STATES[news.state],
        parts=(Line(f"{calls} {said}" if calls else said), *_times(news, setting, words), *end),
        buttons=buttons if open_ else (),
    )


def dealt_card(news: DealNews, setting: Setting, words: Words) -> Card:
    """What became of a deal, for all whom it concerns."""
    names = named(news.names, setting, words)
    said = words.say(f"rota/dealt_{news.state}", setting, room=news.room)
    calls = calls_of({person: names.get(person, "") for person in news.calls})
    return Card(
        summary=words.plain(f"rota/dealt_{news.state}", setting, room=news.room),
        parts=(Line(f"{calls} {said}" if calls else said), *_times(news, setting, words)),
    )


def _times(news: DealNews, setting: Setting, words: Words) -> tuple[Part, ...]:
    names = named(news.names, setting, words)
    rows: list[Part] = [
        Line(words.say("rota/time", setting, person=names.get(person, ""), when=from_to(begin, end, setting)))
        for person, begin, end in news.times
    ]
    if news.relieved and news.kind == "take" and news.state in ("asked", "stands"):
        rows.append(Note(words.say("rota/instead", setting, people=[names.get(each, "") for each in news.relieved])))
    return tuple(rows)


def ping_card(facts: Mapping[str, Any], names: Mapping[PersonId, str], setting: Setting, words: Words) -> Card:
    """Somebody wants whoever is on duty for a ticket that is talked about elsewhere."""
    said = {"id": facts["ticket"], "by": names.get(facts["by"], "") if facts["by"] else ""}
    calls = calls_of({PersonId(each): names.get(PersonId(each), "") for each in facts["calls"]})
    text = words.say("rota/ping", setting, **said)
    return Card(
        summary=words.plain("rota/ping", setting, **said),
        tone=Tone.URGENT,
        parts=(
            Line(f"{calls} {text}" if calls else text, Tone.URGENT),
            *((Quote(shorten(facts["why"], QUOTED)),) if facts["why"] else ()),
        ),
        buttons=(button(words, setting, "show_ticket", "status", facts["ticket"]),),
    )


def absence_card(news: AbsenceNews, setting: Setting, words: Words) -> Card:
    """Somebody on duty is away, and who is called meanwhile."""
    message = "rota/away" if news.begins_at <= setting.now else "rota/away_from"
    facts: dict[str, object] = {"person": news.person, "until": news.ends_at}
    facts |= {"instead": news.instead} if message == "rota/away" else {"since": news.begins_at}
    return Card(words.plain(message, setting, **facts), parts=(Line(words.say(message, setting, **facts)),))
