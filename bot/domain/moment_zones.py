"""The zone that the words of a moment name."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from bot.domain.moment_words import PLACES, UNCLEAR_ZONES, ZONES


def zone_said(said: re.Match[str] | None, usual: ZoneInfo, of_provider: ZoneInfo | None) -> tzinfo | None:
    """The zone that was named, else the usual one; None for one that is not known or that several countries use.

    Raises ValueError for an offset that no zone has.
    """
    if said is None:
        return usual
    groups = said.groupdict()
    if name := groups.get("zone_name"):
        return None if name in UNCLEAR_ZONES else _fixed(ZONES[name])
    if place := groups.get("zone_place") or groups.get("zone_place_time"):
        return ZoneInfo(PLACES[place])
    if groups.get("zone_provider"):
        return of_provider
    offset = (groups.get("zone_offset") or groups["offset_by"]).replace("−", "-")
    digits = offset[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hours > 14 or minutes > 59:
        raise ValueError(offset)
    return _fixed((-1 if offset[0] == "-" else 1) * (60 * hours + minutes))


def _fixed(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


def zone_name(tz: tzinfo) -> str:
    """Its key, or `UTC-03:00`."""
    return tz.key if isinstance(tz, ZoneInfo) else str(tz)
