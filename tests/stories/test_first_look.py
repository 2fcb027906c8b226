"""The first look: what the desk's card asks before anybody else is asked, and the provider checks that this spares."""

from collections.abc import Callable

import pytest

from tests.stories.floor import Floor, Spot
from tests.stories.seen import eventually

TOLD = "Nebula Games, Book of Suns: round 99812-77 did not pay 50 EUR at 15:31 UTC"
OWN = """first_look:
      - closed_with_zero
      - feature_pending
      - rollback_seen
      - retry_window
      - key: tournament
        label: {en: "Was it a tournament round?", pt_BR: "Era rodada de torneio?", es: "¿Era una ronda de torneo?"}
      - key: replay
        label: {en: "Does the replay show a loss?", pt_BR: "O replay mostra derrota?", es: "¿Hay pérdida al repetir?"}
"""


async def next_digest(floor: Floor) -> Spot:
    """The coordinators' digest of the next morning."""
    started = "SELECT count(*) FROM once WHERE key = 'digests:started'"
    await eventually(lambda: floor.books.count(started), "the bot has begun to send digests")
    await floor.passes_until("09:00", "Europe/Malta")
    return await floor.channel("desk").shows("Today:")


async def test_a_look_that_explains_a_report_spares_a_provider_check(floor: Floor) -> None:
    """Ticked by whoever looked, edited in place, unseen by the client; the digest counts what it spared."""
    rita, ben, ana = floor.client("rita"), floor.analyst("ben"), floor.analyst("ana")
    ticket = await rita.reports(TOLD)
    await ticket.desk.shows("First look: 0 of 4 · Was the round closed with zero?")
    await ben.clicks(
        ticket.desk,
        "First look",
        look_closed_with_zero="clear",
        look_feature_pending="clear",
        look_rollback_seen="clear",
    )
    await ticket.desk.shows(
        "First look: 3 of 4 by Ben Okoro · Does the provider still retry (until Tue, Nov 10, 19:31 CET)?"
    )
    await floor.passes(hours=3)
    await ana.types(f"look {ticket.number} retry_window explains")
    await ticket.desk.shows(
        "Did it settle within the provider's retries (until Tue, Nov 10, 19:31 CET)? Yes", "Ana Souza"
    )
    again = await ben.opens(ticket.desk, "First look")
    assert (await again.sends(look_retry_window="again")).taken
    await ticket.desk.shows("First look: 3 of 4")
    await ana.types(f"look {ticket.number} retry_window explains")
    await ticket.desk.shows("Yes, and that explains it (Ana Souza")
    await ben.types(f"resolve {ticket.number} win_credited the provider credited it by itself")
    await ticket.desk.shows("Resolved: win credited")
    other = await floor.client("luz").reports("La ronda RF123456789 de RedFox no pagó 50 EUR")
    await ben.types(f"look {other.number} closed_with_zero explains")
    await other.desk.shows("Was the round closed with zero? Yes")
    await (await next_digest(floor)).shows("First look: one provider check avoided")
    for name in ("acme-support", "lucky7-soporte"):
        await floor.channel(name).lacks("closed with zero")
        await floor.channel(name).lacks("Primeira análise")
    assert await floor.books.count("SELECT count(*) FROM audit WHERE event = 'FirstLookTicked'") == 7


async def test_a_provider_that_was_asked_after_all_was_not_spared(floor: Floor) -> None:
    """Whoever waited for a provider asked it; and without a list there is nothing to tick."""
    ben = floor.analyst("ben")
    ticket = await floor.client("rita").reports(TOLD)
    await ben.types(f"wait {ticket.number} provider")
    await ticket.desk.shows("waiting for the provider")
    await ben.types(f"look {ticket.number} rollback_seen explains")
    await ticket.desk.shows("Was the bet rolled back? Yes")
    await ben.types(f"resolve {ticket.number} bet_refunded it was rolled back")
    await (await next_digest(floor)).hides("avoided")


class TestALongList:
    """A category with more checks than a platform's form takes at once."""

    @pytest.fixture
    def change(self) -> Callable[[str], str]:
        """Game rounds have two checks of the desk's own."""
        listed = "first_look: [closed_with_zero, feature_pending, rollback_seen, retry_window]\n"
        return lambda text: text.replace(listed, OWN)

    async def test_it_is_asked_in_steps_where_it_must_be(self, floor: Floor) -> None:
        """What was answered in the first step is kept with the second's."""
        ben = floor.analyst("ben")
        ticket = await floor.client("rita").reports(TOLD)
        await ticket.desk.shows("First look: 0 of 6")
        await ben.clicks(ticket.desk, "First look", look_closed_with_zero="clear", look_replay="explains")
        await ticket.desk.shows("Does the replay show a loss? Yes, and that explains it (Ben Okoro")
        assert await floor.books.count("SELECT count(*) FROM first_looks") == 2
