"""Look at channels, because what happens to them is told only once, and not while we are away."""

from datetime import UTC, datetime

from bot.domain.clients import ChannelKind
from bot.domain.words import Channel
from bot.errors import Rejected, Unavailable
from bot.jobs.job import Bench, complain
from bot.operations.rooms import seen_channel
from bot.store.channels import gone_channels
from bot.store.unit_of_work import EVERYTHING
from bot.telemetry import log

_LOG = log(__name__)
AT_ONCE = 10
LONG_AGO = datetime.min.replace(tzinfo=UTC)


async def look_at_rooms(bench: Bench) -> None:
    """A few at a time: whether strangers share a channel of our own, and whether a lost one is there again."""
    rules = bench.store.rulebook.rules
    own = [channel for channel, binding in rules.bindings.items() if binding.kind is not ChannelKind.CLIENT]
    async with bench.store.look(EVERYTHING) as uow:
        channels = dict.fromkeys([*await gone_channels(uow), *own])
    turns = sorted(channels, key=lambda each: bench.seen.get(each, LONG_AGO))
    for channel in turns[:AT_ONCE]:
        bench.seen[channel] = bench.store.clock.wall()
        await _look_at(bench, channel)


async def _look_at(bench: Bench, channel: Channel) -> None:
    platform = bench.platforms.get((channel.platform, channel.workspace))
    if platform is None or platform.ready() is not None:
        return
    try:
        room = await platform.room(channel)
    except (Unavailable, Rejected) as error:
        complain(channel.platform, "room", error)
        _LOG.info("a channel cannot be looked at", channel=channel.key, why=str(error))
        return
    async with bench.store.change(EVERYTHING) as uow:
        await seen_channel(uow, room)
