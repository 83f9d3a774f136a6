"""Processes of a running Porter, found by what they are and killed by their number."""

import os
import signal
from pathlib import Path

from tests.browser.stack import Stack
from tests.waiting import until

WORDS = {"web": "porter.serve", "worker": "porter.worker:app"}


def kill(stack: Stack, name: str) -> None:
    """kill -9, children first where a process has them, and wait until it is really gone."""
    pid = pid_of(stack, name)
    for child in _children(pid) if name in WORDS else []:
        _kill(child)
    _kill(pid)
    until(lambda: not _runs(pid), what=f"the end of {name}")


def until_back(stack: Stack, name: str, before: int) -> None:
    """Wait until the supervisor has brought it back as another process."""

    def back() -> bool:
        now = pid_of(stack, name, missing=before)
        return now != before and _runs(now)

    until(back, within_s=90, what=f"the return of {name}")


def pid_of(stack: Stack, name: str, missing: int = 0) -> int:
    """Its process id; `missing` while it does not run."""
    if name == "postgres":
        lock = stack.folder / "data" / "postgres" / "postmaster.pid"
        return int(lock.read_text().split()[0]) if lock.exists() else missing
    words = WORDS.get(name, "valkey-server")
    assert stack.process
    found = [pid for pid in _children(stack.process.pid) if words in _command(pid)]
    return found[0] if found else missing


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
