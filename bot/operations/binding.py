"""Bindings made from chat: an override of desk.yaml, checked as a whole before it is kept."""

from collections.abc import Mapping
from typing import Any

from bot.desk.faults import DeskInvalid
from bot.desk.load import load
from bot.desk.overrides import channel_path
from bot.domain.clients import ChannelBinding, ChannelKind, Threads
from bot.domain.plain_text import fold
from bot.domain.words import Channel, ClientKey
from bot.errors import UserError
from bot.store.unit_of_work import UnitOfWork


async def bind(uow: UnitOfWork, channel: Channel, kind: ChannelKind, owner: str, how: Mapping[str, str]) -> None:
    """A channel belongs to a client, a team or the desk; raises UserError when it is somebody else's already."""
    owner = _owner(uow, kind, owner)
    binding = uow.rules.binding(channel)
    if binding and (binding.kind, binding.owner) != (kind, owner):
        raise UserError("bound_elsewhere")
    await keep_binding(uow, channel, kind, owner, how)


def _owner(uow: UnitOfWork, kind: ChannelKind, word: str) -> str:
    if kind is ChannelKind.DESK:
        return ""
    names = (
        {key: (each.name,) for key, each in uow.rules.clients.items()}
        if kind is ChannelKind.CLIENT
        else {key: tuple(each.name.texts.values()) for key, each in uow.rules.teams.items()}
    )
    found = [key for key, spelled in names.items() if fold(word) in {key, *map(fold, spelled)}]
    if not found:
        raise UserError("unknown_client" if kind is ChannelKind.CLIENT else "unknown_team", word=word)
    return str(found[0])


async def keep_binding(
    uow: UnitOfWork, channel: Channel, kind: ChannelKind, owner: str, how: Mapping[str, str]
) -> None:
    """Keep the override; raises UserError when desk.yaml would not be right with it."""
    known = await uow.desk.overrides()
    path, value = _override(uow, channel, kind, owner, how)
    if moved := _path_of(known, channel):
        path, value = moved, {"channel": channel.key, **value}
    await _keep(uow, known, path, value)


async def move_binding(uow: UnitOfWork, old: Channel, new: Channel) -> None:
    """A bound channel has another id; raises UserError when desk.yaml would not be right with it."""
    binding = uow.rules.binding(old)
    if binding is None or uow.rules.binding(new):
        return
    known = await uow.desk.overrides()
    match binding.kind:
        case ChannelKind.CLIENT:
            path = _path_of(known, old) or channel_path(ClientKey(binding.owner), old)
            await _keep(uow, known, path, {"channel": new.key, **_habits(binding)})
        case ChannelKind.TEAM:
            await _keep(uow, known, f"teams.{binding.owner}.channel", new.key)
        case ChannelKind.DESK:
            channels = [new if each == old else each for each in uow.rules.desk.channels]
            await _keep(uow, known, "desk.channels", [each.key for each in channels])


async def _keep(uow: UnitOfWork, known: Mapping[str, Any], path: str, value: object) -> None:
    try:
        load(uow.desk_text, {**known, path: value})
    except DeskInvalid as error:
        raise UserError("refused", why=error.errors[0].message) from error
    assert uow.actor is not None
    await uow.desk.override(path, value, uow.actor.person)
    uow.rules_changed()


def _path_of(known: Mapping[str, Any], channel: Channel) -> str | None:
    """The override that gave a client's channel its id, when it moved from another one."""
    return next((path for path, value in known.items() if _channel_in(value) == channel.key), None)


def _channel_in(value: object) -> object:
    return value.get("channel") if isinstance(value, dict) else None


def _override(
    uow: UnitOfWork, channel: Channel, kind: ChannelKind, owner: str, how: Mapping[str, str]
) -> tuple[str, Any]:
    match kind:
        case ChannelKind.CLIENT:
            return channel_path(ClientKey(owner), channel), {**_habits_here(uow, channel, owner), **how}
        case ChannelKind.TEAM:
            return f"teams.{owner}.channel", channel.key
        case ChannelKind.DESK:
            return "desk.channels", [each.key for each in (*uow.rules.desk.channels, channel)]


def _habits_here(uow: UnitOfWork, channel: Channel, owner: str) -> dict[str, str]:
    """What stays as it is when a channel is bound anew; a new one talks apart where the client's others do."""
    binding = uow.rules.binding(channel)
    if binding is not None:
        return _habits(binding)
    others = uow.rules.clients[ClientKey(owner)].channels
    apart = any(each.threads is Threads.PRIVATE for each in others if each.channel.platform == channel.platform)
    return {"threads": str(Threads.PRIVATE)} if apart else {}


def _habits(binding: ChannelBinding) -> dict[str, str]:
    """How a client's channel speaks and listens."""
    spoken = {"language": str(binding.language), "zone": binding.zone}
    return {**spoken, "mode": str(binding.mode), "threads": str(binding.threads)}
