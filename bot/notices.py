"""Letters that belong to no ticket: greetings, panels, digests, what a flood holds up."""

from collections.abc import Mapping
from typing import Any

from bot.chat.cards import Card
from bot.domain.sheets import Setting
from bot.domain.words import EntryId, Language, PersonId
from bot.errors import PitbossError
from bot.operations.digests import digest_for
from bot.operations.floods import flood_end
from bot.store.floods import waiting_in
from bot.store.letters import Outgoing
from bot.store.unit_of_work import UnitOfWork
from bot.views import intake
from bot.views.digest import draw_digest
from bot.views.flood import flood_card, flood_end_card
from bot.words import Words, label, named


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
        case _:
            return await _digest(uow, facts, setting, words)


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
    return draw_digest(digest, plan, named(names, setting, words), setting, words)
