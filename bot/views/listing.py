"""Tickets in a row, a line for each."""

from collections.abc import Mapping

from bot.domain.digest import next_due
from bot.domain.plain_text import shorten
from bot.domain.sheets import Setting
from bot.domain.tickets import Ticket
from bot.domain.words import ClientKey, PersonId
from bot.words import Words

TITLE = 90
"""Characters of a ticket's title in a row."""


def staff_line(
    ticket: Ticket,
    names: Mapping[PersonId, str],
    setting: Setting,
    words: Words,
    clients: Mapping[ClientKey, str] | None = None,
) -> str:
    """A ticket as our own people read it in a row."""
    return words.say(
        "answer/line",
        setting,
        id=ticket.id,
        priority=ticket.priority,
        client=(clients or {}).get(ticket.client, ticket.client),
        status=ticket.status,
        owner=(names.get(ticket.owner) or words.plain("former_user", setting)) if ticket.owner else "",
        due=next_due(ticket),
        breached=ticket.breached,
        title=shorten(ticket.title, TITLE),
    )


def client_line(ticket: Ticket, setting: Setting, words: Words) -> str:
    """A ticket as its client reads it in a row."""
    title = shorten(ticket.title, TITLE)
    return words.say("answer/client_line", setting, id=ticket.id, status=ticket.status, title=title)
