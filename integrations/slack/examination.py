"""What is wrong with tokens, scopes and addresses, each with how to mend it."""

from bot.settings import SlackMode, SlackWorkspace
from integrations.slack.manifest import REQUIRED_SCOPES
from integrations.slack.outcomes import Answer, Failure, Trouble
from integrations.slack.web import Web, attempt

_INSTALL = "api.slack.com/apps → your app → OAuth & Permissions → Reinstall"
_SCREENS = {
    "bot_token": "OAuth & Permissions → Bot User OAuth Token",
    "app_token": "Basic Information → App-Level Tokens (scope connections:write)",
    "signing_secret": "Basic Information → Signing Secret",
}


async def examine(web: Web, workspace: str, settings: SlackWorkspace) -> tuple[str, ...]:
    """What is wrong with a workspace, in plain English; nothing when all is well."""
    found = await _bot_token(web, workspace)
    if settings.transport is SlackMode.SOCKET:
        found += await _app_token(web, workspace, settings)
    elif settings.signing_secret is None or not settings.signing_secret.get_secret_value():
        found.append(f"{_variable(workspace, 'signing_secret')} is missing: {_SCREENS['signing_secret']}.")
    return tuple(found)


async def _bot_token(web: Web, workspace: str) -> list[str]:
    result = await web.call("auth.test", probe=True)
    if isinstance(result, Failure):
        if result.trouble is not Trouble.NO:
            return [f"Slack workspace {workspace}: no answer ({result.word}); check network and API address."]
        return [
            f"Slack workspace {workspace}: the bot token is refused ({result.word}). "
            f"Copy it from {_SCREENS['bot_token']} into {_variable(workspace, 'bot_token')}."
        ]
    given = {scope.strip() for scope in _header(result, "x-oauth-scopes").split(",") if scope.strip()}
    missing = sorted(REQUIRED_SCOPES - given) if given else []
    if not missing:
        return []
    return [f"Slack workspace {workspace}: scopes are missing: {', '.join(missing)}. Add them, then {_INSTALL}."]


async def _app_token(web: Web, workspace: str, settings: SlackWorkspace) -> list[str]:
    token = settings.app_token.get_secret_value() if settings.app_token else ""
    if not token:
        return [f"{_variable(workspace, 'app_token')} is missing: {_SCREENS['app_token']}."]
    result = await attempt(web.client(token), "apps.connections.open", {})
    if isinstance(result, Answer):
        return []
    if result.trouble is not Trouble.NO:
        return [f"Slack workspace {workspace}: no answer about the socket ({result.word}); try again."]
    return [
        f"Slack workspace {workspace}: no socket ({result.word}). "
        f"Switch Socket Mode on and make a new token: {_SCREENS['app_token']}."
    ]


def _header(answer: Answer, name: str) -> str:
    return next((value for key, value in answer.headers.items() if key.lower() == name), "")


def _variable(workspace: str, name: str) -> str:
    return f"PITBOSS_SLACK__{workspace.upper()}__{name.upper()}"
