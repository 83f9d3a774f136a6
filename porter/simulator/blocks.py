"""Blocks of people: every simulator of a data folder moves people of its own."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from porter.simulator.names import MOST_BLOCKS


class NoBlockFree(Exception):
    """As many simulators run already as there are people for."""


@contextmanager
def block(folder: Path) -> Iterator[int]:
    """Hold the first free block; the kernel frees it when we end, however that is. Raises NoBlockFree."""
    # Not `core.embedded.claim`: importing the embedded servers for one lock costs 13 MB.
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(MOST_BLOCKS):
        with (folder / f"block-{number}.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield number
            return
    raise NoBlockFree(f"{MOST_BLOCKS} simulators run already: stop one of them first.")
