"""Drafts: a shown form, or a text waiting for its preview to be agreed to."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from bot.domain.words import Channel, DraftId, PersonId, Place
from bot.errors import UserError
from bot.store import tables

if TYPE_CHECKING:
    from bot.store.unit_of_work import UnitOfWork

LIFETIME = timedelta(hours=24)
_DRAFTS = tables.drafts


@dataclass(frozen=True)
class Draft:
    """What a form is for, what it asked, and what was answered so far."""

    id: DraftId
    person: PersonId
    command: str
    words: Mapping[str, str]
    place: Place
    form: Mapping[str, Any]
    answers: Mapping[str, Any]
    at: datetime
    consumed_at: datetime | None


class Drafts:
    """The drafts of one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        self._uow = uow

    async def add(
        self, person: PersonId, command: str, words: Mapping[str, str], place: Place, form: Mapping[str, Any]
    ) -> DraftId:
        """A new draft of that person."""
        row = {
            "id": secrets.token_urlsafe(12),
            "person": person,
            "command": command,
            "words": dict(words),
            "place": place.channel.key,
            "thread": place.thread,
            "form": dict(form),
            "answers": {},
            "at": self._uow.wall,
        }
        await self._uow.execute(self._uow.insert(_DRAFTS).values(**row))
        return DraftId(str(row["id"]))

    async def get(self, draft: DraftId, person: PersonId) -> Draft:
        """The person's own draft, locked; raises UserError when it is another's, unknown or older than a day."""
        query = select(_DRAFTS).where(_DRAFTS.c.id == draft, _DRAFTS.c.person == person).with_for_update()
        row = (await self._uow.execute(query)).mappings().first()
        if row is None or row["at"] < self._uow.wall - LIFETIME:
            raise UserError("form_expired")
        place = Place(Channel.parse(row["place"]), row["thread"])
        return Draft(
            DraftId(row["id"]),
            PersonId(row["person"]),
            row["command"],
            row["words"],
            place,
            row["form"],
            row["answers"],
            row["at"],
            row["consumed_at"],
        )

    async def answer(self, draft: DraftId, answers: Mapping[str, Any]) -> None:
        """Keep what was answered so far."""
        await self._uow.execute(update(_DRAFTS).where(_DRAFTS.c.id == draft).values(answers=dict(answers)))

    async def consume(self, draft: DraftId) -> None:
        """Its operation is done, in this same transaction."""
        await self._uow.execute(update(_DRAFTS).where(_DRAFTS.c.id == draft).values(consumed_at=self._uow.wall))
