"""Letters that belong to no ticket: greetings, panels, digests, what a flood holds up."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.chat.cards import Card
from bot.domain.digests import Audience
from bot.domain.sheets import Setting
from bot.domain.words import EntryId, Language, PersonId
from bot.errors import PitbossError
from bot.operations.digests import digest_for
from bot.operations.floods import flood_end
from bot.operations.shifts import absence_news, deal_news, shift_news
from bot.store.corrections import most_corrected
from bot.store.floods import waiting_in
from bot.store.letters import Outgoing
from bot.store.unit_of_work import UnitOfWork
from bot.views import intake
from bot.views.corrections import corrected_part
from bot.views.digest import draw_digest
from bot.views.duty import absence_card, deal_card, dealt_card, ping_card, shift_card
from bot.views.flood import flood_card, flood_end_card
from bot.words import Words, label, named

CORRECTED_SINCE = timedelta(days=7)
CORRECTED_SHOWN = 3
"""Rules that a digest names."""


class Moot(PitbossError):
    """There is nothing to send any more."""


async def notice(uow: UnitOfWork, letter: Outgoing, message: str, words: Words) -> Card:
    """The card of a letter that belongs to no ticket, as it should look now; raises Moot."""
    facts = letter.facts
    setting = Setting(Language(facts["language"]), facts["zone"], uow.now)
    match message:
        case "intake/ask":
            people = named(await uow.people.names([PersonId(each) for each in facts["calls"]]), setting, words)
            return intake.ask_card(EntryId(facts["entry"]), setting, words, people)
        case "intake/unheard":
            people = named(await uow.people.names([PersonId(facts["person"])]), setting, words)
            return intake.unheard_card(people, setting, words)
        case "intake/greeting":
            return intake.greeting_card(uow.rules.binding(letter.where.channel), setting, words)
        case "intake/unbound":
            return intake.unbound_card(setting, words)
        case "intake/cut_off":
            return intake.cut_off_card(tuple(facts["clients"]), facts["why"], setting, words)
        case "intake/stopped":
            return intake.stopped_card(setting, words)
        case "intake/stopped_elsewhere":
            team = uow.rules.teams.get(facts["team"])
            return intake.stopped_card(setting, words, label(team.name, setting) if team else uow.rules.name)
        case "flood":
            return await _flood(uow, letter, setting, words)
        case "panel":
            return intake.panel_card(tuple(uow.rules.categories.values()), setting, words)
        case "rota/ping":
            wanted = [*_calls(facts), *([PersonId(facts["by"])] if facts["by"] else [])]
            return ping_card(facts, named(await uow.people.names(wanted), setting, words), setting, words)
        case "rota/shift":
            return shift_card(await shift_news(uow, facts), setting, words)
        case "rota/deal":
            return deal_card(await deal_news(uow, facts["deal"], _calls(facts)), setting, words)
        case "rota/dealt":
            return dealt_card(await deal_news(uow, facts["deal"], _calls(facts)), setting, words)
        case "rota/away":
            return absence_card(await absence_news(uow, facts), setting, words)
        case _:
            return await _digest(uow, facts, setting, words)


def _calls(facts: Mapping[str, Any]) -> tuple[PersonId, ...]:
    return tuple(PersonId(each) for each in facts["calls"])


async def _flood(uow: UnitOfWork, letter: Outgoing, setting: Setting, words: Words) -> Card:
    if end := await flood_end(uow, letter.where.channel, letter.facts):
        return flood_end_card(end, setting, words)
    waiting = await waiting_in(uow, letter.where.channel)
    if waiting is None:
        raise Moot(why="all are shown")
    return flood_card(waiting, setting, words)


async def _digest(uow: UnitOfWork, facts: Mapping[str, Any], setting: Setting, words: Words) -> Card:
    plan = next((each for each in uow.rules.digests if each.key == facts["digest"]), None)
    if plan is None:
        raise Moot(why="the digest is no longer planned")
    digest, names = await digest_for(uow, plan, facts)
    card = draw_digest(digest, plan, named(names, setting, words), setting, words)
    if plan.audience is not Audience.COORDINATORS:
        return card
    found = await most_corrected(uow, uow.now - CORRECTED_SINCE, CORRECTED_SHOWN)
    return replace(card, parts=(*card.parts, *corrected_part(found, uow.rules, setting, words)))
