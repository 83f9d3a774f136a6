"""`porter up`: everything on this machine, in the foreground, until Ctrl-C."""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from porter.core.config import settings
from porter.core.embedded import claim, next_free_port
from porter.core.embedded.server import last_lines
from porter.launch import doctor, frontend, programs, standing
from porter.launch.backing import Backing, backing
from porter.launch.errors import LaunchError
from porter.launch.first_look import show
from porter.launch.http import answers
from porter.launch.logins import logins
from porter.launch.steps import step
from porter.launch.supervisor import Supervisor

READY_WITHIN_S = 90
_GIVE_UP_AFTER = 3


@dataclass(frozen=True)
class _Task:
    """Something that is done before the start, by a process of its own."""

    title: str
    name: str
    argv: list[str]


def run(argv: list[str]) -> int:
    """Start everything, say where it is, watch it, stop it in order."""
    parser = argparse.ArgumentParser(prog="porter up", description=__doc__)
    parser.add_argument("--drivers", type=int, default=40, help="simulated drivers; 0 for a city at rest")
    parser.add_argument("--no-build", action="store_true", help="use the frontend as it is")
    wishes = parser.parse_args(argv)
    with ExitStack() as stack:
        data_dir = settings().data_dir.resolve()
        data_dir.mkdir(parents=True, exist_ok=True)
        stack.enter_context(claim(data_dir / "up.lock"))
        supervisor = Supervisor(_say)
        stack.enter_context(supervisor.signals())
        _check(data_dir)
        servers = stack.enter_context(backing(data_dir, exclusive=True))
        stack.callback(supervisor.stop)
        _run_all(supervisor, servers, wishes)
    _say("  Stopped. Nothing is left running.")
    return 0


def _check(data_dir: Path) -> None:
    with step("Looking at this machine") as shown:
        warnings = doctor.demand()
        left = programs.end_leftovers(data_dir)
        shown.note = f"ended {left} process(es) of a killed run" if left else ""
    for warning in warnings:
        show(warning, sys.stdout)


def _run_all(supervisor: Supervisor, servers: Backing, wishes: argparse.Namespace) -> None:
    port = next_free_port(settings().port, host=settings().host)
    address = f"http://localhost:{port}"
    marker = {programs.MARKER: str(settings().data_dir.resolve())}
    env = programs.environment({**servers.environment, **marker, "PORTER_PORT": str(port)})
    for server in servers.servers:
        supervisor.adopt(server)
    _prepare(supervisor, servers.database_url, env)
    if not wishes.no_build and not supervisor.ending:
        frontend.build(env, cancelled=lambda: supervisor.ending)
    _serve(supervisor, address, env)
    if supervisor.ending:
        return
    if wishes.drivers and not settings().is_production:
        argv = programs.simulator(address, wishes.drivers)
        supervisor.start(programs.program("simulator", argv, env, niceness=programs.BEHIND))
    note = settings().data_dir / "address.json"
    draft = note.with_suffix(".draft")
    draft.write_text(json.dumps({"address": address}))
    draft.replace(note)  # whoever waits for it reads it as soon as it is there
    _welcome(address)
    supervisor.run()
    note.unlink(missing_ok=True)
    _say("\n  Stopping …")


def _prepare(supervisor: Supervisor, url: str, env: dict[str, str]) -> None:
    """Schema and demo city, as far as they are not there yet."""
    schema, city = _Task("Database schema", "migrate", programs.migrate()), _Task("Demo city", "seed", programs.seed())
    _once(supervisor, schema, env, stands=lambda: standing.has_newest_schema(url))
    if settings().is_production:
        return
    _once(supervisor, city, env, stands=lambda: standing.has_demo_city(url))
    if not supervisor.ending:
        standing.remember_demo_city(url)


def _once(supervisor: Supervisor, what: _Task, env: dict[str, str], *, stands: Callable[[], bool]) -> None:
    if supervisor.ending:
        return
    with step(what.title) as shown:
        if stands():
            shown.note = "unchanged"
            return
        task = programs.program(what.name, what.argv, env)
        task.log.unlink(missing_ok=True)
        task.restart()
        while (code := task.poll()) is None and not supervisor.ending:
            shown.progress("")
            _wait(task.process)
        task.stop()
        if code:
            raise LaunchError(f"{what.title} failed. {task.log} ends with:\n{last_lines(task.log, 15)}")


def _wait(process: subprocess.Popen[bytes] | None) -> None:
    if process is None:
        return
    try:
        process.wait(0.2)
    except subprocess.TimeoutExpired:
        return


def _serve(supervisor: Supervisor, address: str, env: dict[str, str]) -> None:
    if supervisor.ending:
        return
    with step("Web, worker, clock") as shown:
        supervisor.start(programs.program("web", programs.web(), env))
        supervisor.start(programs.program("worker", programs.worker(), env, niceness=programs.BEHIND))
        supervisor.start(programs.program("beat", programs.beat(), env))
        waited = 0

        def ready() -> bool:
            nonlocal waited
            waited += 1
            shown.progress("waiting for the first answer")
            if supervisor.failures("web") >= _GIVE_UP_AFTER or waited > READY_WITHIN_S / 0.2:
                log = settings().data_dir / "logs" / "web.log"
                raise LaunchError(f"The web process does not come up. {log} ends with:\n{last_lines(log, 15)}")
            return answers(f"{address}/health/ready")

        supervisor.run(until=ready)


def _welcome(address: str) -> None:
    _say(f"\n  Porter runs at {address}\n")
    for login in logins(settings().data_dir):
        _say(f"    {login.role:<11} {address}{login.path:<17} {login.how}")
    _say(f"\n  Logs: {settings().data_dir / 'logs'}    Stop: Ctrl-C\n")


def _say(line: str) -> None:
    print(line, flush=True)
