"""A command's words become a call: parsed, judged by role, completed from the thread, or asked for by a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.calls import Argument, Call, Command, How, Kind, Message
from bot.chat.replies import Reply
from bot.chat.requests import RemoteFile
from bot.converting import convert
from bot.domain.clients import ChannelBinding
from bot.domain.people import Role
from bot.domain.permissions import Actor, Standing, Stranger
from bot.domain.rules import Colleagues, DeskRules
from bot.domain.sheets import Setting
from bot.domain.words import DraftId, Place, TicketId
from bot.drafting import show_form
from bot.errors import NotAllowed, UserError
from bot.store.unit_of_work import UnitOfWork
from bot.words import Words


@dataclass(frozen=True)
class Invocation:
    """A command as somebody used it: raw words by input name; `ticket` is the thread's or the message's own."""

    command: Command
    actor: Actor
    place: Place
    binding: ChannelBinding | None
    how: How
    raw: Mapping[str, str] = field(default_factory=dict)
    ticket: TicketId | None = None
    message: Message | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[RemoteFile, ...]] = field(default_factory=dict)
    draft: DraftId | None = None
    known: tuple[Command, ...] = ()


def may(command: Command, standing: Standing, colleagues: Colleagues) -> bool:
    """Whether somebody may use a command at all; desk.yaml says how far colleagues go, strangers may ask for help."""
    if standing.stranger or standing.role not in command.roles:
        return command.name == "help"
    if standing.role is not Role.COLLEAGUE or command.name == "help":
        return True
    return colleagues.may_open if command.name in ("open", "form") else colleagues.may_look


def is_offered(command: Command, actor: Actor, rules: DeskRules) -> bool:
    """Whether somebody is told of a command at all: they may use it, by their role and by a permission of its own."""
    own = command.permission is None or command.permission(rules, actor)
    return own and may(command, actor.standing, rules.colleagues)


def must_be_allowed(uow: UnitOfWork, command: Command, actor: Actor) -> None:
    """Raise UserError when somebody may not use a command, whatever words stand behind it."""
    stranger = actor.standing.stranger
    if stranger and command.name != "help":
        raise UserError("other_client_here" if stranger is Stranger.OTHER_CLIENT else "stranger")
    if not may(command, actor.standing, uow.rules.colleagues):
        raise NotAllowed(command=command.name, roles=sorted(command.roles))


async def invoke(uow: UnitOfWork, words: Words, invocation: Invocation) -> Reply:
    """Run a command, or open the form that asks for what is missing."""
    command, actor = invocation.command, invocation.actor
    must_be_allowed(uow, command, actor)
    setting = Setting(actor.language, actor.zone, uow.now)
    values: dict[str, Any] = {}
    for each in command.arguments:
        raw = invocation.raw.get(each.name)
        if raw is None and each.kind is Kind.TICKET and each.name == "ticket":
            values[each.name] = invocation.ticket
        else:
            values[each.name] = await convert(uow, each, raw, setting) if raw is not None else None
    call = Call(
        actor=actor,
        place=invocation.place,
        binding=invocation.binding,
        how=invocation.how,
        input=command.takes(**values),
        words=words,
        setting=setting,
        answers=invocation.answers,
        files=invocation.files,
        message=invocation.message,
        draft=invocation.draft,
        known=invocation.known,
        raw=invocation.raw,
    )
    missing = [each for each in command.arguments if each.required and values[each.name] is None]
    if not missing:
        return await command.run(call, uow)
    return await _ask_for(uow, call, command, missing, invocation)


async def _ask_for(
    uow: UnitOfWork, call: Call[Any], command: Command, missing: Sequence[Argument], invocation: Invocation
) -> Reply:
    for each in missing:
        if each.kind is Kind.TICKET:
            raise UserError("no_ticket_here" if each.name == "ticket" else "missing_argument", name=each.name)
    if command.form is None:
        raise UserError("missing_argument", name=missing[0].name)
    form = await command.form(call, uow)
    return await show_form(uow, call, command.name, form, invocation.raw)
