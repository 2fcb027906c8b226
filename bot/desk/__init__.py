"""desk.yaml: one pydantic model per section, and `load`, which turns its text into rules or into all its errors."""
