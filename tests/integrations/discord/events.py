"""Events as Discord's documentation shows them, with what a test wants to be different."""

from typing import Any

from integrations.discord.intake import Ears

SERVER, ME, ROLE = "290926798626357999", "80351110224678999", "41771983423143936"
ACME, THREAD = "290926798999357250", "1100000000000000000"
RITA, BEN = "53908099506183680", "53908232506183680"
APPLICATION = "845027738276462632"
EARS = Ears("pit", SERVER, ME, ROLE)


def message(**more: Any) -> dict[str, Any]:
    """https://docs.discord.com/developers/resources/message#message-object"""
    return {
        "id": "1200000000000000000",
        "channel_id": ACME,
        "guild_id": SERVER,
        "author": {"id": RITA, "username": "rita", "global_name": "Rita Prado", "discriminator": "0"},
        "member": {"nick": None, "roles": [], "joined_at": "2024-01-01T00:00:00+00:00"},
        "content": "a round is stuck",
        "timestamp": "2024-01-25T15:53:27.000000+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [{"type": "rich"}],
        "pinned": False,
        "type": 0,
        "flags": 0,
        **more,
    }


def attachment(number: str = "77", name: str = "screen.png") -> dict[str, Any]:
    """https://docs.discord.com/developers/resources/message#attachment-object"""
    return {
        "id": number,
        "filename": name,
        "content_type": "image/png",
        "size": 1200,
        "url": f"https://cdn.discordapp.com/attachments/1/{number}/{name}?ex=1&is=1&hm=1",
        "proxy_url": f"https://media.discordapp.net/attachments/1/{number}/{name}",
    }


def reaction(emoji: str = "👀", **more: Any) -> dict[str, Any]:
    """https://docs.discord.com/developers/events/gateway-events#message-reaction-add"""
    member = {"user": {"id": BEN, "username": "ben"}, "roles": []}
    about = {"user_id": BEN, "channel_id": ACME, "message_id": "1200000000000000000", "guild_id": SERVER}
    return {**about, "member": member, "emoji": {"id": None, "name": emoji}, "burst": False, "type": 0, **more}


def interaction(kind: int, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    """https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object"""
    return {
        "id": "1200000000000000001",
        "application_id": APPLICATION,
        "type": kind,
        "data": data,
        "guild_id": SERVER,
        "guild": {"id": SERVER, "locale": "en-US", "features": []},
        "channel": {"id": ACME, "type": 0, "name": "acme-support", "permissions": "0"},
        "channel_id": ACME,
        "member": {"user": {"id": BEN, "username": "ben"}, "roles": ["539082325061836999"], "permissions": "0"},
        "token": "a-token-of-the-tests",
        "version": 1,
        "locale": "pt-BR",
        "entitlements": [],
        **more,
    }


def in_thread() -> dict[str, Any]:
    """The parts of an interaction that tell of a thread."""
    return {"channel": {"id": THREAD, "type": 11, "parent_id": ACME, "name": "#1"}, "channel_id": THREAD}


def card(flags: int = 0) -> dict[str, Any]:
    """The message that a button stands on."""
    return {"message": message(id="1150000000000000000", flags=flags, author={"id": ME, "bot": True})}
