"""A team's shifts as a calendar that others subscribe to: `/calendar/<team>.ics?token=…`, one token for each team."""

import hashlib
import hmac
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.domain.words import TeamKey
from bot.operations.duty_calendar import export_calendar
from bot.store.unit_of_work import EVERYTHING, Store

AHEAD = timedelta(weeks=8)


def token_of(secret: str, team: str) -> str:
    """What opens a team's calendar; another secret makes another one."""
    return hmac.new(secret.encode(), f"calendar:{team}".encode(), hashlib.sha256).hexdigest()[:32]


def path_of(secret: str, team: str) -> str:
    """Where a team's calendar is, with its token."""
    return f"/calendar/{team}.ics?token={token_of(secret, team)}"


def calendar_route(store: Store, secret: str) -> Route:
    """The calendars of all teams; a wrong token and a team that there is not look the same."""

    async def calendar(request: Request) -> Response:
        team, given = request.path_params["team"], request.query_params.get("token", "")
        if not hmac.compare_digest(given.encode(), token_of(secret, team).encode()):
            return PlainTextResponse("not found", 404)
        async with store.look(EVERYTHING) as uow:
            room = uow.rules.teams.get(TeamKey(team))
            told = await export_calendar(uow, room, AHEAD) if room else None
        if told is None:
            return PlainTextResponse("not found", 404)
        return Response(told, media_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, no-store"})

    return Route("/calendar/{team}.ics", calendar)
