"""The supervisor with real processes: restarts the dead, slows down, stops all in order, leaves no grandchild."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from porter.core.embedded.process import is_alive
from porter.launch.supervisor import Program, Supervisor
from tests.waiting import until

SLEEPER = "import time; time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
)
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""


class Script:
    """Makes programs, remembers what the supervisor said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []
        self.supervisor = Supervisor(self.said.append, first_pause_s=0.05, longest_pause_s=0.2)

    def program(self, name: str, code: str, *, grace_s: float = 5) -> Program:
        argv = [sys.executable, "-c", code]
        return Program(name, argv, self.folder / f"{name}.log", dict(os.environ), self.folder, grace_s=grace_s)


@pytest.fixture
def script(tmp_path: Path) -> Iterator[Script]:
    made = Script(tmp_path)
    yield made
    made.supervisor.stop()


def _pid(program: Program) -> int:
    assert program.process is not None
    return program.process.pid


def test_a_killed_child_runs_again_and_its_last_words_are_shown(script: Script) -> None:
    web = script.program("web", "import time; print('fatal: no ink', flush=True); time.sleep(600)")
    script.supervisor.start(web)
    first = _pid(web)
    until(lambda: "no ink" in web.log.read_text())
    os.kill(first, signal.SIGKILL)
    script.supervisor.run(until=lambda: _pid(web) != first, poll_s=0.01)
    assert web.poll() is None
    assert any("SIGKILL" in line for line in script.said)
    assert "    web | fatal: no ink" in script.said


def test_a_child_that_keeps_dying_is_tried_ever_more_slowly(script: Script) -> None:
    broken = script.program("broken", "raise SystemExit(3)")
    script.supervisor.start(broken)
    script.supervisor.run(until=lambda: script.supervisor.failures("broken") >= 4, poll_s=0.01)
    pauses = [line.split("again in ")[1].split(" s")[0] for line in script.said if "again in" in line]
    assert pauses[:4] == ["0.05", "0.1", "0.2", "0.2"]
    assert any("code 3" in line for line in script.said)


def test_stop_ends_the_last_started_first(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []
    before = Program.stop
    monkeypatch.setattr(Program, "stop", lambda program: (ended.append(program.name), before(program))[0])
    for name in ("database", "web", "simulator"):
        script.supervisor.start(script.program(name, SLEEPER))
    script.supervisor.stop()
    assert ended == ["simulator", "web", "database"]


def test_a_child_that_will_not_end_is_made_to(script: Script) -> None:
    stubborn = script.program("stubborn", STUBBORN, grace_s=0.2)
    script.supervisor.start(stubborn)
    until(lambda: stubborn.log.exists() and "up" in stubborn.log.read_text())
    pid = _pid(stubborn)
    script.supervisor.stop()
    assert not is_alive(pid)


def test_stopping_takes_the_grandchildren_along(script: Script) -> None:
    parent = script.program("parent", PARENT)
    script.supervisor.start(parent)
    until(lambda: parent.log.read_text().strip().isdigit())
    grandchild = int(parent.log.read_text())
    script.supervisor.stop()
    until(lambda: not is_alive(grandchild))


def test_a_child_killed_alone_does_not_leave_its_children_to_the_next_run(script: Script) -> None:
    parent = script.program("parent", PARENT)
    script.supervisor.start(parent)
    until(lambda: parent.log.read_text().strip().isdigit())
    grandchild, first = int(parent.log.read_text()), _pid(parent)
    os.kill(first, signal.SIGKILL)
    script.supervisor.run(until=lambda: _pid(parent) != first, poll_s=0.01)
    until(lambda: not is_alive(grandchild))


def test_a_polite_kill_ends_the_watch(script: Script) -> None:
    script.supervisor.start(script.program("web", SLEEPER))
    with script.supervisor.signals():
        os.kill(os.getpid(), signal.SIGTERM)
        script.supervisor.run(poll_s=0.01)
    assert script.supervisor.ending


def test_a_long_log_is_put_aside(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("porter.launch.supervisor._LOG_LIMIT_BYTES", 100)
    web = script.program("web", SLEEPER)
    web.log.write_text("x" * 200)
    script.supervisor.start(web)
    assert web.log.stat().st_size == 0
    assert web.log.with_suffix(".old.log").stat().st_size == 200


def test_who_is_nice_gets_its_turn_later_also_after_a_crash(script: Script) -> None:
    worker = script.program("worker", SLEEPER)
    worker.niceness = 7
    script.supervisor.start(worker)
    first = _pid(worker)
    assert os.getpriority(os.PRIO_PROCESS, first) == 7
    os.kill(first, signal.SIGKILL)
    script.supervisor.run(until=lambda: _pid(worker) != first, poll_s=0.01)
    assert os.getpriority(os.PRIO_PROCESS, _pid(worker)) == 7
