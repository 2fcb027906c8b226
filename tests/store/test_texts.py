"""What people type is the same on both databases, whatever it holds."""

from datetime import UTC, datetime
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.platform import Profile
from bot.domain.people import AccountKey
from bot.domain.plain_text import clean
from bot.domain.words import DraftId, Place
from bot.store.unit_of_work import EVERYTHING, Store
from tests.store.builders import ACME_CHANNEL, envelope, new_ticket, person, receive, said

TEXTS = (
    "a\0b",
    "half \ud83d a pair \ude00",
    "\u202eright to left\u202c \u2066isolated\u2069",
    "zero\u200bwidth\u200d \ufeff",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🇧🇷 👍🏽",
    "e" + "\u0301" * 1000,
    "ﬁ ½ Ⅻ ＠everyone <!channel>",
    "\U0010ffff \ufffe \uffff",
    "' \" \\ %s :name $1 {{7*7}} \r\n\t\v",
    "",
    "x" * 40_001,
    "\U0001f3b0" * 20_000,
)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
async def test_a_cleaned_text_comes_back_as_it_was(store: Store, text: str) -> None:
    async with store.change(EVERYTHING) as uow:
        ticket = await new_ticket(uow, title=clean(text))
        entry = await said(uow, ticket, clean(text))
    async with store.look(EVERYTHING) as uow:
        assert (await uow.entries.get(entry.id)).text == clean(text)
        assert (await uow.tickets.look(ticket.id)).title == clean(text)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
async def test_a_raw_text_is_taken_by_both_without_what_neither_can_hold(store: Store, text: str) -> None:
    """Where nobody cleaned, as in a name that a platform gives: NUL and half pairs go, the rest stays."""
    expected = "".join(letter for letter in text if letter != "\0" and not "\ud800" <= letter <= "\udfff")
    async with store.change(EVERYTHING) as uow:
        known = await uow.people.remember(Profile(AccountKey("slack", "T0", f"U{text[:40]}"), text))
    async with store.look(EVERYTHING) as uow:
        assert await uow.people.names([known.person]) == {known.person: expected}
        assert await uow.people.account("slack", f"U{text[:40]}")


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
async def test_json_is_kept_to_the_letter(store: Store, text: str) -> None:
    """A payload is the vendor's own, so that it can be read again as it came."""
    payload = {"text": text, text or "empty": [text], "number": 12345678901234567890, "small": 1e-300}
    await receive(store, envelope("a", payload=payload))
    async with store.change(EVERYTHING) as uow:
        [kept] = await uow.inbox.claim(1)
        assert kept.envelope.payload == payload
        draft = await uow.drafts.add(await person(uow), "open", {"text": text}, Place(ACME_CHANNEL), {})
        assert (await uow.drafts.get(DraftId(draft), await person(uow))).words == {"text": text}


async def test_any_text_and_instant_come_back(store: Store) -> None:
    texts, instants = _some(st.text(max_size=200), 60), _some(INSTANTS, 60)
    for text, instant in zip(texts, instants, strict=True):
        async with store.change(EVERYTHING) as uow:
            ticket = await new_ticket(uow, title=clean(text), opened_at=instant)
        async with store.look(EVERYTHING) as uow:
            found = await uow.tickets.look(ticket.id)
            assert (found.title, found.opened_at) == (clean(text), instant)
            assert found.opened_at.utcoffset() == ticket.opened_at.utcoffset()


async def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="needs a zone"):
        async with store.change(EVERYTHING) as uow:
            await new_ticket(uow, opened_at=datetime(2026, 1, 5))  # noqa: DTZ001  # that is the case


INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # zones come apart


Value = TypeVar("Value")


def _some(strategy: st.SearchStrategy[Value], count: int) -> list[Value]:
    kept: list[Value] = []

    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(value: Value) -> None:
        kept.append(value)

    collect()
    return kept[:count] + kept[:1] * (count - len(kept))
