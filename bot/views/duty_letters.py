"""Letters about who is on duty, under a ticket's card: a ping, and who was passed over."""

from typing import Any

from bot.chat.cards import Note, Part, Quote, Tone
from bot.domain.plain_text import shorten
from bot.domain.sheets import LetterSheet
from bot.domain.words import TeamKey
from bot.views.drawn import Drawn
from bot.views.duty import skipped_notes
from bot.views.parts import QUOTED, team_name
from bot.words import Words


def passed_over(what: LetterSheet, words: Words) -> tuple[Note, ...]:
    """Who could not be called, and why."""
    skipped: Any = what.facts.get("skipped") or ()
    return skipped_notes(skipped, what.sheet.names, what.sheet.setting, words)


def skipped(what: LetterSheet, words: Words) -> Drawn:
    """At the first call somebody was passed over."""
    return Drawn(parts=passed_over(what, words), tone=Tone.WARNING)


def ping(what: LetterSheet, words: Words) -> Drawn:
    """Whoever is on duty is wanted here, and what for."""
    why, team = str(what.facts.get("why") or ""), team_name(what.sheet.rules, TeamKey(str(what.facts["team"])))
    said: tuple[Part, ...] = (Quote(shorten(why, QUOTED)),) if why else ()
    return Drawn({"team": team}, (*said, *passed_over(what, words)), tone=Tone.URGENT)
