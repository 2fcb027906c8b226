"""team.* and bots.*."""

from sandbox.kinds import Json
from sandbox.slack.call import Call
from sandbox.slack.errors import ApiError
from sandbox.slack.objects import bot_profile, team_object


async def info(call: Call) -> Json:
    """The workspace of the token, or one that shares a channel with it."""
    team_id = call.text("team") or call.app.team
    known = {t for channel in call.world.channels_of(call.app.bot_user) for t in channel.teams} | {call.app.team}
    if team_id not in known:
        raise ApiError("team_not_found")
    return {"team": team_object(call.world.teams[team_id], call.sandbox.base_url)}


async def bot_info(call: Call) -> Json:
    """A bot by its bot id."""
    wanted = call.text("bot") or call.app.bot_id
    app = next((a for a in call.world.apps.values() if a.bot_id == wanted), None)
    if app is None:
        raise ApiError("bot_not_found")
    profile = bot_profile(app, call.sandbox.base_url)
    profile.pop("team_id")
    return {"bot": profile}
