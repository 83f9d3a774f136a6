"""The storage capability: files by key, whoever keeps them."""

import re
from typing import Protocol

from porter.core.errors import GatewayUnavailable, NotFound

KEY = re.compile(r"[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)*\.[a-z0-9]{2,5}")
"""Small letters, digits and slashes: no key can leave the folder that it is kept in."""


class FileMissing(NotFound):
    """There is no file with this key."""

    code = "file_missing"
    default_message = "This file is no longer there."


class StorageUnavailable(GatewayUnavailable):
    """The file could not be kept or read now."""

    code = "storage_unavailable"
    default_message = "We could not save or read the file. Please try again in a moment."


class Storage(Protocol):
    """Keeps files. Every verb raises StorageUnavailable; ValueError for a key that is none."""

    async def put(self, key: str, data: bytes) -> None:
        """Keep a file whole or not at all; the same key again replaces it."""

    async def get(self, key: str) -> bytes:
        """A file's bytes. Raises FileMissing."""

    async def delete(self, key: str) -> None:
        """Forget a file; one that is not there is no error."""


def check_key(key: str) -> None:
    """Pass for a well-formed key. Raises ValueError."""
    if not KEY.fullmatch(key) or len(key) > 200:
        raise ValueError(f"not a storage key: {key!r}")
