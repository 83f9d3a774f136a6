"""Porter's commands: `porter <command>`, or `python -m porter.cli <command>`. One line per command in the table."""

import importlib
import sys
from dataclasses import dataclass

from porter.core.embedded import EmbeddedError, NoFreePort
from porter.launch.errors import LaunchError


@dataclass(frozen=True)
class Command:
    """Where a command lives; its module is loaded when it is called."""

    module: str
    verb: str
    promise: str


COMMANDS = {
    "up": Command("porter.launch.up", "run", "start everything: servers, schema, demo city, web, worker, simulator"),
    "build": Command("porter.launch.alone", "build", "build the frontend when its sources have changed"),
    "migrate": Command("porter.launch.alone", "migrate", "bring the database to the newest schema"),
    "revision": Command("porter.launch.alone", "revision", "write the migration for what has changed in the tables"),
    "seed": Command("porter.launch.alone", "seed", "put the demo city into an empty database"),
    "serve": Command("porter.launch.alone", "serve", "run the web process"),
    "worker": Command("porter.launch.alone", "worker", "run a Celery worker"),
    "beat": Command("porter.launch.alone", "beat", "run Celery's clock"),
    "invite-admin": Command("porter.launch.alone", "invite_admin", "print the invitation for the first administrator"),
    "simulate": Command("porter.launch.alone", "simulate", "run drivers and customers against a running Porter"),
    "health": Command("porter.launch.alone", "health", "succeed when the web process here is ready (for containers)"),
    "doctor": Command("porter.launch.doctor", "run", "say what is missing on this machine and how to mend it"),
    "screenshots": Command("porter.launch.screenshots", "run", "photograph every page of a running Porter"),
    "reset": Command("porter.launch.reset", "run", "delete the data of this checkout"),
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when it went well, 2 for an unknown one, 1 with plain words otherwise."""
    words = sys.argv[1:] if argv is None else argv
    name, rest = (words[0], words[1:]) if words else ("help", [])
    if name not in COMMANDS:
        print(usage(), file=sys.stdout if name in ("help", "-h", "--help") else sys.stderr)
        return 0 if name in ("help", "-h", "--help") else 2
    command = COMMANDS[name]
    try:
        return int(getattr(importlib.import_module(command.module), command.verb)(rest))
    except (LaunchError, EmbeddedError, NoFreePort) as error:
        print(f"\n{error}\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def usage() -> str:
    """All commands with what they do."""
    rows = "\n".join(f"  {name:<12} {command.promise}" for name, command in COMMANDS.items())
    return f"Usage: porter <command> [options]\n\n{rows}\n"


if __name__ == "__main__":
    sys.exit(main())
