"""The REST API under /discord/api/v10: one small function per route, by noun; `table.py` lists them all."""
