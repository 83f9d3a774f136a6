"""The embedded servers: start, attach, refuse, survive a kill, leave nothing behind."""

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from porter.core.embedded import (
    EmbeddedError,
    FolderBusy,
    Server,
    free_port,
    is_free,
    next_free_port,
    ports,
    postgres,
    valkey,
)
from porter.core.embedded.ports import HIGHEST
from porter.core.embedded.process import command_line, is_alive
from tests.waiting import until

KINDS: dict[str, Callable[[Path], Server]] = {"postgres": postgres.start, "valkey": valkey.start}
ROOT = Path(__file__).resolve().parents[2]

LAUNCHER = """
import sys, pathlib
from porter.core.embedded import postgres, valkey
server = {"postgres": postgres, "valkey": valkey}[sys.argv[1]].start(pathlib.Path(sys.argv[2]))
print(server.pid, server.port, flush=True)
sys.stdin.read()
"""


@pytest.fixture(params=sorted(KINDS))
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    with KINDS[request.param](tmp_path) as running:
        yield running


@pytest.fixture
def database(tmp_path: Path) -> Iterator[postgres.Postgres]:
    with postgres.start(tmp_path) as running:
        yield running


@pytest.fixture
def open_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="porter-open-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_it_answers_on_a_port_outside_the_ephemeral_range(server: Server) -> None:
    assert server.answers()
    assert server.port < HIGHEST < 32768


def test_a_wrong_password_is_refused(tmp_path: Path, database: postgres.Postgres) -> None:
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(database.url.replace(database.password, "wrong"))
    with valkey.start(tmp_path) as store, pytest.raises(redis.AuthenticationError):
        redis.Redis(port=store.port, password="wrong", retry=Retry(NoBackoff(), 0)).ping()


def test_the_password_is_readable_by_its_owner_only_and_on_no_command_line(server: Server) -> None:
    memory = server.home.parent / f"{server.name}.json"
    assert memory.stat().st_mode & 0o077 == 0
    assert server.pid is not None
    assert server.password.encode() not in Path(f"/proc/{server.pid}/cmdline").read_bytes()


def test_a_second_launcher_is_refused_and_may_attach(server: Server) -> None:
    other = type(server)(server.home.parent)
    with pytest.raises(FolderBusy, match=str(os.getpid())):
        other.start()
    other.ensure()
    assert (other.url, other.owned) == (server.url, False)
    other.stop()
    assert server.answers()


def test_it_comes_back_on_the_same_port_after_a_kill(server: Server) -> None:
    before = server.url
    assert server.pid is not None
    os.killpg(server.pid, signal.SIGKILL)
    assert server.process is not None
    server.process.wait(5)
    server.restart()
    assert server.answers()
    assert server.url == before


def test_a_committed_row_survives_a_kill_of_every_process(database: postgres.Postgres) -> None:
    with psycopg2.connect(database.url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)")
    connection.close()
    assert database.pid is not None
    os.killpg(database.pid, signal.SIGKILL)
    database.restart()
    with psycopg2.connect(database.url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT n FROM kept")
        assert cursor.fetchone() == (42,)
    connection.close()


def test_a_stale_lock_file_with_a_strangers_pid_does_not_stop_the_start(tmp_path: Path) -> None:
    postgres.start(tmp_path).stop()
    (tmp_path / "postgres" / "postmaster.pid").write_text(f"{os.getppid()}\n{tmp_path}/postgres\n0\n5432\n\n\n\n")
    with postgres.start(tmp_path) as database:
        assert database.answers()
    assert is_alive(os.getppid())


def test_a_first_start_that_was_cut_short_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "half-made").write_text("initdb was killed here")
    with postgres.start(tmp_path) as database:
        assert database.answers()


def test_other_programs_of_postgresql_are_used_when_they_are_named(
    tmp_path: Path, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = postgres.programs()
    (open_folder / "yours").symlink_to(ours.parent)
    monkeypatch.setenv("PORTER_PG_BIN", str(open_folder / "yours" / "bin"))
    with postgres.start(tmp_path) as database:
        assert database.answers()
        assert f"{open_folder}/yours/bin/postgres" in command_line(database.pid or 0)


def test_the_remembered_port_is_left_when_somebody_else_took_it(server: Server) -> None:
    data_dir, taken = server.home.parent, server.port
    server.stop()
    with valkey.start(data_dir / "neighbour") as neighbour:
        memory = data_dir / f"{server.name}.json"
        memory.write_text(memory.read_text().replace(str(taken), str(neighbour.port)))
        again = KINDS[server.name](data_dir)
        assert again.answers()
        assert again.port != neighbour.port
        again.stop()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_is_left_when_the_launcher_is_killed(kind: str, tmp_path: Path) -> None:
    argv = [sys.executable, "-c", LAUNCHER, kind, str(tmp_path)]
    launcher = subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert launcher.stdout is not None
    pid, port = map(int, launcher.stdout.readline().split())
    launcher.kill()
    launcher.communicate()
    until(lambda: not is_alive(pid) and is_free(port))
    with KINDS[kind](tmp_path) as again:
        assert again.answers()


def test_without_user_namespaces_root_steps_down_to_nobody(
    monkeypatch: pytest.MonkeyPatch, open_folder: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(postgres, "namespaces_work", lambda: False)
    if os.geteuid() != 0:  # nothing to step down from
        assert postgres.Postgres(tmp_path).run_as() is None
        return
    programs = postgres.programs() / "postgres"
    if subprocess.run(["test", "-x", programs], user="nobody", check=False).returncode == 0:
        with postgres.start(open_folder) as database:
            assert (database.home.owner(), database.answers()) == ("nobody", True)
    else:  # the checkout lies in a private home folder
        with pytest.raises((EmbeddedError, PermissionError)):
            postgres.start(open_folder)


def test_a_folder_that_nobody_can_reach_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postgres.Postgres, "run_as", lambda _: "nobody")
    assert "PORTER_DATA_DIR" in postgres.Postgres(tmp_path)._hint()


def test_the_next_free_port_is_taken_when_the_wished_one_is_busy(server: Server) -> None:
    assert not is_free(server.port)
    assert next_free_port(server.port) > server.port


@pytest.mark.parametrize("neighbour", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])  # noqa: S104
def test_a_port_that_localhost_would_lead_astray_is_busy(host: str, neighbour: str) -> None:
    """A browser that opens localhost asks ::1 first."""
    neighbour = neighbour if _has(neighbour) else "127.0.0.1"
    with _listening(neighbour) as port:
        assert not is_free(port, host)
        assert next_free_port(port, host=host) > port
    assert is_free(port, host)


def test_without_ipv6_a_port_is_as_free_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    bind = socket.socket.bind

    def refuse(probe: socket.socket, address: tuple[str, int]) -> None:
        if probe.family == socket.AF_INET6:
            raise OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")
        bind(probe, address)

    monkeypatch.setattr(ports.socket, "socket", type("OldSocket", (socket.socket,), {"bind": refuse}))
    assert is_free(port)
    assert not is_free(port, "::1")


def test_an_address_of_another_machine_is_not_free() -> None:
    assert not is_free(free_port(), "203.0.113.9")


def _has(host: str) -> bool:
    """Whether this machine has the address: not every container has IPv6."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.bind((host, 0))
    except OSError:
        return False
    return True


@contextmanager
def _listening(host: str) -> Iterator[int]:
    """A neighbour's server, on this one address."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as neighbour:
        neighbour.bind((host, free_port()))
        neighbour.listen(1)
        yield int(neighbour.getsockname()[1])
