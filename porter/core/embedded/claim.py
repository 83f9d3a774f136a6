"""One owner at a time, kept by the kernel: a claim ends with the process that holds it, however that ends."""

import fcntl
import os
from pathlib import Path
from typing import IO


class EmbeddedError(RuntimeError):
    """An embedded server cannot be used; the message says why and what to do."""


class FolderBusy(EmbeddedError):
    """Another process holds the claim."""


def owner(path: Path) -> str:
    """The process that holds the claim on `path`; "" when it is free."""
    if not path.exists():
        return ""
    with path.open("r") as seen:
        try:
            fcntl.flock(seen, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return seen.read().strip() or "unknown"
    return ""


def claim(path: Path) -> IO[str]:
    """Hold `path` until the returned file is closed. Raises FolderBusy with the owner's process id."""
    path.parent.mkdir(parents=True, exist_ok=True)
    held = path.open("a+")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.seek(0)
        owner = held.read().strip() or "unknown"
        held.close()
        raise FolderBusy(f"{path.parent} belongs to another Porter (process {owner}): stop that one first.") from None
    held.truncate(0)
    held.write(str(os.getpid()))
    held.flush()
    return held
