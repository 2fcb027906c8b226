"""`who`: who is on duty, in one team or in all."""

from dataclasses import dataclass

from bot.calls import Call, Kind, argument, command
from bot.chat.replies import Private, Reply
from bot.domain.permissions import LOOKING
from bot.domain.words import TeamKey
from bot.store.unit_of_work import UnitOfWork
from bot.views.answers import WhoRow, who_card


@dataclass(frozen=True)
class WhoInput:
    """Which team; all when none is named."""

    team: TeamKey | None = argument(Kind.TEAM, required=False)


@command("who", roles=LOOKING, takes=WhoInput)
async def who(call: Call[WhoInput], uow: UnitOfWork) -> Reply:
    """Name who is called now, and each team's lead."""
    people = uow.rules.people
    teams = [each for key, each in uow.rules.teams.items() if call.input.team in (None, key)]
    rows = []
    for team in teams:
        duty = await uow.duty.on_duty(team)
        person = people[duty.person].name if duty.person else ""
        rows.append(WhoRow(team.name, person, duty.reason, people[team.lead].name if team.lead else ""))
    return Private(who_card(rows, call.setting, call.words))
