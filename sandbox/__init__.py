"""A Slack on this machine: to try and test the bot without an account; it imports nothing of the product."""
