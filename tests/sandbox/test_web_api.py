"""Tokens, scopes, people and conversations over the wire, as slack_sdk sees them."""

import re
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.table import METHODS


async def test_a_token_says_who_it_is(bot: AsyncWebClient) -> None:
    """auth.test names workspace, bot user and bot."""
    answer = await bot.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0PIT", "U0BOT", "B0PIT")


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        ("xoxb-fake", "apps.connections.open", "not_allowed_token_type"),
        ("xapp-fake", "users.info", "not_allowed_token_type"),
        ("xoxb-fake", "admin.users.list", "unknown_method"),
        ("xoxb-fake", "users.info", "invalid_arguments"),
    ],
)
async def test_wrong_tokens_and_methods(hand: Any, error_of: Any, token: str, method: str, error: str) -> None:
    """Each is refused with Slack's word for it."""
    assert await error_of(hand.client(token).api_call(method)) == error


@pytest.mark.parametrize(("body", "error"), [("{", "invalid_json"), ("[]", "json_not_object")])
async def test_bodies_that_are_no_arguments(hand: Any, body: str, error: str) -> None:
    """Broken JSON, and JSON that is not an object."""
    headers = {"Authorization": "Bearer xoxb-fake", "Content-Type": "application/json"}
    async with hand.session.post(f"{hand.base}/api/auth.test", data=body, headers=headers) as response:
        assert (await response.json())["error"] == error


async def test_a_missing_scope_names_what_is_needed(hand: Any, bot: AsyncWebClient) -> None:
    """missing_scope carries `needed` and `provided`."""
    await hand.do("app", action="scopes", scopes=["chat:write"])
    with pytest.raises(SlackApiError) as caught:
        await bot.users_info(user="U0ANA")
    response = caught.value.response
    assert (response["error"], response["needed"], response["provided"]) == (
        "missing_scope",
        "users:read",
        "chat:write",
    )


async def test_revoked_and_uninstalled(hand: Any, bot: AsyncWebClient, error_of: Any) -> None:
    """A revoked token, then an uninstalled app."""
    await hand.do("app", action="revoke")
    assert await error_of(bot.auth_test()) == "token_revoked"
    await hand.do("app", action="uninstall")
    assert await error_of(bot.auth_test()) == "account_inactive"


async def test_people_of_another_company(bot: AsyncWebClient, error_of: Any) -> None:
    """They come without e-mail and locale, and carry their own team; who shares no channel is a stranger."""
    rita = (await bot.users_info(user="U0RITA", include_locale=True))["user"]
    assert rita["team_id"] == "T0ACME" and "email" not in rita["profile"] and "locale" not in rita
    assert rita["is_stranger"] is False
    assert (await bot.users_info(user="U0FAR"))["user"]["is_stranger"] is True
    ana = (await bot.users_info(user="U0ANA", include_locale=True))["user"]
    assert (ana["profile"]["email"], ana["locale"]) == ("ana@pit.example", "pt-BR")
    assert await error_of(bot.users_info(user="U0NOBODY")) == "user_not_found"
    assert (await bot.users_lookupByEmail(email="ana@pit.example"))["user"]["id"] == "U0ANA"
    assert await error_of(bot.users_lookupByEmail(email="rita@acme.example")) == "users_not_found"


async def test_a_deactivated_person(hand: Any, bot: AsyncWebClient) -> None:
    """They stay, marked as deleted."""
    await hand.do("user", action="deactivate", user="U0BEN")
    assert (await bot.users_info(user="U0BEN"))["user"]["deleted"] is True
    assert not (await hand.post("say", as_="U0BEN", channel="C0DESK", text="x"))["ok"]


async def test_lists_come_in_pages(bot: AsyncWebClient, error_of: Any) -> None:
    """A cursor leads through all of them, each once."""
    found: list[str] = []
    async for page in await bot.users_list(limit=2):
        found += [user["id"] for user in page["members"]]
    assert sorted(found) == ["U0ANA", "U0BEN", "U0BOT"]
    assert await error_of(bot.users_list(cursor="???")) == "invalid_cursor"


async def test_shared_channels_say_so(bot: AsyncWebClient) -> None:
    """The flags of Slack Connect."""
    shared = (await bot.conversations_info(channel="C0ACME", include_num_members=True))["channel"]
    assert shared["is_ext_shared"] and shared["shared_team_ids"] == ["T0PIT", "T0ACME"]
    assert (shared["context_team_id"], shared["num_members"]) == ("T0PIT", 3)
    assert (await bot.conversations_info(channel="C0DESK"))["channel"]["is_ext_shared"] is False


async def test_what_the_bot_can_see(bot: AsyncWebClient, error_of: Any) -> None:
    """A public channel is known without being in it, a private one is not."""
    names = {c["name"] for c in (await bot.conversations_list(types="public_channel,private_channel"))["channels"]}
    assert names == {"acme-support", "desk", "outside"}
    assert await error_of(bot.conversations_info(channel="C0SEC")) == "channel_not_found"
    assert await error_of(bot.conversations_history(channel="C0OUT")) == "not_in_channel"
    assert await error_of(bot.chat_postMessage(channel="C0OUT", text="x")) == "not_in_channel"
    await bot.conversations_join(channel="C0OUT")
    assert (await bot.chat_postMessage(channel="C0OUT", text="x"))["ok"]


async def test_making_and_ending_a_channel(bot: AsyncWebClient, error_of: Any) -> None:
    """create, invite, setTopic, members, archive, with their refusals."""
    channel = (await bot.conversations_create(name="case-1"))["channel"]["id"]
    assert await error_of(bot.conversations_create(name="case-1")) == "name_taken"
    assert await error_of(bot.conversations_create(name="Case 2")) == "invalid_name_specials"
    await bot.conversations_invite(channel=channel, users="U0ANA,U0BEN")
    assert await error_of(bot.conversations_invite(channel=channel, users="U0ANA")) == "already_in_channel"
    assert await error_of(bot.conversations_invite(channel=channel, users="U0RITA")) == "not_in_team"
    await bot.conversations_setTopic(channel=channel, topic="stuck round")
    assert (await bot.conversations_info(channel=channel))["channel"]["topic"]["value"] == "stuck round"
    assert (await bot.conversations_members(channel=channel))["members"] == ["U0BOT", "U0ANA", "U0BEN"]
    await bot.conversations_archive(channel=channel)
    assert await error_of(bot.chat_postMessage(channel=channel, text="x")) == "is_archived"
    assert await error_of(bot.conversations_archive(channel=channel)) == "already_archived"


async def test_direct_conversations(bot: AsyncWebClient) -> None:
    """One person has one; a post to a person's id goes there."""
    channel = (await bot.conversations_open(users="U0ANA"))["channel"]["id"]
    posted = await bot.chat_postMessage(channel="U0ANA", text="psst")
    assert posted["channel"] == channel


async def test_groups_teams_and_bots(bot: AsyncWebClient, error_of: Any) -> None:
    """usergroups.*, team.info, bots.info."""
    assert (await bot.usergroups_list(include_users=True))["usergroups"][0]["users"] == ["U0ANA", "U0BEN"]
    assert (await bot.usergroups_users_list(usergroup="S0ALL"))["users"] == ["U0ANA", "U0BEN"]
    assert (await bot.team_info(team="T0ACME"))["team"]["domain"] == "acme"
    assert await error_of(bot.team_info(team="T0NONE")) == "team_not_found"
    assert (await bot.bots_info(bot="B0PIT"))["bot"]["app_id"] == "A0PIT"


async def test_blocks_can_be_validated(bot: AsyncWebClient) -> None:
    """blocks.validate posts nothing and points at each problem."""
    good = [{"type": "divider"}]
    assert (await bot.api_call("blocks.validate", json={"blocks": good}))["ok"]
    with pytest.raises(SlackApiError) as caught:
        await bot.api_call("blocks.validate", json={"view": {"type": "home", "blocks": [{"type": "nothing"}]}})
    response = caught.value.response
    assert response["error"] == "invalid_view"
    assert "/blocks/0/type" in [row["pointer"] for row in response["errors"]]


async def test_bad_blocks_are_refused_with_pointers(bot: AsyncWebClient) -> None:
    """chat.postMessage answers invalid_blocks and says where."""
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
    with pytest.raises(SlackApiError) as caught:
        await bot.chat_postMessage(channel="C0DESK", text="x", blocks=blocks)
    response = caught.value.response
    assert response["error"] == "invalid_blocks"
    wanted = "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert response["response_metadata"]["messages"] == [wanted]


def test_every_error_that_is_raised_is_declared() -> None:
    """The table of methods declares each error word that the modules of the methods use."""
    declared = {error for method in METHODS.values() for error in method.errors}
    folder = Path(__file__).parents[2] / "sandbox" / "slack"
    sources = [*(folder / "methods").glob("*.py"), folder / "call.py", folder / "content.py", folder / "threads.py"]
    raised = {word for source in sources for word in re.findall(r'ApiError\("(\w+)"', source.read_text("utf-8"))}
    assert raised <= declared, raised - declared


def test_every_method_names_its_page_and_tier() -> None:
    """Documentation page, tier and errors are there for each method."""
    for name, method in METHODS.items():
        assert method.docs == f"https://docs.slack.dev/reference/methods/{name}"
        assert "invalid_auth" in method.errors
