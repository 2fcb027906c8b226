"""Slack: one workspace as a chat platform."""

from integrations.slack.platform import SlackPlatform

__all__ = ["SlackPlatform"]
