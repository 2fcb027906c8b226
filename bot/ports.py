"""Small protocols for what the layers below the integrations need from outside."""

from typing import Protocol


class FileStore(Protocol):
    """Keeps bytes under the SHA-256 of their content."""

    async def put(self, data: bytes) -> str:
        """Keep bytes durably; returns their hash in hex. Raises Unavailable when the disk does not take them."""
        ...

    async def get(self, sha256: str) -> bytes:
        """The bytes of a hash; raises Rejected when they are not there or are damaged."""
        ...

    async def remove(self, sha256: str) -> None:
        """Let go of bytes that nothing names any more; bytes that are not there are no error."""
        ...

    async def check(self, marker: str) -> str | None:
        """Whether this is the store that the marker names; what is wrong, or None."""
        ...
