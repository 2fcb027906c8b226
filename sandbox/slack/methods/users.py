"""users.*"""

from sandbox.kinds import Json
from sandbox.slack.call import Call
from sandbox.slack.errors import ApiError
from sandbox.slack.methods.conversations import kinds_wanted, of_kinds
from sandbox.slack.objects import channel_object, user_object


async def info(call: Call) -> Json:
    """One person; the locale only on request and only of one's own workspace."""
    user = call.user()
    shown = user_object(call.world, user, call.app)
    if call.flag("include_locale") and not call.world.is_external(user, call.app):
        shown["locale"] = user.locale
    return {"user": shown}


async def list_users(call: Call) -> Json:
    """The people of the token's workspace, page by page."""
    users = [user for user in call.world.users.values() if user.team == call.app.team]
    rows, metadata = call.page(users, default=max(len(users), 1))
    members = [user_object(call.world, user, call.app) for user in rows]
    return {"members": members, "cache_ts": 0, "response_metadata": metadata}


async def lookup_by_email(call: Call) -> Json:
    """A person of the token's workspace by e-mail address."""
    email = call.need("email").lower()
    for user in call.world.users.values():
        if user.team == call.app.team and user.email.lower() == email and not user.deleted:
            return {"user": user_object(call.world, user, call.app)}
    raise ApiError("users_not_found")


async def conversations(call: Call) -> Json:
    """The conversations that a person, or the bot itself, is in."""
    user_id = call.user("user").id if call.text("user") else call.app.bot_user
    mine = [c for c in call.world.channels_of(user_id) if call.sees(c)]
    rows, metadata = call.page(of_kinds(mine, kinds_wanted(call), call.flag("exclude_archived")))
    return {"channels": [channel_object(c, call.app) for c in rows], "response_metadata": metadata}
