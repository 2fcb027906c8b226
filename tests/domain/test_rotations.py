"""Rotations: layers, turns on the wall clock of a zone, and shifts that tile the time, whatever the clocks do."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendars import Calendar, Interval
from bot.domain.duty import Changes, DutyReason, Gone, Override, on_duty, shifts, who_is_on_duty
from bot.domain.people import Away
from bot.domain.rotations import Layer, Rotation, Turns
from bot.domain.teams import Duty, Team
from bot.domain.words import CalendarKey, Channel, Label, Language, TeamKey

MALTA = ZoneInfo("Europe/Malta")
ZONES = ("Europe/Malta", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "UTC")
PEOPLE = ("ana", "ben", "eva", "leo")
CLOCKS_CHANGE = {
    "Europe/Malta": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-10-04", "2026-04-05"),
    "Europe/London": ("2026-03-29", "2026-10-25"),
}


def team(*layers: Layer, catch_all=None, lead=None, members=(), duty=None) -> Team:
    duty = duty or Duty(rotation=Rotation(layers, catch_all))
    name = Label({Language.EN: "T"})
    where = Channel("slack", "pit", "C1")
    return Team(TeamKey("t"), name, where, members, lead, duty, "l", Language.EN, "Europe/Malta")


def local(text: str, zone: ZoneInfo = MALTA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def turns(start: str, every: timedelta, zone: ZoneInfo = MALTA) -> Turns:
    return Turns(datetime.fromisoformat(start), every, zone)


WEEK, DAY = timedelta(weeks=1), timedelta(days=1)


@pytest.mark.parametrize("zone", list(CLOCKS_CHANGE))
@pytest.mark.parametrize("every", [DAY, WEEK])
def test_a_handover_is_at_nine_on_the_wall_clock_all_year(zone: str, every: timedelta) -> None:
    """Every one of them, in winter and in summer."""
    here = turns("2026-01-05T09:00", every, ZoneInfo(zone))
    for number in range(timedelta(days=364) // every):
        at = here.handover(number).astimezone(ZoneInfo(zone))
        assert at.replace(tzinfo=None) == datetime.fromisoformat("2026-01-05T09:00") + number * every


def test_a_turn_over_a_change_of_the_clocks_is_longer_or_shorter() -> None:
    """The week in which summer time begins has an hour less."""
    week = turns("2026-03-23T09:00", WEEK)
    assert week.handover(1) - week.handover(0) == WEEK - timedelta(hours=1)
    week = turns("2026-10-19T09:00", WEEK)
    assert week.handover(1) - week.handover(0) == WEEK + timedelta(hours=1)


def test_a_handover_in_the_missing_hour_is_when_the_clocks_jump_and_in_the_repeated_one_the_first() -> None:
    """And the second pass brings nobody back."""
    spring = turns("2026-03-28T02:30", DAY)
    assert spring.handover(1) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    autumn = turns("2026-10-24T02:30", DAY)
    assert autumn.handover(1) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert [autumn.turn_at(datetime(2026, 10, 25, 0, minute, tzinfo=UTC)) for minute in (29, 30, 59)] == [0, 1, 1]
    assert autumn.turn_at(datetime(2026, 10, 25, 1, 10, tzinfo=UTC)) == 1  # 02:10 for the second time


def test_turns_by_hours_are_kept_on_the_wall_clock() -> None:
    """Twelve hours each, at 09:00 and 21:00, also after the clocks have changed."""
    here = team(Layer(("ana", "ben"), None, turns("2026-03-27T09:00", timedelta(hours=12))))
    assert on_duty(here, local("2026-03-30T08:59")) == "ben"
    assert on_duty(here, local("2026-03-30T09:00")) == "ana"
    assert on_duty(here, local("2026-03-30T21:00")) == "ben"


def test_a_later_layer_stands_over_the_earlier_and_these_fill_its_holes() -> None:
    """On working days Ivo, else Leo; nobody before the first day of a layer, and then whoever catches all."""
    days = Calendar(CalendarKey("d"), MALTA, ((Interval(time(9), time(18)),),) * 5 + ((), ()))
    since = local("2026-11-02T09:00")
    base = Layer(("leo",), None, turns("2026-11-02T09:00", WEEK), since)
    above = Layer(("ivo",), days, turns("2026-11-02T09:00", WEEK), since)
    here = team(base, above, catch_all="eva", lead="ana")
    assert on_duty(here, local("2026-11-10T12:00")) == "ivo"
    assert on_duty(here, local("2026-11-10T18:00")) == "leo"
    assert on_duty(here, local("2026-11-14T12:00")) == "leo"
    early = who_is_on_duty(here, local("2026-11-02T08:59"))
    assert (early.person, early.reason) == ("eva", DutyReason.CATCH_ALL)


def test_an_override_stands_over_all_and_the_last_made_wins() -> None:
    """Also as a cut in the shifts."""
    here = team(Layer(("ana",), None, turns("2026-11-02T09:00", WEEK)))
    noon, three = local("2026-11-10T12:00"), local("2026-11-10T15:00")
    changes = Changes({"t": (Override("ben", noon, three), Override("eva", noon, noon + timedelta(hours=1)))})
    assert who_is_on_duty(here, noon, changes).reason is DutyReason.OVERRIDE
    found = shifts(here, local("2026-11-10T00:00"), local("2026-11-11T00:00"), changes)
    assert [(each.person, each.start) for each in found] == [
        ("ana", local("2026-11-10T00:00")),
        ("eva", noon),
        ("ben", noon + timedelta(hours=1)),
        ("ana", three),
    ]


def test_who_is_away_deactivated_or_unreachable_is_skipped_and_named() -> None:
    """The next of the same layer, and of several absences the longest counts."""
    here = team(Layer(("ana", "ben", "eva", "leo"), None, turns("2026-11-09T09:00", WEEK)))
    at, evening = local("2026-11-10T12:00"), local("2026-11-10T18:00")
    changes = Changes(
        away={"ana": (Away(at, at + timedelta(hours=1)), Away(at, evening))},
        accounts={"ben": {"slack": False}, "eva": {"discord": True}, "leo": {"slack": True}},
    )
    found = who_is_on_duty(here, at, changes)
    assert (found.person, found.reason) == ("leo", DutyReason.NEXT_IN_SHIFT)
    assert [(each.person, each.why, each.until) for each in found.skipped] == [
        ("ana", Gone.AWAY, evening),
        ("ben", Gone.DEACTIVATED, None),
        ("eva", Gone.UNREACHABLE, None),
    ]
    assert on_duty(here, evening, changes) == "ana"


YEAR = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-01-01")
INSTANTS = st.datetimes(*YEAR).map(lambda each: each.replace(tzinfo=UTC))
NEAR_A_CHANGE = st.builds(
    lambda day, minutes: datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(minutes=minutes),
    st.sampled_from([day for days in CLOCKS_CHANGE.values() for day in days]),
    st.integers(-1440, 2880),
)


@st.composite
def all_turns(draw: st.DrawFn) -> Turns:
    start = YEAR[0] + draw(st.integers(0, 24 * 27 * 2)) * timedelta(minutes=30)
    every = timedelta(hours=draw(st.sampled_from([1, 3, 8, 12, 24, 48, 168])))
    return Turns(start, every, ZoneInfo(draw(st.sampled_from(ZONES))))


@st.composite
def layers(draw: st.DrawFn) -> Layer:
    people = tuple(draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4, unique=True)))
    hours = None
    if draw(st.booleans()):
        begin, end = draw(st.sampled_from([(9, 18), (22, 6), (0, 12)]))
        week = ((Interval(time(begin), time(end)),),) * draw(st.integers(1, 7))
        hours = Calendar(CalendarKey("h"), ZoneInfo(draw(st.sampled_from(ZONES))), (*week, *((),) * (7 - len(week))))
    taken = draw(all_turns())
    return Layer(people, hours, taken, taken.handover(0) if draw(st.booleans()) else None)


@given(all_turns(), INSTANTS | NEAR_A_CHANGE)
def test_at_each_instant_it_is_exactly_one_turn(taken: Turns, at: datetime) -> None:
    """The one whose handover has been and whose end is still to come."""
    number = taken.turn_at(at)
    assert taken.handover(number) <= at < taken.handover(number + 1)


@given(st.lists(layers(), min_size=1, max_size=3), INSTANTS | NEAR_A_CHANGE, st.integers(1, 72), st.data())
@settings(deadline=None, max_examples=60)
def test_shifts_tile_the_time_and_say_who_is_on_duty(
    several: list[Layer], begin: datetime, hours: int, data: st.DataObject
) -> None:
    """No gap, no overlap, neighbours differ, and at every instant the shift's person is the one on duty."""
    here, end = team(*several, lead="zoe"), begin + timedelta(hours=hours)
    at = data.draw(st.datetimes(begin.replace(tzinfo=None), end.replace(tzinfo=None))).replace(tzinfo=UTC)
    span = sorted(data.draw(st.lists(st.integers(0, hours * 60), min_size=2, max_size=2)))
    cut = [begin + timedelta(minutes=each) for each in span]
    changes = Changes({"t": (Override("kim", cut[0], cut[1]),)}, {"ana": (Away(cut[0], cut[1]),)})
    found = shifts(here, begin, end, changes)
    assert found[0].start == begin
    assert found[-1].end == end
    for one, other in pairwise(found):
        assert one.end == other.start
        assert one.person != other.person
    if at < end:
        holding = [each for each in found if each.start <= at < each.end]
        assert [each.person for each in holding] == [on_duty(here, at, changes)]
