"""A clear no, and what to do instead."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.chat.cards import Card, Line, Tone
from bot.chat.inputs import WrongReason
from bot.domain.permissions import LOOKING, Standing
from bot.domain.plain_text import shorten
from bot.domain.sheets import Setting
from bot.errors import UserError
from bot.words import Words, stamp

ECHOED = 80
"""Characters of somebody's own word that a refusal repeats."""

_UNSAID: Mapping[str, Any] = {
    "ticket": "",
    "by": "",
    "channel": "",
    "channels": (),
    "needs": (),
    "word": "",
    "suggestion": "",
    "name": "",
    "limit": "",
    "reference": "",
    "why": "",
}


def refusal(error: UserError, words: Words, setting: Setting, standing: Standing | None = None, kept: str = "") -> Card:
    """Why not, and what to do instead; facts that the error does not bring are left out of the sentence.

    It suggests only what somebody of that standing may do, and says by `answer/<kept>` what became of their words.
    """
    template = f"errors/{error.code}"
    if not words.knows(template):
        template = "errors/refused"
    facts = {**_UNSAID, **{name: _short(value) for name, value in error.facts.items()}}
    facts["needs"] = facts["needs"] or error.facts.get("roles", ())
    known = standing if standing and standing.stranger is None else None
    facts["guest"] = known is not None and known.client is not None
    facts["looks"] = known is not None and known.role in LOOKING
    said = [template, *([f"answer/{kept}"] if kept else [])]
    return Card(
        summary=" ".join(words.plain(each, setting, **facts) for each in said),
        tone=Tone.WARNING,
        parts=tuple(Line(words.say(each, setting, **facts)) for each in said),
    )


def _short(value: Any) -> Any:
    return shorten(value, ECHOED) if isinstance(value, str) else value


def field_error(reason: WrongReason, facts: Mapping[str, object], words: Words, setting: Setting) -> str:
    """Why a value is not taken and what would be, as plain text to stand at its field."""
    told: dict[str, Any] = {"word": "", "readings": (), **facts}
    told["readings"] = [stamp(each, setting) if isinstance(each, datetime) else str(each) for each in told["readings"]]
    if reason is WrongReason.LOOKS_LIKE_ANOTHER_ID:
        told["looks_like"] = ", ".join(words.plain(f"id_kind/{each}", setting) for each in told["looks_like"])
        told["expected"] = words.plain(f"id_kind/{told['expected']}", setting)
    return words.plain(f"wrong/{reason}", setting, **told)
