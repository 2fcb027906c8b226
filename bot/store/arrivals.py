"""What arrived at one moment: letters and cards are written in two statements, however many."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from bot.domain.words import PlaceId
from bot.store.letters import Outgoing
from bot.store.several import rows_of

if TYPE_CHECKING:
    from sqlalchemy import CursorResult, TextClause

    from bot.store.unit_of_work import UnitOfWork

_LETTER = {"seq": "bigint", "fence": "integer", "attempts": "integer", "sent_id": "text"}
_CARD = {"place": "bigint", "card": "text", "thread": "text"}
_SENT = """UPDATE outbox SET state = 'sent', error = '', lease_until = NULL, attempts = one.attempts,
sent_id = one.sent_id FROM {rows} WHERE outbox.seq = one.seq AND outbox.fence = one.fence
AND outbox.state = 'sending' RETURNING outbox.seq"""
_STANDS = """UPDATE places SET card = one.card, thread = coalesce(places.thread, one.thread) FROM {rows}
WHERE places.id = one.place AND places.card IS NULL"""


@dataclass(frozen=True)
class Arrival:
    """A claimed letter that its platform has taken, and the id that it has there."""

    letter: Outgoing
    sent_id: str


async def settle_sent(uow: "UnitOfWork", arrivals: Sequence[Arrival]) -> frozenset[int]:
    """These letters are sent; which of them, by `seq`, were still ours."""
    rows = [
        {
            "seq": each.letter.seq,
            "fence": each.letter.fence,
            "attempts": each.letter.attempts,
            "sent_id": each.sent_id,
        }
        for each in arrivals
    ]
    return frozenset((await _write(uow, _SENT, _LETTER, rows)).scalars().all())


async def cards_stand(uow: "UnitOfWork", cards: Mapping[PlaceId, tuple[str, str]]) -> None:
    """The cards of places are there now: each one's id, and the thread that it opens where the place has none.

    A place that had a card keeps it. What waits for a place finds its thread when it is claimed.
    """
    rows = [{"place": place, "card": card, "thread": thread} for place, (card, thread) in cards.items()]
    if rows:
        await _write(uow, _STANDS, _CARD, rows)


async def _write(
    uow: "UnitOfWork", words: str, columns: dict[str, str], rows: list[dict[str, Any]]
) -> "CursorResult[*tuple[Any, ...]]":
    return await uow.execute(_statement(uow.dialect, words, *columns.items()), {"rows": json.dumps(rows)})


@cache
def _statement(dialect: str, words: str, *columns: tuple[str, str]) -> "TextClause":
    return text(words.format(rows=rows_of(dialect, dict(columns))))
