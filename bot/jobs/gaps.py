"""After an outage: read back what was said in bound channels and open threads, the latest activity first."""

from datetime import datetime, timedelta

from bot.chat.platform import ChatPlatform
from bot.domain.words import Place
from bot.errors import Rejected, Unavailable
from bot.jobs.job import Bench, Sweep, complain
from bot.store.unit_of_work import EVERYTHING
from bot.telemetry import log

_LOG = log(__name__)
OVERLAP = timedelta(minutes=5)
FURTHEST = timedelta(days=3)
PAUSE_SECONDS = 5.0


async def sweep_gaps(bench: Bench) -> None:
    """Sweep every workspace that hears through something else than at the last look; at the start that is each.

    A connection may have been away for less than a look, and what it lost may come again minutes later, or never. Up to
    when everything was heard is a row, so that neither a new message nor another death hides a gap.
    """
    for key, platform in bench.platforms.items():
        if not platform.hears():
            bench.heard.pop(key, None)  # who only stands by must not say that all was heard: the listener may be deaf
            continue
        try:
            await _look_after(bench, key, platform)
        except Unavailable:
            bench.heard.pop(key, None)  # without a database nothing could be kept meanwhile
            raise


async def _look_after(bench: Bench, key: tuple[str, str], platform: ChatPlatform) -> None:
    through = platform.hears()
    if through != bench.heard.get(key):
        bench.sweeps[key] = await _begin(bench, platform)
        bench.heard[key] = through
    sweep = bench.sweeps.get(key)
    if sweep is None:
        await _all_heard(bench, platform, bench.store.clock.wall())
        return
    await _go_on(bench, platform, sweep)
    if not sweep.left:
        await _all_heard(bench, platform, sweep.begun)
        del bench.sweeps[key]


async def _begin(bench: Bench, platform: ChatPlatform) -> Sweep:
    async with bench.store.look(EVERYTHING) as uow:
        kept = await uow.desk.once_value(_marker(platform))
        heard = datetime.fromisoformat(kept) if kept else await uow.inbox.last_heard(platform.name, platform.workspace)
        bound = [Place(channel) for channel in uow.rules.bindings]
        places = [*bound, *await uow.places.open_threads()]
        wall = uow.wall
    ours = [place for place in places if _is_of(place, platform)] if heard else []
    return Sweep(max((heard or wall) - OVERLAP, wall - FURTHEST), wall, ours, wall)


def _is_of(place: Place, platform: ChatPlatform) -> bool:
    return (place.channel.platform, place.channel.workspace) == (platform.name, platform.workspace)


async def _go_on(bench: Bench, platform: ChatPlatform, sweep: Sweep) -> None:
    """What comes twice is one: envelopes have the keys that the live ones have."""
    while sweep.left and bench.store.clock.wall() >= sweep.free_at:
        place = sweep.left[0]
        try:
            envelopes = await platform.history(place, sweep.since)
        except Unavailable as error:
            complain(platform.name, "history", error)
            _LOG.warning("a gap is read later", channel=place.channel.key, why=error.why)
            sweep.free_at = bench.store.clock.wall() + timedelta(seconds=error.after or PAUSE_SECONDS)
            return
        except Rejected as error:
            complain(platform.name, "history", error)
            _LOG.warning("a gap could not be read", channel=place.channel.key, why=error.why)
            envelopes = ()
        async with bench.store.look(EVERYTHING) as uow:
            known = await uow.inbox.known([envelope.key for envelope in envelopes])
        for envelope in envelopes:
            if envelope.key not in known:
                await bench.dispatch.receive(envelope)
        sweep.left.pop(0)


async def _all_heard(bench: Bench, platform: ChatPlatform, until: datetime) -> None:
    async with bench.store.change(EVERYTHING) as uow:
        await uow.desk.keep_value(_marker(platform), until.isoformat())


def _marker(platform: ChatPlatform) -> str:
    return f"heard:{platform.name}:{platform.workspace}"
