"""auth.* and apps.*: who am I, and a socket please."""

import base64
import json

from sandbox.kinds import Json
from sandbox.slack.call import Call
from sandbox.slack.errors import ApiError
from sandbox.slack.events import authorizations


async def test(call: Call) -> Json:
    """Who this token is."""
    app, team = call.app, call.world.teams[call.app.team]
    return {
        "url": f"{call.sandbox.base_url}/",
        "team": team.name,
        "user": app.bot_name,
        "team_id": team.id,
        "user_id": app.bot_user,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


async def open_connection(call: Call) -> Json:
    """A WebSocket's address, good for one connection within half a minute."""
    ticket = call.sandbox.tickets.new_socket(call.app.id, call.app.team)
    return {"url": f"ws://{call.host}/link/?ticket={ticket}&app_id={call.app.id}"}


async def list_authorizations(call: Call) -> Json:
    """For whom an event was visible."""
    try:
        context = json.loads(base64.urlsafe_b64decode(call.need("event_context").removeprefix("4-")))
    except ValueError as error:
        raise ApiError("invalid_event_context") from error
    if context.get("aid") != call.app.id:
        raise ApiError("invalid_event_context")
    rows, metadata = call.page(authorizations(call.app))
    return {"authorizations": rows, "response_metadata": metadata}
