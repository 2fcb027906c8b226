"""People run slash commands and shortcuts, where Slack lets them."""

from sandbox.clock import now
from sandbox.control import lookup
from sandbox.control.clicks import opened_view, outcome
from sandbox.kinds import Json, Refusal, flag
from sandbox.slack import interactions, mentions, responses
from sandbox.slack.errors import ApiError
from sandbox.slack.tickets import ResponseUrl
from sandbox.state import Sandbox
from sandbox.world import App, Channel, User


def _owner(sandbox: Sandbox, user: User, command: str) -> App:
    for app in sandbox.world.apps.values():
        if app.team == user.team and app.state == "installed" and command in app.commands:
            return app
    raise Refusal(f"{command} is not a valid command")


async def command(sandbox: Sandbox, body: Json) -> Json:
    """Somebody types a slash command; only people of the app's own workspace can, and never in a thread."""
    user = lookup.person(sandbox, body)
    channel = lookup.entered(sandbox, body, user)
    name, words = lookup.text(body, "command"), lookup.text(body, "text", "")
    app = _owner(sandbox, user, name)
    if body.get("thread_ts"):
        raise Refusal(f"{name} is not supported in threads. Sorry!")
    if channel.archived:
        raise Refusal("is_archived")
    if app.should_escape or flag(body.get("raw")):
        words = words if flag(body.get("raw")) else mentions.compose(sandbox.world, user, channel, words)
    before = set(sandbox.world.stacks.get(user.id, []))
    payload = interactions.slash_command(sandbox, app, user, channel, name, words)
    answer = await sandbox.pusher.interaction(app, "slash_commands", payload)
    told = outcome(answer)
    if answer.error:
        reason = "operation_timeout" if "timeout" in answer.error else "dispatch_failed"
        return told | {"error": reason, "shown": f"{name} failed with the error “{reason}”"}
    problem = _answer_in_body(sandbox, app, user, channel, answer.payload)
    told |= {"error": problem} if problem else {}
    return told | await opened_view(sandbox, user, before, float(body.get("wait_view", 0)))


def _answer_in_body(sandbox: Sandbox, app: App, user: User, channel: Channel, payload: object) -> str:
    """Show what the app answered directly: text, or a message as JSON. The error, if it was none."""
    if isinstance(payload, str):
        payload = {"text": payload}
    if not isinstance(payload, dict) or not payload:
        return ""
    right = ResponseUrl(app.id, app.team, user.id, channel.id, now())
    entry = sandbox.ledger.add("command_answer", token_app=app.id, args=payload)
    try:
        entry["notified"] = responses.answer(sandbox, app, right, payload)
    except ApiError as error:
        return error.error
    return ""


async def shortcut(sandbox: Sandbox, body: Json) -> Json:
    """Somebody uses a shortcut: of a message when `ts` is given, else a global one."""
    user = lookup.person(sandbox, body)
    app = lookup.some_app(sandbox, body, user.team)
    if app.team != user.team:
        raise Refusal("people of another company cannot use shortcuts")
    callback_id = lookup.text(body, "callback_id")
    before = set(sandbox.world.stacks.get(user.id, []))
    if body.get("ts"):
        channel = lookup.entered(sandbox, body, user)
        message = lookup.message(channel, user, lookup.text(body, "ts"))
        payload = interactions.message_action(sandbox, app, user, channel, message, callback_id)
    else:
        payload = interactions.shortcut(sandbox, app, user, callback_id)
    answer = await sandbox.pusher.interaction(app, "interactive", payload)
    return outcome(answer) | await opened_view(sandbox, user, before, float(body.get("wait_view", 0)))
