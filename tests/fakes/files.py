"""A file store in memory."""

import hashlib

from bot.errors import Rejected


class FakeFiles:
    """Implements FileStore; what it holds lives as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.marker = ""

    async def put(self, data: bytes) -> str:
        """Keep bytes under their hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.kept[sha256] = data
        return sha256

    async def get(self, sha256: str) -> bytes:
        """The bytes of a hash; raises Rejected when they are not there."""
        if sha256 not in self.kept:
            raise Rejected("file store: the bytes are not there")
        return self.kept[sha256]

    async def remove(self, sha256: str) -> None:
        """Let go of bytes."""
        self.kept.pop(sha256, None)

    async def check(self, marker: str) -> str | None:
        """Whether this is the store that the marker names."""
        self.marker = self.marker or marker
        return None if self.marker == marker else "another installation's"
