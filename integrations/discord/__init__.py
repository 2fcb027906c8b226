"""Discord: one server as a chat platform."""

from integrations.discord.platform import DiscordPlatform

__all__ = ["DiscordPlatform"]
