"""usergroups.*"""

from sandbox.kinds import Json
from sandbox.slack.call import Call
from sandbox.slack.errors import ApiError
from sandbox.slack.objects import usergroup_object


async def list_groups(call: Call) -> Json:
    """All user groups of the workspace."""
    with_users = call.flag("include_users")
    groups = [group for group in call.world.usergroups.values() if group.team == call.app.team]
    return {"usergroups": [usergroup_object(group, with_users) for group in groups]}


async def list_users(call: Call) -> Json:
    """The people of one user group."""
    group = call.world.usergroups.get(call.need("usergroup"))
    if group is None or group.team != call.app.team:
        raise ApiError("no_such_subteam")
    return {"users": list(group.users)}
