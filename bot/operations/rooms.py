"""Channels: whose they are, and what is said when we come, go, or do not know."""

from datetime import timedelta
from typing import Any

from bot.chat.platform import Room
from bot.domain.clients import ChannelKind
from bot.domain.people import GroupKey
from bot.domain.permissions import Actor
from bot.domain.words import Channel, ClientKey, Place
from bot.errors import UserError
from bot.operations.binding import move_binding
from bot.store.channels import move_channel, revive
from bot.store.unit_of_work import UnitOfWork
from bot.telemetry import log

_LOG = log(__name__)
UNBOUND_COOLDOWN = timedelta(hours=24)
UNHEARD_COOLDOWN = timedelta(minutes=5)
SAID_ALREADY = timedelta(minutes=5)
"""Platforms tell the same loss in several ways."""
LOST_AGAIN = timedelta(hours=1)
MISSED = timedelta(days=3)
"""So old may be what a channel missed and gets when it works again; the rest waits for an operator."""


async def unbound_answer(uow: UnitOfWork, channel: Channel) -> None:
    """Say in a channel that belongs to nobody what to do; once a day, never silence."""
    if await uow.desk.not_within(f"unbound:{channel.key}", UNBOUND_COOLDOWN):
        await uow.outbox.send(Place(channel), "intake/unbound", _voice(uow, channel))


async def say_unheard(uow: UnitOfWork, place: Place, actor: Actor) -> None:
    """Somebody's private answer reaches them nowhere: say openly that there is one, not what it is; not every time."""
    if await uow.desk.not_within(f"unheard:{place.channel.key}:{actor.person}", UNHEARD_COOLDOWN):
        facts = {"person": actor.person, "language": actor.language, "zone": actor.zone}
        await uow.outbox.send(place, "intake/unheard", facts)


async def greet(uow: UnitOfWork, channel: Channel) -> None:
    """We were added to a channel: say who we are, and offer to bind it."""
    await uow.outbox.send(Place(channel), "intake/greeting", _voice(uow, channel))


def _voice(uow: UnitOfWork, channel: Channel) -> dict[str, str]:
    binding = uow.rules.binding(channel)
    language = binding.language if binding else uow.rules.language
    return {"language": language, "zone": binding.zone if binding else uow.rules.zone}


async def lost_channel(uow: UnitOfWork, channel: Channel, why: str) -> None:
    """We can no longer speak in a channel: the coordinators hear which client is cut off."""
    binding = uow.rules.binding(channel)
    if binding is None or not await uow.desk.not_within(f"lost:{channel.key}", SAID_ALREADY):
        return
    await _cut_off(uow, [binding.owner] if binding.kind is ChannelKind.CLIENT else [], why, (channel,))


async def lost_workspace(uow: UnitOfWork, platform: str, workspace: str, why: str) -> None:
    """A whole workspace is lost: the coordinators hear which clients are cut off, where they still can."""
    if not await uow.desk.not_within(f"lost:{platform}:{workspace}", LOST_AGAIN):
        return
    inside = [each for each in uow.rules.bindings if (each.platform, each.workspace) == (platform, workspace)]
    bound = [uow.rules.bindings[each] for each in inside]
    cut_off = {binding.owner for binding in bound if binding.kind is ChannelKind.CLIENT}
    await _cut_off(uow, sorted(cut_off), why, tuple(inside))


async def _cut_off(uow: UnitOfWork, clients: list[str], why: str, lost: tuple[Channel, ...]) -> None:
    names = [uow.rules.clients[ClientKey(key)].name for key in clients]
    await _tell_desk(uow, "intake/cut_off", {"clients": names, "why": why}, lost)


async def _tell_desk(uow: UnitOfWork, letter: str, facts: dict[str, Any], lost: tuple[Channel, ...]) -> None:
    """Say it in the first of the desk's channels that can be reached; when none can, only an operator hears of it."""
    desk = uow.rules.desk
    for channel in desk.channels:
        if channel not in lost and not await is_stopped(uow, channel):
            voice = {"language": desk.language, "zone": desk.zone}
            await uow.outbox.send(Place(channel), letter, facts | voice)
            return
    _LOG.error("the desk cannot be told", letter=letter, **facts)


async def channel_is_back(uow: UnitOfWork, channel: Channel) -> None:
    """We can speak in a channel again: its cards and what it missed follow."""
    await uow.desk.forget(f"lost:{channel.key}")
    if not await is_stopped(uow, channel):
        await revive(uow, channel, uow.wall - MISSED)


async def moved_channel(uow: UnitOfWork, old: Channel, new: Channel) -> None:
    """A channel has a new id: tickets, letters and its binding go on there."""
    await move_channel(uow, old, new)
    if teams := await _strangers(uow, old):
        await _keep_strangers(uow, old, frozenset())
        await _keep_strangers(uow, new, teams)
    await channel_is_back(uow, new)  # what was sent to the old id meanwhile found nothing there
    try:
        await move_binding(uow, old, new)
    except UserError as error:
        _LOG.error("put a channel's new id into desk.yaml", old=old.key, new=new.key, why=error.facts.get("why"))


async def is_stopped(uow: UnitOfWork, channel: Channel) -> bool:
    """Whether nothing may be posted in a channel of our own, because another company shares it."""
    return bool(await _strangers(uow, channel))


async def shared_channel(uow: UnitOfWork, channel: Channel, teams: tuple[str, ...]) -> None:
    """A channel of our own is shared with another company now: nothing more is posted there, and it is said."""
    binding = uow.rules.binding(channel)
    foreign = {team for team in teams if not uow.rules.is_ours(channel.platform, team)}
    if binding is None or binding.kind is ChannelKind.CLIENT or not foreign:
        return
    known = await _strangers(uow, channel)
    await _keep_strangers(uow, channel, known | foreign)
    if known:
        return
    facts = {"language": uow.rules.desk.language, "zone": uow.rules.desk.zone, "last": True}
    await uow.outbox.send(Place(channel), "intake/stopped", facts)
    await _tell_desk(uow, "intake/stopped_elsewhere", {"team": binding.owner}, (channel,))


async def unshared_channel(uow: UnitOfWork, channel: Channel, teams: tuple[str, ...]) -> None:
    """Other companies left a channel of our own: when the last has, it gets what it missed."""
    known = await _strangers(uow, channel)
    left = known - set(teams)
    if left == known:
        return
    await _keep_strangers(uow, channel, left)
    if not left:
        await greet(uow, channel)
        await channel_is_back(uow, channel)


async def seen_by(uow: UnitOfWork, channel: Channel, teams: tuple[str, ...], groups: tuple[GroupKey, ...]) -> None:
    """Who may look into a channel now: other companies' teams, and the groups by which clients' people are known."""
    clients = tuple(group.id for group in groups if uow.rules.client_of_groups((group,)))
    foreign = (*teams, *clients)
    await unshared_channel(uow, channel, tuple(await _strangers(uow, channel) - set(foreign)))
    await shared_channel(uow, channel, foreign)


async def seen_channel(uow: UnitOfWork, room: Room) -> None:
    """What a platform tells of a channel now, whatever events of it we missed."""
    await seen_by(uow, room.channel, room.teams, room.groups)
    if room.member and not room.archived:
        await channel_is_back(uow, room.channel)


async def _strangers(uow: UnitOfWork, channel: Channel) -> frozenset[str]:
    """The foreign teams because of which we post nothing in a channel."""
    return frozenset((await uow.desk.once_value(_stopped(channel)) or "").split())


async def _keep_strangers(uow: UnitOfWork, channel: Channel, teams: frozenset[str] | set[str]) -> None:
    if teams:
        await uow.desk.keep_value(_stopped(channel), " ".join(sorted(teams)))
    else:
        await uow.desk.forget(_stopped(channel))


def _stopped(channel: Channel) -> str:
    return f"stopped:{channel.key}"
