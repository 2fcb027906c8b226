"""Rows: tables, the unit of work, and the queries and row functions of each noun; SQLAlchemy Core on both databases."""
