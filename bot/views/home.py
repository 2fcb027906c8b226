"""Somebody's own page."""

from bot.chat.cards import Card, Line, Note
from bot.domain.sheets import Listing, Setting
from bot.views.listing import client_line, staff_line
from bot.words import Words


def home_card(my: Listing, setting: Setting, words: Words, for_client: bool = False) -> Card:
    """My tickets in the order in which they come, which is that of their next deadline; a client's in its own words."""
    title = words.plain("home/title", setting)
    if not my.tickets:
        return Card(words.plain("home/empty", setting), title, parts=(Line(words.say("home/empty", setting)),))
    rows = tuple(
        Line(
            client_line(each, setting, words) if for_client else staff_line(each, my.names, setting, words, my.clients)
        )
        for each in my.tickets
    )
    order = () if for_client else (Note(words.say("home/order", setting)),)
    return Card(words.plain("home/summary", setting, count=my.total), title, parts=(*rows, *order))
