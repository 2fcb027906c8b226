"""`on-duty`: who is on duty now and next; take a shift over, swap one, or take either back."""

import re
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.calls import Argument, Call, Kind, argument, command
from bot.chat.replies import Private, Reply
from bot.converting import convert
from bot.domain.duty import shifts
from bot.domain.duty_spans import Span, read_span
from bot.domain.permissions import LOOKING
from bot.domain.teams import Team
from bot.domain.words import PersonId, TeamKey
from bot.errors import NotAllowed, UserError
from bot.operations.rota import ask_for_it, deal_of, offer_to_swap, offer_to_take, take_back
from bot.operations.shifts import FORESEEN, deal_news
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import rota_said_card
from bot.views.duty import DutyRow, offer_card, on_duty_card

WAYS = ("take", "swap", "drop")
_MENTION = re.compile(r"(<@!?\w{1,40}(?:\|[^<>]{0,80})?>|\S+)\s*(.*)", re.DOTALL)


@dataclass(frozen=True)
class OnDutyInput:
    """Which team (all when none is named), what to do, with whom (`who=@ben`, or first in the rest), and when."""

    team: TeamKey | None = argument(Kind.TEAM, required=False, here=True)
    what: str | None = argument(Kind.CHOICE, required=False, choices=WAYS)
    who: PersonId | None = argument(Kind.PERSON, required=False, named=True)
    when: str | None = argument(Kind.TEXT, required=False)


@command("on-duty", roles=LOOKING, takes=OnDutyInput, aliases=("rota",))
async def on_duty(call: Call[OnDutyInput], uow: UnitOfWork) -> Reply:
    """Show it privately in the reader's zone, or change it."""
    wanted = call.input
    if wanted.what is None:
        teams = [each for key, each in uow.rules.teams.items() if wanted.team in (None, key)]
        return Private(on_duty_card([await _row(uow, each) for each in teams], call.setting, call.words))
    if not call.actor.is_staff:
        raise NotAllowed()
    if wanted.team is None:
        raise UserError("missing_argument", name="team")
    match wanted.what:
        case "take":
            deal = await offer_to_take(uow, wanted.team, _span(call, wanted.when or ""), call.actor)
            return Private(offer_card(await deal_news(uow, deal.id, ()), call.setting, call.words))
        case "swap":
            return await _swap(call, uow, wanted.team)
        case _:
            taken = await take_back(uow, wanted.team, call.actor)
            return Private(rota_said_card("taken_back", call.setting, call.words, count=len(taken)))


async def _swap(call: Call[OnDutyInput], uow: UnitOfWork, team: TeamKey) -> Reply:
    """The other one is asked, openly, and it holds once they agree."""
    who, when = call.input.who, call.input.when or ""
    if who is None:
        found = _MENTION.fullmatch(when.strip())
        if found is None:
            raise UserError("missing_argument", name="who")
        who, when = await convert(uow, Argument("who", Kind.PERSON), found[1], call.setting), found[2]
        assert who is not None
    deal = await offer_to_swap(uow, team, _span(call, when), who, call.actor)
    await ask_for_it(uow, await deal_of(uow, deal.id))
    names = await uow.people.names([who])
    return Private(rota_said_card("asked", call.setting, call.words, person=names[who]))


def _span(call: Call[OnDutyInput], said: str) -> Span:
    span = read_span(said, call.setting.now, ZoneInfo(call.setting.zone), call.setting.language)
    if span is None:
        raise UserError("bad_span", word=said)
    return span


async def _row(uow: UnitOfWork, team: Team) -> DutyRow:
    duty, people = await uow.duty.on_duty(team), uow.rules.people
    ahead = shifts(team, uow.now, uow.now + FORESEEN, await uow.duty.changes())
    names = [people[each.person].name if each.person else "–" for each in ahead]
    week = [
        (each.start, name) for each, name in zip(ahead, names, strict=True) if each.start < uow.now + timedelta(days=8)
    ]
    return DutyRow(
        team.name,
        people[duty.person].name if duty.person else "",
        duty.reason,
        ahead[0].end if len(ahead) > 1 else None,
        names[1] if len(ahead) > 1 else "",
        tuple(week),
        tuple((people[each.person].name, each.why.value, each.until) for each in duty.skipped),
    )
