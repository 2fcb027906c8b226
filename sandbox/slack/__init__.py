"""Slack's own side of the wire: Web API, pushes, Block Kit; its truth is the documentation at docs.slack.dev."""
