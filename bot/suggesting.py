"""What somebody could mean while they are typing: choices for one input of a command, within their sight."""

from collections.abc import Iterable

from bot.calls import Argument, Kind
from bot.chat.forms import Choice
from bot.chat.replies import Options
from bot.chat.requests import Suggested
from bot.domain.permissions import Actor
from bot.domain.plain_text import fold, shorten
from bot.domain.tickets import Ticket
from bot.domain.words import Language
from bot.errors import UserError
from bot.hearing import Vocabulary
from bot.invoking import may
from bot.store.lists import Filter, backlog, found, my_tickets
from bot.store.unit_of_work import UnitOfWork

MOST = 25
"""Choices that every platform takes (https://docs.discord.com/developers/interactions/receiving-and-responding)."""
LABEL = 100


async def suggest(uow: UnitOfWork, vocabulary: Vocabulary, actor: Actor, asked: Suggested) -> Options:
    """The choices that fit what was typed, the likeliest first; none for a command that they may not use."""
    try:
        command = vocabulary.find(asked.command)
    except UserError:
        return Options(())
    argument = next((each for each in command.arguments if each.name == asked.argument), None)
    if argument is None or actor.standing.stranger or not may(command, actor.standing, uow.rules.colleagues):
        return Options(())
    if argument.kind is Kind.TICKET:
        return Options(await _tickets(uow, actor, asked.typed))
    return Options(_fitting(_rows(uow, argument, actor.language), asked.typed))


def _rows(uow: UnitOfWork, argument: Argument, language: Language) -> Iterable[tuple[str, str]]:
    """Every value that an input may have, and its name."""
    rules = uow.rules
    match argument.kind:
        case Kind.TEAM:
            return ((key, each.name.in_(language)) for key, each in rules.teams.items())
        case Kind.CATEGORY:
            return ((key, each.label.in_(language)) for key, each in rules.categories.items())
        case Kind.CLIENT:
            return ((key, each.name) for key, each in rules.clients.items())
        case Kind.PERSON:
            return ((key, each.name) for key, each in rules.people.items())
        case Kind.CHOICE:
            return ((each, each) for each in argument.choices)
        case _:
            return ()


def _fitting(rows: Iterable[tuple[str, str]], typed: str) -> tuple[Choice, ...]:
    """Names that begin with what was typed come before those that hold it anywhere."""
    wanted = fold(typed).strip()
    ranked = []
    for value, label in rows:
        names = (fold(label), fold(value))
        if any(wanted in name for name in names):
            ranked.append((not any(name.startswith(wanted) for name in names), Choice(value, shorten(label, LABEL))))
    ranked.sort(key=lambda each: each[0])
    return tuple(choice for _, choice in ranked[:MOST])


async def _tickets(uow: UnitOfWork, actor: Actor, typed: str) -> tuple[Choice, ...]:
    """What they work on when nothing is typed, else what it finds."""
    words = typed.strip()
    if words:
        listing = await found(uow, words, 1)
    else:
        listing = await my_tickets(uow, actor.person)
        if not listing.tickets:
            listing = await backlog(uow, Filter(), 1, "")
    return tuple(_choice(uow, actor, each) for each in listing.tickets[:MOST])


def _choice(uow: UnitOfWork, actor: Actor, ticket: Ticket) -> Choice:
    parts = [f"#{ticket.id}"]
    if actor.is_staff:
        parts += [ticket.priority.code, uow.rules.clients[ticket.client].name]
    return Choice(f"#{ticket.id}", shorten(f"{' · '.join(parts)} – {ticket.title}", LABEL))
