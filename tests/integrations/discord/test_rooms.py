"""Which channels we see, as the gateway tells it, and who let us in."""

from typing import Any

from bot.domain.words import Channel, Source
from integrations.discord.rooms import VIEW_CHANNEL, Rooms

SERVER, ME, ROLE = "1", "2", "3"
SEES, BLIND = str(VIEW_CHANNEL), "0"


def channel(number: str, *overwrites: tuple[str, str, str], kind: int = 0) -> dict[str, Any]:
    rows = [{"id": name, "type": 0, "allow": allow, "deny": deny} for name, allow, deny in overwrites]
    return {"id": number, "type": kind, "guild_id": SERVER, "permission_overwrites": rows}


def server(*channels: dict[str, Any], everyone: str = BLIND) -> dict[str, Any]:
    roles = [
        {"id": SERVER, "permissions": everyone},
        {"id": ROLE, "permissions": "0", "tags": {"bot_id": ME}},
    ]
    return {
        "id": SERVER,
        "owner_id": "9",
        "roles": roles,
        "members": [{"user": {"id": ME}, "roles": [ROLE]}],
        "channels": list(channels),
        "threads": [{"id": "77", "type": 11, "parent_id": "10"}],
    }


def rooms(*channels: dict[str, Any], everyone: str = BLIND) -> Rooms:
    found = Rooms(SERVER, ME)
    assert found.learn("GUILD_CREATE", server(*channels, everyone=everyone)) == ()
    return found


def test_threads_know_their_channel() -> None:
    """Those that were awake, those that come, and none that we never heard of."""
    found = rooms(channel("10"))
    found.learn("THREAD_CREATE", {"id": "78", "type": 12, "parent_id": "10"})
    assert [found.parent(room) for room in ("77", "78", "10", "99")] == ["10", "10", "", None]
    found.learn("THREAD_DELETE", {"id": "78", "parent_id": "10"})
    assert found.parent("78") is None
    assert found.role == ROLE


def test_being_let_in_and_thrown_out_is_told() -> None:
    """By an overwrite that names us or our role; a lost channel says whether it is gone."""
    found = rooms(channel("10"))
    joined = found.learn("CHANNEL_UPDATE", channel("10", (ROLE, SEES, "0")))
    assert joined == ({"channel_id": "10", "why": "", "guild_id": SERVER},)
    left = found.learn("CHANNEL_UPDATE", channel("10", (ROLE, "0", SEES)))
    assert left == ({"channel_id": "10", "why": "removed", "guild_id": SERVER},)
    found.learn("CHANNEL_UPDATE", channel("10", (ME, SEES, "0")))
    gone = found.learn("CHANNEL_DELETE", channel("10"))
    assert [each["why"] for each in gone] == ["deleted"]


def test_a_channel_that_everybody_sees_is_no_invitation() -> None:
    """Nobody asked for us there; but to lose it is to lose it."""
    found = rooms(everyone=SEES)
    assert found.learn("CHANNEL_CREATE", channel("10")) == ()
    assert found.sees("10")
    assert [each["why"] for each in found.learn("CHANNEL_UPDATE", channel("10", (SERVER, "0", SEES)))] == ["removed"]


def test_roles_decide_as_discord_documents_it() -> None:
    """Everybody's overwrite, then those of roles, then our own; an administrator sees all."""
    found = rooms(channel("10", (SERVER, "0", SEES), (ROLE, SEES, "0"), (ME, "0", SEES)), everyone=SEES)
    assert not found.sees("10")
    found.learn("GUILD_ROLE_UPDATE", {"guild_id": SERVER, "role": {"id": ROLE, "permissions": str(1 << 3)}})
    assert found.sees("10")
    found.learn("GUILD_MEMBER_UPDATE", {"guild_id": SERVER, "user": {"id": ME}, "roles": []})
    assert not found.sees("10")


def test_the_message_of_a_forums_post_lies_in_itself() -> None:
    """So that it can be edited."""
    found = rooms(channel("20", kind=15))
    at = Channel("discord", "pit", "20")
    assert found.address(Source(at, "500")) == ("500", "500")
    assert found.address(Source(at, "500/501")) == ("500", "501")
    assert found.address(Source(Channel("discord", "pit", "10"), "500")) == ("10", "500")
