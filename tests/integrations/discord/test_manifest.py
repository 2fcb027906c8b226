"""What the set-up asks for is what the bot needs, and what it lacks is told by name."""

import discord
import pytest

from integrations.discord.manifest import (
    INTENTS,
    PERMISSIONS,
    intent_bits,
    invite_link,
    manifest,
    missing_intents,
    missing_permissions,
    permission_bits,
)

NAMES = {
    "Server Members": "members",
    "Message Content": "message_content",
    "Direct Messages": "dm_messages",
    "Guild Message Reactions": "guild_reactions",
}


@pytest.mark.parametrize("each", PERMISSIONS, ids=lambda each: each.name)
def test_a_permission_has_discords_own_bit(each: object) -> None:
    """As the library knows them; pages and library differ in spelling only."""
    assert hasattr(each, "name")
    assert hasattr(each, "bit")
    name = each.name.lower().replace(" ", "_").replace("view_channels", "view_channel")
    assert discord.Permissions(each.bit) == discord.Permissions(**{name: True})


def test_an_intent_has_discords_own_bit() -> None:
    """What is listened to, and no more."""
    wanted = {NAMES.get(each.name, each.name.lower().replace(" ", "_")): True for each in INTENTS}
    assert intent_bits() == discord.Intents(**wanted).value


def test_the_link_asks_for_exactly_what_is_needed() -> None:
    """Neither an administrator's power nor a call of everybody."""
    assert invite_link("42") == (
        "https://discord.com/oauth2/authorize?client_id=42&scope=bot+applications.commands&permissions=2252194950777920"
    )
    assert not permission_bits() & (1 << 3 | 1 << 17)


def test_what_is_missing_is_told_by_name() -> None:
    """An administrator lacks nothing; an intent counts for small and for verified applications."""
    assert missing_permissions(permission_bits()) == missing_permissions(1 << 3) == ()
    assert [each.name for each in missing_permissions(permission_bits() & ~(1 << 51))] == ["Pin Messages"]
    assert [each.name for each in missing_intents(0)] == ["Server Members", "Message Content"]
    assert missing_intents(1 << 15 | 1 << 18) == ()


def test_every_step_is_told() -> None:
    """From the application to the check; the link is ready once the application is known."""
    steps = [line for line in manifest("42").splitlines() if line[:1].isdigit()]
    assert [line[:2] for line in steps] == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert invite_link("42") in manifest("42")
    assert "client_id=<APPLICATION-ID>" in manifest()
