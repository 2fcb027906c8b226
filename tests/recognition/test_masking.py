"""No id of the job is lost where personal data are masked: what is understood of every message stays understood."""

from dataclasses import replace

import pytest

from bot.chat.requests import Said
from bot.domain.people import AccountKey, Role
from bot.domain.permissions import Actor, Standing
from bot.domain.recognised import AMOUNT, CURRENCY, HAPPENED_AT, ID_FIELDS
from bot.domain.words import Channel, Language, PersonId, Place, Source
from bot.masking import heard
from tests.recognition.messages import Message, open_set, sealed_again, sealed_set
from tests.recognition.score import IDS, example_rules, understood

KEPT = ID_FIELDS | {AMOUNT, CURRENCY, HAPPENED_AT}
ACCOUNT = AccountKey("chat", "T0ACME", "U0RITA")
RITA = Actor(PersonId(1), "Rita", Standing(Role.CLIENT), Language.EN, "UTC", ACCOUNT)
AFTERWARDS = "\nShe is rosa@example.com, CPF 529.982.247-25, +55 11 91234-5678, card 4111 1111 1111 1111"
COVERED = "\nShe is r•••@e•••.com, CPF •••.•••.•••-25, +55 •• •••••-••78, card •••• •••• •••• 1111"


def _masked(message: Message, text: str) -> str:
    channel = Channel("chat", "pit", "C0ACME")
    said = Said(
        id="1",
        workspace="pit",
        actor=ACCOUNT,
        place=Place(channel),
        at=message.at,
        source=Source(channel, "1"),
        text=text,
    )
    request = heard(said, RITA, example_rules(), lambda word: None).request
    assert isinstance(request, Said)
    return request.text


def _everything() -> list[Message]:
    return [*open_set(), *sealed_set(), *sealed_again()]


def _values(message: Message) -> set[tuple[str, str]]:
    return {(found.field, found.value) for found in understood(message).values if found.field in KEPT}


@pytest.mark.parametrize("extra", ["", AFTERWARDS], ids=["as written", "with personal data behind it"])
def test_no_id_amount_or_time_is_lost(extra: str) -> None:
    """Neither what an analyst would note nor what we recognise, in any message of the sets."""
    lost = []
    for message in _everything():
        text = _masked(message, message.text + extra)
        noted = {value for name in IDS for value in message.values.get(name, ())}
        lost += [(message.where, value) for value in noted if value in message.text and value not in text]
        before, after = _values(message), _values(replace(message, text=text))
        lost += [(message.where, each) for each in before ^ after]  # nor is what was masked taken for anything
    assert not lost


def test_what_is_personal_beside_it_is_masked() -> None:
    """Whatever stands before it."""
    for message in _everything():
        assert _masked(message, message.text + AFTERWARDS).endswith(COVERED), message.where
