"""What has to be true of a machine for Porter to run, each with how to mend it."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from porter.core.config import Settings
from porter.core.embedded import EmbeddedError, is_free, next_free_port, owner, postgres, valkey
from porter.core.embedded.process import command_line
from porter.launch import first_look
from porter.launch.backing import reach_database, reach_redis
from porter.launch.errors import LaunchError
from porter.launch.first_look import Finding
from porter.launch.frontend import built_fingerprint, fingerprint, web_dir
from porter.launch.node import node

MINIMUM_NODE = (20, 19)
NEEDED_MEMORY_MB = 1200


Check = Callable[[Settings], Finding]


def findings(settings: Settings) -> Iterator[Finding]:
    """Look at everything, one after the other."""
    for check in CHECKS:
        yield check(settings)


def python_is_new_enough(_: Settings) -> Finding:
    """Python 3.11 or newer."""
    return first_look.python_is_new_enough()


def folder_is_writable(settings: Settings) -> Finding:
    """We may write where the data shall lie."""
    mend = "Make that folder yours (chown), or choose another: PORTER_DATA_DIR=/a/folder make run"
    return first_look.folder_is_writable(settings.data_dir, mend)


def disk_has_room(settings: Settings) -> Finding:
    """Room for the databases and the build."""
    return first_look.disk_has_room(settings.data_dir, is_built=built_fingerprint() is not None, is_installed=True)


def memory_suffices(_: Settings) -> Finding:
    """Enough memory for the whole stack; less is slow, not impossible."""
    free_mb = _available_memory_mb()
    if free_mb is None or free_mb >= NEEDED_MEMORY_MB:
        return Finding(f"Memory: {free_mb:,} MB available" if free_mb is not None else "Memory: not measured here")
    return Finding(
        f"Only {free_mb:,} MB of memory are available",
        f"Close something: {NEEDED_MEMORY_MB:,} MB are comfortable.",
        True,
    )


def node_is_there(settings: Settings) -> Finding:
    """Node to build with, or a build that needs none."""
    if built_fingerprint() == fingerprint(Path(__file__).resolve().parents[2]):
        return Finding(f"Frontend is built in {web_dir()}")
    found = node()
    if found is None:
        return Finding(
            "No Node.js, and the frontend has to be built", "Run `make run` once with a network: it installs one."
        )
    shown = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    version = tuple(int(part) for part in shown.lstrip("v").split(".")[:2] if part.isdigit())
    if version < MINIMUM_NODE:
        return Finding(f"Node.js {shown} at {found} is too old", "Run `make run` with a network: it installs its own.")
    return Finding(f"Node.js {shown}")


def port_is_free(settings: Settings) -> Finding:
    """The web port; the next free one is taken when it is busy."""
    if is_free(settings.port, settings.host):
        return Finding(f"Port {settings.port} is free")
    other = next_free_port(settings.port, host=settings.host)
    return Finding(
        f"Port {settings.port} is taken by {listener(settings.port)}",
        f"Porter will use {other}. To choose yourself: PORTER_PORT={other} make run",
        True,
    )


def database_is_reachable(settings: Settings) -> Finding:
    """Your PostgreSQL, or programs to run our own."""
    if url := os.environ.get("DATABASE_URL"):
        return _reached("PostgreSQL of DATABASE_URL", lambda: reach_database(url))
    try:
        folder = postgres.programs()
    except EmbeddedError as error:
        return Finding("No PostgreSQL programs", str(error))
    return Finding(f"PostgreSQL programs in {folder}")


def redis_is_reachable(_: Settings) -> Finding:
    """Your Redis, or a program to run our own."""
    if url := os.environ.get("REDIS_URL"):
        return _reached("Redis of REDIS_URL", lambda: reach_redis(url))
    try:
        program = valkey.program()
    except EmbeddedError as error:
        return Finding("No Valkey program", str(error))
    return Finding(f"Valkey at {program}")


def root_can_step_down(settings: Settings) -> Finding:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0 or "DATABASE_URL" in os.environ or postgres.namespaces_work():
        return Finding("PostgreSQL runs without root's rights")
    reached = subprocess.run(["test", "-x", postgres.programs()], user="nobody", check=False).returncode == 0
    if reached:
        return Finding("PostgreSQL runs as 'nobody' (no user namespaces here)")
    return Finding(
        "You are root, user namespaces are off, and the account 'nobody' cannot reach this checkout",
        "Run as a normal user, or move the checkout out of root's home, or: sysctl user.max_user_namespaces=1000",
    )


def nothing_runs_here(settings: Settings) -> Finding:
    """One Porter per data folder: a second start stops at once. For the doctor; a start finds out by claiming."""
    if holder := owner(settings.data_dir / "up.lock"):
        return Finding(
            f"Porter is running here already (process {holder})",
            "`make run` would stop: use the one that runs, or stop it first (Ctrl-C where it was started).",
        )
    return Finding("No Porter is running in this checkout")


CHECKS: tuple[Check, ...] = (
    python_is_new_enough,
    folder_is_writable,
    disk_has_room,
    memory_suffices,
    node_is_there,
    port_is_free,
    database_is_reachable,
    redis_is_reachable,
    root_can_step_down,
)


def listener(port: int) -> str:
    """Who listens on a port, as far as this account may know."""
    for pid in _holders(_listening_inodes(port)):
        return f"process {pid} ({command_line(pid).strip()[:80]})"
    return "another program"


def _reached(what: str, reach: Callable[[], None]) -> Finding:
    try:
        reach()
    except LaunchError as error:
        message, _, mend = str(error).partition("\n")
        return Finding(message, mend)
    return Finding(f"{what} answers")


def _available_memory_mb() -> int | None:
    try:
        rows = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return None
    found = [int(row.split()[1]) // 1000 for row in rows if row.startswith("MemAvailable")]
    return found[0] if found else None


def _listening_inodes(port: int) -> set[str]:
    found = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        rows = table.read_text().splitlines()[1:] if table.exists() else []
        for fields in (row.split() for row in rows):
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                found.add(fields[9])
    return found


def _holders(inodes: set[str]) -> Iterator[int]:
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for entry in Path("/proc").glob("[0-9]*") if wanted else ():
        try:
            if any(str(handle.readlink()) in wanted for handle in (entry / "fd").iterdir()):
                yield int(entry.name)
        except OSError:
            continue
