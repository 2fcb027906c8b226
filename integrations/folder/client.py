"""Bytes in a folder, under the hash of their content: written, synced, then renamed."""

import asyncio
import hashlib
import os
import secrets
from pathlib import Path

from bot.errors import Rejected, Unavailable

_MARKER = "PITBOSS"


class FolderStore:
    """Implements FileStore on a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, data: bytes) -> str:
        """Keep bytes durably; returns their hash in hex. Raises Unavailable when the disk does not take them."""
        return await asyncio.to_thread(self._put, data)

    async def get(self, sha256: str) -> bytes:
        """The bytes of a hash; raises Rejected when they are not there or are damaged."""
        return await asyncio.to_thread(self._get, sha256)

    async def remove(self, sha256: str) -> None:
        """Let go of bytes that nothing names any more; bytes that are not there are no error."""
        await asyncio.to_thread(self._path(sha256).unlink, missing_ok=True)

    async def check(self, marker: str) -> str | None:
        """What is wrong when this is not the folder that the marker names, or nothing can be written into it.

        An empty one takes the marker.
        """
        return await asyncio.to_thread(self._check, marker)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:]

    def _put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        if path.exists():
            return sha256
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            half = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
            with half.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            half.rename(path)
            _sync(path.parent)
        except OSError as error:
            raise Unavailable(f"file store: {error.strerror}") from error
        return sha256

    def _get(self, sha256: str) -> bytes:
        try:
            data = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise Rejected("file store: the bytes are not there") from error
        except OSError as error:
            raise Unavailable(f"file store: {error.strerror}") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Rejected("file store: the bytes are damaged")
        return data

    def _check(self, marker: str) -> str | None:
        path = self._folder / _MARKER
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.write_text(marker)
            found = path.read_text().strip()
            probe = self._folder / f"probe.{secrets.token_hex(4)}"
            probe.write_text(marker)
            probe.unlink()
        except OSError as error:
            return f"the file store {self._folder} cannot be used: {error.strerror}"
        if found != marker:
            return f"the file store {self._folder} belongs to another installation; set PITBOSS_FILES"
        return None


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
