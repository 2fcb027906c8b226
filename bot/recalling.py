"""A gesture points at a message that we never kept: it is read back from the platform first."""

from bot.chat.platform import Gesture
from bot.chat.replies import Done, card_of
from bot.chat.requests import Picked, Reacted, Request, Said
from bot.domain.clients import ChannelKind
from bot.domain.words import Source
from bot.identify import Platforms, identify
from bot.masking import heard, tell_writer
from bot.operations.intake import keep_heard
from bot.store.unit_of_work import EVERYTHING, Store
from bot.words import Words

_MAKES_TICKETS = frozenset({Gesture.OPEN, Gesture.NOT_A_REPORT})


async def recall(store: Store, platforms: Platforms, words: Words, request: Request) -> None:
    """Keep the message that a request points at, when it stands in a client's channel and is not kept yet.

    Raises Unavailable when the platform does not answer, Rejected when it refuses.
    """
    source = _pointed_at(request)
    binding = store.rulebook.rules.binding(request.place.channel)
    if source is None or binding is None or binding.kind is not ChannelKind.CLIENT:
        return
    async with store.look(EVERYTHING) as uow:
        if await uow.entries.at(source):
            return
    platform = platforms[source.channel.platform, request.workspace]
    envelope = await platform.message(source)
    said = platform.understand(envelope.payload) if envelope else None
    if isinstance(said, Said):
        author = await identify(store, platforms, request.workspace, said.actor, binding)
        covered = heard(said, author, store.rulebook.rules, _nothing_typed)
        assert isinstance(covered.request, Said), "it is the same message"
        async with store.change(EVERYTHING, author) as uow:
            uow.entries.covers = covered.covers
            await keep_heard(uow, covered.request, author)
            told = card_of(tell_writer(uow, words, said, Done()))
        if told:
            await platform.whisper(said.place, said.actor, told)


def _nothing_typed(word: str) -> None:
    """What is read back is a message, whatever its words."""


def _pointed_at(request: Request) -> Source | None:
    match request:
        case Reacted(added=True) if request.gesture in _MAKES_TICKETS:
            return request.source
        case Picked():
            return request.source
        case Said(place=place) if request.call is not None and place.thread:
            return Source(place.channel, place.thread)
        case _:
            return None
