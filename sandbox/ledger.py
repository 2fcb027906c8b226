"""The ledger: every call, push and use of a response_url, in order."""

from itertools import islice

from sandbox.clock import now
from sandbox.kinds import Json


class Ledger:
    """Numbered entries; an entry of a push is completed in place when its answer is there."""

    def __init__(self) -> None:
        self._entries: list[Json] = []

    def add(self, kind: str, **facts: object) -> Json:
        """Write down something that happened and return its entry."""
        entry: Json = {"n": len(self._entries) + 1, "at": round(now(), 6), "kind": kind, **facts}
        self._entries.append(entry)
        return entry

    def since(self, number: int, limit: int = 100_000) -> list[Json]:
        """The entries after the given number."""
        return list(islice(self._entries, max(number, 0), max(number, 0) + limit))

    @property
    def last(self) -> int:
        """The number of the newest entry."""
        return len(self._entries)
