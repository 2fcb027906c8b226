"""`bind`: say whose channel this is."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.forms import Form
from bot.chat.replies import Private, Reply
from bot.domain.clients import ChannelKind, IntakeMode
from bot.domain.permissions import COORDINATION
from bot.domain.words import Language
from bot.operations.binding import bind as tie
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import said_card
from bot.views.forms import bind_form


@dataclass(frozen=True)
class BindInput:
    """`client acme`, `team integrations` or `desk`; and how a client's channel speaks and listens."""

    kind: str = argument(Kind.CHOICE, choices=tuple(ChannelKind))
    owner: str | None = argument(Kind.WORD, required=False)
    language: str | None = argument(Kind.CHOICE, required=False, choices=("en", "pt_br", "es"))
    zone: str | None = argument(Kind.WORD, required=False)
    mode: str | None = argument(Kind.CHOICE, required=False, choices=tuple(IntakeMode))


async def _form(call: Call[BindInput], uow: UnitOfWork) -> Form:
    return bind_form(uow.rules.clients.values(), uow.rules.teams.values(), call.setting, call.words)


@command("bind", roles=COORDINATION, takes=BindInput, form=_form)
async def bind(call: Call[BindInput], uow: UnitOfWork) -> Reply:
    """Keep the binding as an override of desk.yaml."""
    wanted = call.input
    language = next((each for each in Language if each.lower() == wanted.language), None)
    how = {"language": language, "zone": wanted.zone, "mode": wanted.mode}
    given = {name: str(value) for name, value in how.items() if value}
    await tie(uow, call.place.channel, ChannelKind(wanted.kind), wanted.owner or "", given)
    return Private(said_card("bound", call.setting, call.words))
