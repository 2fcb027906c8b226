"""The three faces of a ticket."""

from bot.views.ticket_client import client_card
from bot.views.ticket_desk import desk_card
from bot.views.ticket_team import team_card

__all__ = ["client_card", "desk_card", "team_card"]
