"""An account belongs to exactly one person, whatever comes at once."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy import func, select

from bot.chat.cards import Known
from bot.chat.platform import Profile
from bot.domain.people import AccountKey, GroupKey, PersonKey
from bot.domain.words import Channel, Language, PersonId
from bot.store.tables import people
from bot.store.unit_of_work import EVERYTHING, Store
from tests.store.builders import ACME_CHANNEL, rules

RITA = AccountKey("slack", "T0ACME", "U0RITA")
ANA = AccountKey("slack", "T0PIT", "U0ANA")


async def remember(store: Store, profile: Profile) -> PersonId:
    async with store.change(EVERYTHING) as uow:
        return (await uow.people.remember(profile)).person


async def test_an_unknown_account_makes_a_person_and_a_known_one_keeps_it(store: Store) -> None:
    first = await remember(store, Profile(RITA, "Rita"))
    assert await remember(store, Profile(RITA, "Rita Lima", "pt-BR", "America/Sao_Paulo")) == first
    async with store.look(EVERYTHING) as uow:
        known = await uow.people.account("slack", "U0RITA")
        assert known
        assert (known.name, known.locale, known.zone, known.active) == (
            "Rita Lima",
            "pt-BR",
            "America/Sao_Paulo",
            True,
        )
        assert await uow.people.names([first]) == {first: "Rita Lima"}
        assert await uow.people.account("slack", "U0NOBODY") is None


async def test_two_accounts_of_one_name_are_two_people(store: Store) -> None:
    one = await remember(store, Profile(RITA, "Rita"))
    two = await remember(store, Profile(AccountKey("slack", "T0BRAVO", "U0RITA2"), "Rita"))
    assert one != two


async def test_an_account_that_desk_yaml_names_is_that_persons(store: Store) -> None:
    ana = await remember(store, Profile(ANA, "ana.souza"))
    async with store.change(EVERYTHING) as uow:
        await uow.people.list_people()
        assert (await uow.people.by_keys(["ana"]))["ana"] == ana
        assert await uow.people.key_of(ana) == "ana"
        assert await uow.people.names([ana]) == {ana: rules().people[PersonKey("ana")].name}
        card = await uow.people.look_up("slack", "U0ANA")
        assert card
        assert card.language is Language.PT_BR


async def test_an_account_that_desk_yaml_names_later_moves_to_that_person(store: Store) -> None:
    stranger = await remember(store, Profile(AccountKey("slack", "T0OTHER", "U0ANA"), "Ana"))
    async with store.change(EVERYTHING) as uow:
        await uow.people.list_people()
        known = await uow.people.account("slack", "U0ANA")
        assert known
        assert known.person != stranger
        assert known.account == ANA


async def test_listing_people_twice_changes_nothing(store: Store) -> None:
    for _ in range(2):
        async with store.change(EVERYTHING) as uow:
            await uow.people.list_people()
    async with store.look(EVERYTHING) as uow:
        count = (await uow.execute(select(func.count()).select_from(people))).scalar_one()
        assert count == len(rules().people)


async def test_an_account_that_two_replicas_meet_at_once_has_one_person(
    store: Store, replica: Callable[[], Awaitable[Store]]
) -> None:
    other = await replica()
    for number in range(15):
        profile = Profile(AccountKey("slack", "T0ACME", f"U{number}"), f"Person {number}")
        one, two = await asyncio.gather(remember(store, profile), remember(other, profile))
        assert one == two
    async with store.look(EVERYTHING) as uow:
        count = (await uow.execute(select(func.count()).select_from(people))).scalar_one()
        assert count == 15, "and nobody was made in vain"


async def test_a_person_that_two_replicas_list_at_once_is_one(
    store: Store, replica: Callable[[], Awaitable[Store]]
) -> None:
    async def listed(one: Store) -> dict[str, PersonId]:
        async with one.change(EVERYTHING) as uow:
            await uow.people.list_people()
            return await uow.people.by_keys(list(rules().people))

    one, two = await asyncio.gather(listed(store), listed(await replica()))
    assert one == two
    assert len(set(one.values())) == len(rules().people)


async def test_somebody_is_called_by_an_active_account_or_by_name(store: Store) -> None:
    rita = await remember(store, Profile(RITA, "Rita"))
    gone = await remember(store, Profile(AccountKey("slack", "T0ACME", "U0GONE"), "Gone", active=False))
    async with store.look(EVERYTHING) as uow:
        found = await uow.people.known([rita, gone], ACME_CHANNEL)
        assert found == {rita: Known("Rita", "U0RITA"), gone: Known("Gone")}
        elsewhere = Channel("other", "pit", "1")
        assert await uow.people.known([rita], elsewhere) == {rita: Known("Rita")}
        assert await uow.people.known([], ACME_CHANNEL) == {}


async def test_a_language_is_the_accounts_when_nobody_said_another(store: Store) -> None:
    await remember(store, Profile(RITA, "Rita", "es-AR"))
    await remember(store, Profile(AccountKey("slack", "T0ACME", "U0X"), "X"))
    async with store.look(EVERYTHING) as uow:
        rita, plain = await uow.people.look_up("slack", "U0RITA"), await uow.people.look_up("slack", "U0X")
        assert rita and plain
        assert (rita.language, rita.locale) == (None, "es-AR")
        assert (plain.language, plain.locale) == (None, None)
        assert await uow.people.look_up("slack", "U0NOBODY") is None


async def test_a_group_has_the_members_that_were_seen_last(store: Store) -> None:
    group = GroupKey("slack", "pit", "S0ALL")
    async with store.change(EVERYTHING) as uow:
        await uow.people.keep_group(group, ["U0RITA", "U0ANA", "U0RITA"])
        await uow.people.keep_group(group, ["U0RITA"])
        assert await uow.people.groups_of(RITA) == (group,)
        await uow.people.remember(Profile(RITA, "Rita"))
        card = await uow.people.look_up(RITA.platform, RITA.user)
        assert card
        assert card.groups == (group,)
        assert await uow.people.groups_of(ANA) == ()
        await uow.people.keep_group(group, [])
        assert await uow.people.groups_of(RITA) == ()


async def test_two_replicas_may_tell_of_a_group_at_the_same_moment(
    store: Store, replica: Callable[[], Awaitable[Store]]
) -> None:
    """As when both start: the slower one waits for the quicker one, and nobody fails."""
    group, other = GroupKey("slack", "pit", "S0ALL"), await replica()

    async def tell(one: Store, users: list[str]) -> None:
        async with one.change(EVERYTHING) as uow:
            await uow.people.keep_group(group, users)
            await asyncio.sleep(0.1)

    await asyncio.gather(tell(store, ["U0RITA", "U0ANA"]), tell(other, ["U0RITA"]))
    async with store.look(EVERYTHING) as uow:
        assert await uow.people.groups_of(RITA) == (group,)
