"""Reading a body without letting it fill the memory."""

from collections.abc import AsyncIterable


class TooLarge(ValueError):
    """The body is longer than it may be."""


async def read_at_most(chunks: AsyncIterable[bytes], limit: int) -> bytes:
    """The whole body (already decompressed, so that a bomb counts in full); raises TooLarge beyond `limit` bytes."""
    parts: list[bytes] = []
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge
        parts.append(chunk)
    return b"".join(parts)
