"""What was given up is looked at without reading what people wrote, and done again or left be."""

from bot.store.outbox import DEAD, SENT
from bot.store.unit_of_work import EVERYTHING, Store
from tests.cli.terminal import Terminal
from tests.store.builders import DESK_CHANNEL, envelope, housed_ticket, receive

SECRET_WORDS = "the player is called Maria"


async def give_up_an_envelope(store: Store) -> str:
    """Its number."""
    await receive(store, envelope("one", payload={"text": SECRET_WORDS}))
    async with store.change(EVERYTHING) as uow:
        [kept] = await uow.inbox.claim(1)
        await uow.inbox.finish(kept, DEAD, "1234abcd KeyError")
    return f"in-{kept.id}"


async def give_up_letters(store: Store) -> list[str]:
    """A card and a post of one ticket; their numbers."""
    async with store.change(EVERYTHING) as uow:
        _, _, desk = await housed_ticket(uow)
        await uow.outbox.card(desk)
        await uow.outbox.post(desk, "desk/note", {"text": SECRET_WORDS})
    numbers = []
    for _ in range(2):
        async with store.change(EVERYTHING) as uow:
            [letter] = await uow.outbox.claim(1)
            await uow.outbox.settle(letter, DEAD, error="channel_not_found")
            numbers.append(f"out-{letter.id}")
    return numbers


async def test_both_queues_are_listed(terminal: Terminal, store: Store) -> None:
    """When there is nothing, too."""
    assert "Nothing was given up" in terminal.pit("dead-letters", "list").out
    numbers = [await give_up_an_envelope(store), *(await give_up_letters(store))]
    told = terminal.pit("dead-letters", "list")
    assert [line.split()[0] for line in told.out.splitlines()] == numbers
    assert "channel_not_found" in told.out


async def test_nothing_that_a_person_wrote_is_shown(terminal: Terminal, store: Store) -> None:
    """What it is, where it should go, why not, when, how large."""
    for number in (await give_up_an_envelope(store), (await give_up_letters(store))[1]):
        told = terminal.pit("dead-letters", "show", number)
        assert told.code == 0, told.all
        assert SECRET_WORDS not in told.all
        assert {"queue", "kind", "channel", "tries", "size", "error"} <= {
            line.split(":")[0] for line in told.out.splitlines()
        }
        assert SECRET_WORDS not in terminal.pit("dead-letters", "list").out


async def test_a_replayed_one_waits_again(terminal: Terminal, store: Store) -> None:
    """With its tries anew."""
    incoming, (card, post) = await give_up_an_envelope(store), await give_up_letters(store)
    told = terminal.pit("dead-letters", "replay", incoming, card, post)
    assert told.code == 0, told.all
    async with store.look(EVERYTHING) as uow:
        assert await uow.inbox.waiting() == 1
        assert (await uow.outbox.waiting())[0] == 2
        assert not await uow.inbox.dead()
        assert not await uow.outbox.dead()


async def test_an_old_card_gives_way_to_a_newer_one(terminal: Terminal, store: Store) -> None:
    """A card shows the state of the moment, so one is enough."""
    card, _ = await give_up_letters(store)
    async with store.change(EVERYTHING) as uow:
        for row in await uow.outbox.dead():
            if row["kind"] == "card":
                await uow.outbox.card(await uow.places.get(row["place"]))
    told = terminal.pit("dead-letters", "replay", card)
    assert "a newer card waits already" in told.out
    async with store.look(EVERYTHING) as uow:
        assert (await uow.outbox.waiting())[0] == 1


async def test_a_discarded_one_is_gone_for_good(terminal: Terminal, store: Store) -> None:
    """All of them at once, when it is said so."""
    await give_up_an_envelope(store)
    await give_up_letters(store)
    assert terminal.pit("dead-letters", "discard", "--all").code == 0
    async with store.look(EVERYTHING) as uow:
        assert not await uow.inbox.dead()
        assert not await uow.outbox.dead()
        assert not await uow.inbox.waiting()
    assert "Nothing was given up" in terminal.pit("dead-letters", "list").out


def test_one_that_is_not_there_is_told(quick_terminal: Terminal) -> None:
    """Exit code 1, and a sentence."""
    for verb, number in (("show", "in-99"), ("replay", "out-99"), ("discard", "in-x"), ("replay", "99")):
        told = quick_terminal.pit("dead-letters", verb, number)
        assert told.code == 1
        assert "not" in told.err


async def test_what_was_sent_is_no_dead_letter(terminal: Terminal, store: Store) -> None:
    """Only what was given up can be sent again."""
    async with store.change(EVERYTHING) as uow:
        _, _, desk = await housed_ticket(uow)
        assert desk.channel == DESK_CHANNEL
        await uow.outbox.card(desk)
    async with store.change(EVERYTHING) as uow:
        [letter] = await uow.outbox.claim(1)
        await uow.outbox.settle(letter, SENT)
    assert terminal.pit("dead-letters", "replay", f"out-{letter.id}").code == 1
