"""Pitboss: how the bot works, from pure rules (domain) up to the composition root (app)."""
