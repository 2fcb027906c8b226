"""`help`: what this person may do here."""

from bot.calls import Call, Command, NoInput, command, usage
from bot.chat.replies import Private, Reply
from bot.domain.people import Role
from bot.invoking import is_offered
from bot.phrasing import arguments_of
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import HelpRow, help_card


@command("help", roles=frozenset(Role), aliases=("ajuda", "ayuda"))
async def help_(call: Call[NoInput], uow: UnitOfWork) -> Reply:
    """List the commands that the actor may use in this place, and by which way."""
    here = call.binding.kind if call.binding else None
    mine = [each for each in call.known if is_offered(each, call.actor, uow.rules)]
    rows = [_row(call, each) for each in mine if not each.hidden and each.room in (None, here)]
    return Private(help_card(rows, call.setting, call.words, for_client=call.actor.client is not None))


def _row(call: Call[NoInput], each: Command) -> HelpRow:
    """A client's people read what a command does for them."""
    summary = f"client_help/{each.name}"
    if call.actor.client is None or not call.words.knows(summary):
        summary = f"help/{each.name}"
    return HelpRow(usage(each.name, arguments_of(each, call.actor.standing)), summary, each.gesture)
