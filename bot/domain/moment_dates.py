"""From a written date to the days that it can be."""

import re
from contextlib import suppress
from datetime import date, timedelta

from bot.domain.moment_words import DAYS, MONTHS
from bot.domain.words import Language

_YEARS = range(1990, 2101)
_LEAP_CYCLE = 9
"""Years within which every date comes again: 29 February skips 1900 and 2100."""

_LONGEST_GAP = 63
"""Days within which every day of a month comes again: the 31st of July after the 30th of September."""


def dates_of(said: re.Match[str], language: Language, ahead: bool, today: date) -> list[date]:
    """The days that the words can mean, two where day and month could be swapped; raises ValueError for no date."""
    kind = str(said.lastgroup)
    if kind == "day":
        return [today + timedelta(days=DAYS[said["day"]])]
    if kind in ("iso", "year_first"):
        return [_dated(*(int(part) for part in re.split("[-/.]", said[kind])))]
    if kind == "numeric":
        return _numeric(said, language, ahead, today)
    if kind == "on_day":
        return [_on_day(int(said["od_day"] or said["od_nth"]), ahead, today)]
    start = "dm" if kind == "day_month" else "md"
    year = int(said[f"{start}_year"]) if said[f"{start}_year"] else None
    return [_on_year(year, MONTHS[said[f"{start}_month"]], int(said[f"{start}_day"]), ahead, today)]


def _numeric(said: re.Match[str], language: Language, ahead: bool, today: date) -> list[date]:
    first, second, *rest = (int(part) for part in re.split("[-/.]", said["numeric"].rstrip(".")))
    year = None if not rest else rest[0] + (2000 if rest[0] < 100 else 0)
    orders = [(first, second), (second, first)]
    if "." not in said["numeric"] and language is Language.EN:
        days = {}
        for day, month in orders:
            with suppress(ValueError):
                days[_on_year(year, month, day, ahead, today)] = True
        if days:
            return list(days)
    day, month = orders[0] if second <= 12 else orders[1]
    return [_on_year(year, month, day, ahead, today)]


def _on_year(year: int | None, month: int, day: int, ahead: bool, today: date) -> date:
    """The date in that year, else the latest such date up to today, or the next one from today."""
    if year is not None:
        return _dated(year, month, day)
    for years in range(_LEAP_CYCLE):
        with suppress(ValueError):
            found = date(today.year + (years if ahead else -years), month, day)
            if found >= today if ahead else found <= today:
                return found
    raise ValueError(f"{day}/{month}")


def _on_day(day: int, ahead: bool, today: date) -> date:
    """The latest such day of a month up to today, or the next one from today."""
    for days in range(_LONGEST_GAP):
        found = today + timedelta(days=days if ahead else -days)
        if found.day == day:
            return found
    raise ValueError(day)


def _dated(year: int, month: int, day: int) -> date:
    if year not in _YEARS:
        raise ValueError(year)
    return date(year, month, day)
