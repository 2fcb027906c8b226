"""What happens to us on a platform: we come and go, channels move, somebody opens their page."""

from bot.chat.replies import Done, Reply
from bot.chat.requests import (
    BotJoined,
    BotLeft,
    ChannelBack,
    ChannelMoved,
    ChannelSeen,
    ChannelShared,
    ChannelUnshared,
    CutOff,
    OpenedHome,
    PersonChanged,
    Request,
)
from bot.domain.permissions import Actor
from bot.domain.words import Channel, Place
from bot.operations.absences import call_others
from bot.operations.rooms import (
    channel_is_back,
    greet,
    lost_channel,
    lost_workspace,
    moved_channel,
    seen_by,
    shared_channel,
    unshared_channel,
)
from bot.store.outbox import Kind
from bot.store.unit_of_work import UnitOfWork

_OCCURRENCES = (
    BotJoined,
    BotLeft,
    CutOff,
    ChannelMoved,
    ChannelSeen,
    ChannelShared,
    ChannelUnshared,
    ChannelBack,
    OpenedHome,
    PersonChanged,
)


def is_occurrence(request: Request) -> bool:
    """Whether a request tells what happened to us, rather than what somebody wants."""
    return isinstance(request, _OCCURRENCES)


async def hear_occurrence(uow: UnitOfWork, actor: Actor, request: Request) -> Reply:
    """Do what an occurrence calls for."""
    channel = request.place.channel
    match request:
        case BotJoined():
            await greet(uow, channel)
            await channel_is_back(uow, channel)
        case ChannelBack():
            await channel_is_back(uow, channel)
        case BotLeft(why=why):
            await lost_channel(uow, channel, why)
        case CutOff(why=why):
            await lost_workspace(uow, channel.platform, channel.workspace, why)
        case ChannelMoved(old=old, new=new):
            platform, workspace = channel.platform, channel.workspace
            await moved_channel(uow, Channel(platform, workspace, old), Channel(platform, workspace, new))
        case ChannelShared(teams=teams):
            await shared_channel(uow, channel, teams)
        case ChannelSeen(groups=groups):
            await seen_by(uow, channel, (), groups)
        case ChannelUnshared(teams=teams):
            await unshared_channel(uow, channel, teams)
        case PersonChanged() if await uow.duty.key_of(actor.person):
            await call_others(uow)  # they may have left
        case OpenedHome():
            facts = {
                "person": actor.person,
                "user": actor.account.user,
                "team": actor.account.team,
                "language": actor.language,
                "zone": actor.zone,
                "staff": actor.is_staff,
            }
            await uow.outbox.send(Place(channel), "home", facts, kind=Kind.HOME)
        case _:
            pass
    return Done()
