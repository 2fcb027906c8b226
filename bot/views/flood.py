"""The card that counts what waits for the desk's channel in a flood, and the line that is left of it."""

from collections.abc import Iterable

from bot.chat.cards import Card, Fact, Facts, Line, Note, Tone
from bot.domain.floods import FloodEnd, FloodSheet
from bot.domain.sheets import Setting
from bot.views.parts import button, literal, quiet_message
from bot.words import Words, from_to

CLIENTS = 5
"""Clients that are named; the others are counted."""


def flood_card(flood: FloodSheet, setting: Setting, words: Words) -> Card:
    """How many wait, of whom and how severe, since when, and the button that lists them."""
    title = words.plain("flood/waiting", setting, count=flood.count)
    order = Line(words.say("flood/order", setting, wait=setting.now - flood.oldest))
    counts = (("by_priority", _by_priority(flood)), ("by_client", _by_client(flood, setting, words)))
    facts = tuple(Fact(words.plain(f"flood/{name}", setting), markup) for name, markup in counts)
    return Card(
        summary=title,
        title=title,
        tone=Tone.WARNING,
        parts=(order, Facts(facts), Note(words.say("digest/updated", setting, at=setting.now))),
        buttons=(button(words, setting, "show_them", "backlog", "status=new"),),
    )


def flood_end_card(end: FloodEnd, setting: Setting, words: Words) -> Card:
    """One line for a flood that is over, and one for what was given up."""
    shown = {"count": end.shown, "span": from_to(end.began, end.ended, setting)}
    card = quiet_message(words, setting, "flood/shown", **shown)
    if not end.given_up:
        return card
    lost = Line(words.say("flood/given_up", setting, count=end.given_up), Tone.WARNING)
    return Card(card.summary, tone=Tone.WARNING, parts=(*(card.parts if end.shown else ()), lost))


def _by_priority(flood: FloodSheet) -> str:
    return _row((f"<b>{priority.code}</b>", count) for priority, count in flood.by_priority())


def _by_client(flood: FloodSheet, setting: Setting, words: Words) -> str:
    clients = flood.by_client()
    named = _row((literal(name), count) for name, count in clients[:CLIENTS])
    others = sum(count for _, count in clients[CLIENTS:])
    return f"{named} · {words.say('flood/others', setting, count=others)}" if others else named


def _row(counts: Iterable[tuple[str, int]]) -> str:
    return " · ".join(f"{each} {count}" for each, count in counts)
