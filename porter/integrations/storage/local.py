"""Files in a folder of this machine: complete, for one machine; several machines share an object store instead."""

import asyncio
import os
import tempfile
from pathlib import Path

from porter.integrations.storage.base import FileMissing, StorageUnavailable, check_key


class LocalStorage:
    """Files under one folder, written beside their place and moved there, so that nobody reads half a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, key: str, data: bytes) -> None:
        """Keep a file whole or not at all."""
        path = self._path(key)
        try:
            await asyncio.to_thread(_write, path, data)
        except OSError as error:
            raise StorageUnavailable() from error

    async def get(self, key: str) -> bytes:
        """A file's bytes. Raises FileMissing."""
        path = self._path(key)
        try:
            return await asyncio.to_thread(path.read_bytes)
        except FileNotFoundError as error:
            raise FileMissing() from error
        except OSError as error:
            raise StorageUnavailable() from error

    async def delete(self, key: str) -> None:
        """Forget a file."""
        path = self._path(key)
        try:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        except OSError as error:
            raise StorageUnavailable() from error

    def _path(self, key: str) -> Path:
        check_key(key)
        return self._folder / key


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".part-", delete=False) as part:
        try:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(path)
        except OSError:
            Path(part.name).unlink(missing_ok=True)
            raise
