"""Who is on duty: shifts by their hours, turns by the wall clock, and who steps in."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar, Interval
from bot.domain.duty import DutyReason, on_duty, who_is_on_duty
from bot.domain.people import Away
from bot.domain.rotations import Layer, Turns
from bot.domain.teams import Duty, Team
from bot.domain.words import CalendarKey, Label, Language, TeamKey

MALTA = ZoneInfo("Europe/Malta")
DAYS = Calendar(CalendarKey("days"), MALTA, ((Interval(time(9), time(18)),),) * 5 + ((), ()))


def team(*shifts: Layer, members=(), lead=None, away=None) -> Team:
    duty = Duty(shifts, away or {})
    return Team(TeamKey("t"), Label({Language.EN: "T"}), None, members, lead, duty, "l", Language.EN, "Europe/Malta")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MALTA).astimezone(UTC)


def holiday(start: str, end: str) -> tuple[Away, ...]:
    return (Away(at(start), at(end)),)


def test_the_first_of_a_plain_list_unless_away():
    here = team(Layer(("eva", "leo")), away={"eva": holiday("2026-11-23", "2026-11-24")})
    assert on_duty(here, at("2026-11-22T23:59")) == "eva"
    assert who_is_on_duty(here, at("2026-11-23T00:00")).reason is DutyReason.NEXT_IN_SHIFT
    assert on_duty(here, at("2026-11-23T00:00")) == "leo"
    assert on_duty(here, at("2026-11-24T00:00")) == "eva"


def test_weekly_turns_change_at_the_handover_on_the_wall_clock_also_over_a_clock_change():
    turns = Turns(datetime.fromisoformat("2026-03-23T09:00"), timedelta(weeks=1), MALTA)  # summer time: the 29th
    here = team(Layer(("ana", "ben", "eva"), None, turns))
    assert on_duty(here, at("2026-03-23T09:00")) == "ana"
    assert on_duty(here, at("2026-03-30T08:59")) == "ana"
    assert on_duty(here, at("2026-03-30T09:00")) == "ben"
    assert on_duty(here, at("2026-04-13T09:00")) == "ana"
    assert on_duty(here, at("2026-03-23T08:59")) == "eva"


def test_outside_the_hours_the_next_shift_answers_then_the_lead_then_a_member():
    by_day = Layer(("ivo",), DAYS)
    assert on_duty(team(by_day, Layer(("leo",))), at("2026-11-23T10:00")) == "ivo"
    assert on_duty(team(by_day, Layer(("leo",))), at("2026-11-23T20:00")) == "leo"
    lead = who_is_on_duty(team(by_day, members=("ana",), lead="carla"), at("2026-11-22T10:00"))
    assert (lead.person, lead.reason) == ("carla", DutyReason.LEAD)
    away = {"carla": holiday("2026-11-01", "2026-12-01")}
    member = who_is_on_duty(team(by_day, members=("carla", "ana"), lead="carla", away=away), at("2026-11-22T10:00"))
    assert (member.person, member.reason) == ("ana", DutyReason.MEMBER)


def test_nobody_is_there_when_all_are_away_or_none_is_named():
    assert who_is_on_duty(team(), at("2026-11-22T10:00")).reason is DutyReason.NOBODY
    gone = {"eva": holiday("2026-11-01", "2026-12-01")}
    assert on_duty(team(Layer(("eva",)), lead="eva", members=("eva",), away=gone), at("2026-11-22T10:00")) is None
