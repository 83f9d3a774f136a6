"""`porter up` as a person meets it, with small stand-ins for the web, the worker and the others."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

from porter.core.embedded import free_port, is_free, valkey
from porter.core.embedded.process import is_alive
from tests.servers import TestServers
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]

DRIVER = '''
import os, sys
from porter import cli
from porter.launch import frontend, programs

WEB = """
import http.server, os
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"ready")
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORTER_PORT"])), Ready).serve_forever()
"""
SEED = r"print('login\\tOperations\\t/ops/sign-in\\tmeera@porter.example\\tsesame'); print('login\\tDriver\\t/driver/sign-in\\tRavi')"
IDLE = "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(600)"

def stand_in(code):
    return lambda *_: [sys.executable, "-c", code]

programs.web = stand_in(os.environ.get("STAND_IN_WEB", WEB))
programs.worker = programs.beat = programs.simulator = stand_in(IDLE)
programs.seed = stand_in(os.environ.get("STAND_IN_SEED", SEED))
programs.migrate = stand_in("")
frontend.build = lambda env, **_: None
sys.exit(cli.main(sys.argv[1:]))
'''


class Launch:
    """One `porter up` in a process of its own."""

    def __init__(self, data_dir: Path, port: int, **extra: str) -> None:
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        env = {
            **kept,
            "PORTER_MODE": "development",
            "PORTER_DATA_DIR": str(data_dir),
            "PORTER_PORT": str(port),
            **extra,
        }
        self.said = data_dir.parent / f"said-{os.urandom(4).hex()}"
        with self.said.open("w") as out:
            argv = [sys.executable, "-c", DRIVER, "up", "--drivers", "1"]
            self.process = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)

    @property
    def text(self) -> str:
        return self.said.read_text()

    def welcome(self) -> "Launch":
        until(lambda: "Stop: Ctrl-C" in self.text or self.process.poll() is not None, within_s=60, what=self.text)
        assert self.process.poll() is None, self.text
        return self

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


Start = Callable[..., Launch]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    launches: list[Launch] = []

    def go(port: int | None = None, **extra: str) -> Launch:
        launches.append(Launch(tmp_path / "data", port or free_port(), **extra))
        return launches[-1]

    yield go
    for launch in launches:
        if launch.process.poll() is None:
            launch.end(signal.SIGTERM)


def _ours(data_dir: Path) -> list[int]:
    """Every process whose environment or command line names this data folder."""
    needle = str(data_dir).encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            named = needle in (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if named and is_alive(int(entry.name)):
            found.append(int(entry.name))
    return found


def test_it_comes_up_says_where_and_stops_without_a_trace(start: Start, tmp_path: Path) -> None:
    port = free_port()
    launch = start(port).welcome()
    assert f"http://localhost:{port}" in launch.text
    assert all(f"✓ {step}" in launch.text for step in ("PostgreSQL", "Valkey", "Database schema", "Demo city", "Web"))
    assert f"http://localhost:{port}/ops/sign-in" in launch.text
    assert "meera@porter.example   password sesame" in launch.text
    assert "Ravi   code in /dev/inbox" in launch.text
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
        assert answer.read() == b"ready"
    assert launch.end() == 0
    assert "Nothing is left running" in launch.text
    assert _ours(tmp_path / "data") == []
    assert is_free(port)


def test_after_a_kill_of_the_launcher_nothing_runs_and_the_next_start_works(start: Start, tmp_path: Path) -> None:
    launch = start().welcome()
    assert len(_ours(tmp_path / "data")) > 5
    launch.process.kill()
    launch.process.wait()
    until(lambda: _ours(tmp_path / "data") == [], what="the end of all children")
    assert start().welcome().end() == 0


def test_what_a_killed_launcher_left_is_ended_by_the_next(start: Start, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    marker = {"PORTER_LAUNCHED_FROM": str(data_dir)}
    argv = [sys.executable, "-c", "import time; time.sleep(600)"]
    left = subprocess.Popen(argv, env={**os.environ, **marker})
    launch = start().welcome()
    assert left.wait(5) == -signal.SIGKILL
    assert "of a killed run" in launch.text


def test_a_busy_port_is_named_and_the_next_free_one_taken(start: Start, tmp_path: Path) -> None:
    with valkey.start(tmp_path / "neighbour") as neighbour:
        launch = start(neighbour.port).welcome()
        assert f"Port {neighbour.port} is taken by process {neighbour.pid}" in launch.text
        address = json.loads((tmp_path / "data" / "address.json").read_text())["address"]
        assert not address.endswith(str(neighbour.port))


def test_a_second_launcher_of_the_same_folder_is_refused_politely(start: Start) -> None:
    first = start().welcome()
    second = start()
    assert second.process.wait(30) == 1
    assert f"process {first.process.pid}" in second.text
    assert "Traceback" not in second.text


def test_a_killed_postgres_and_a_killed_web_come_back(start: Start, tmp_path: Path) -> None:
    launch = start().welcome()
    postmaster = tmp_path / "data" / "postgres" / "postmaster.pid"
    for name, pid in (("postgres", int(postmaster.read_text().split()[0])), ("web", _listening(tmp_path))):
        os.kill(pid, signal.SIGKILL)
        until(lambda name=name: f"{name} runs again" in launch.text, what=f"the return of {name}")
    until(lambda: _answers(tmp_path))


def test_it_starts_on_servers_of_yours_and_runs_none_of_its_own(
    start: Start, database: TestServers, tmp_path: Path
) -> None:
    launch = start(DATABASE_URL=database.database_url, REDIS_URL=database.redis_url).welcome()
    for title, url in (("PostgreSQL", database.database_url), ("Valkey", database.redis_url)):
        port = urlsplit(url).port
        assert re.search(rf"✓ {title} +[\d.]+ s  yours at \S+:{port}\n", launch.text), launch.text
    worker = tmp_path / "data" / "logs" / "worker.log"
    until(lambda: worker.read_text().strip() == database.database_url, what="the address that the worker was given")
    assert not (tmp_path / "data" / "postgres").exists()
    assert not (tmp_path / "data" / "valkey").exists()
    assert launch.end() == 0
    with psycopg2.connect(database.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,), "yours goes on"
    connection.close()


def test_a_failed_step_shows_the_end_of_its_log_and_leaves_nothing(start: Start, tmp_path: Path) -> None:
    launch = start(STAND_IN_SEED="raise SystemExit('no such city')")
    assert launch.process.wait(60) == 1
    assert "✗ Demo city" in launch.text
    assert "no such city" in launch.text
    assert "Traceback" not in launch.text
    assert _ours(tmp_path / "data") == []


def test_a_web_process_that_never_comes_up_is_given_up(start: Start) -> None:
    launch = start(STAND_IN_WEB="raise SystemExit('cannot bind')")
    assert launch.process.wait(60) == 1
    assert "cannot bind" in launch.text


@pytest.mark.parametrize(
    ("name", "url"),
    [("DATABASE_URL", "postgresql://porter:sesame@127.0.0.1:9/porter"), ("REDIS_URL", "redis://:sesame@127.0.0.1:9")],
)
def test_an_unreachable_server_of_yours_is_explained_without_its_password(start: Start, name: str, url: str) -> None:
    launch = start(**{name: url})
    assert launch.process.wait(60) == 1
    assert f"{name} points at 127.0.0.1:9" in launch.text
    assert "sesame" not in launch.text
    assert "Traceback" not in launch.text


def _address(tmp_path: Path) -> str:
    return str(json.loads((tmp_path / "data" / "address.json").read_text())["address"])


def _answers(tmp_path: Path) -> bool:
    try:
        with urllib.request.urlopen(_address(tmp_path)) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _listening(tmp_path: Path) -> int:
    web = [pid for pid in _ours(tmp_path / "data") if b"HTTPServer" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    serving = [pid for pid in web if b"STAND_IN_WEB" not in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert len(serving) == 1
    return serving[0]
