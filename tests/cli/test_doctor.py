"""`porter doctor` names what is missing and how to mend it."""

import os
import sys
from pathlib import Path

import pytest

from porter.core.config import Settings
from porter.core.embedded import claim, free_port, postgres, valkey
from porter.launch import checks, doctor, first_look, node
from porter.launch.errors import LaunchError

Patch = pytest.MonkeyPatch


def _settings(**fields: object) -> Settings:
    return Settings.model_validate(fields)


def test_a_good_machine_has_nothing_that_stops_us(tmp_path: Path, monkeypatch: Patch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name)
    monkeypatch.setattr(first_look, "DATA_MB", 1)
    monkeypatch.setattr(first_look, "FRONTEND_MB", 1)
    seen = list(checks.findings(_settings(data_dir=tmp_path, port=free_port())))
    assert [finding for finding in seen if finding.stops_us] == []
    assert len(seen) == len(checks.CHECKS)


def test_a_porter_that_runs_here_stops_a_second_one(tmp_path: Path) -> None:
    settings = _settings(data_dir=tmp_path)
    assert not checks.nothing_runs_here(settings).stops_us
    with claim(tmp_path / "up.lock"):
        finding = checks.nothing_runs_here(settings)
        assert finding.stops_us
        assert str(os.getpid()) in finding.what
    assert not checks.nothing_runs_here(settings).stops_us


def test_an_old_python(monkeypatch: Patch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    finding = checks.python_is_new_enough(_settings())
    assert finding.stops_us
    assert "3.10.4 is too old" in finding.what
    assert "make run PYTHON=" in finding.mend


def test_a_full_disk(tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(first_look, "DATA_MB", 10**9)
    finding = checks.disk_has_room(_settings(data_dir=tmp_path / "not" / "yet"))
    assert finding.stops_us
    assert "PORTER_DATA_DIR" in finding.mend


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    finding = checks.folder_is_writable(_settings(data_dir=tmp_path / "file" / "data"))
    assert finding.stops_us
    assert str(tmp_path) in finding.what


def test_a_taken_port_names_who_has_it_and_does_not_stop_us(tmp_path: Path) -> None:
    with valkey.start(tmp_path) as neighbour:
        finding = checks.port_is_free(_settings(port=neighbour.port))
        assert f"process {neighbour.pid}" in finding.what
        assert finding.mend
        assert not finding.stops_us


def test_no_node_and_nothing_built(tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.setenv("REFLEX_WEB_WORKDIR", str(tmp_path))
    monkeypatch.setattr(node, "WHEEL_BIN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    finding = checks.node_is_there(_settings())
    assert finding.stops_us
    assert "make run" in finding.mend


def test_an_old_node(tmp_path: Path, monkeypatch: Patch) -> None:
    program = tmp_path / "node"
    program.write_text("#!/bin/sh\necho v16.20.2\n")
    program.chmod(0o755)
    monkeypatch.setenv("REFLEX_WEB_WORKDIR", str(tmp_path))
    monkeypatch.setattr(node, "WHEEL_BIN", tmp_path)
    assert "v16.20.2" in checks.node_is_there(_settings()).what
    assert checks.node_is_there(_settings()).stops_us


def test_little_memory_is_a_warning(monkeypatch: Patch) -> None:
    monkeypatch.setattr(checks, "_available_memory_mb", lambda: 300)
    finding = checks.memory_suffices(_settings())
    assert "300 MB" in finding.what
    assert not finding.stops_us


def test_missing_server_programs(tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("PORTER_PG_BIN", str(tmp_path))
    finding = checks.database_is_reachable(_settings())
    assert finding.stops_us
    assert "PORTER_PG_BIN" in finding.mend


def test_server_programs_of_yours(monkeypatch: Patch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    folder = str(postgres.programs())
    monkeypatch.setenv("PORTER_PG_BIN", folder)
    finding = checks.database_is_reachable(_settings())
    assert (finding.what, finding.mend) == (f"PostgreSQL programs in {folder}", "")


@pytest.mark.parametrize(
    ("name", "url", "check"),
    [
        ("DATABASE_URL", "postgresql://porter:sesame@127.0.0.1:9/porter", checks.database_is_reachable),
        ("REDIS_URL", "redis://:sesame@127.0.0.1:9", checks.redis_is_reachable),
    ],
)
def test_your_own_server_that_is_away(name: str, url: str, check: checks.Check, monkeypatch: Patch) -> None:
    monkeypatch.setenv(name, url)
    finding = check(_settings())
    assert finding.stops_us
    assert name in finding.what
    assert "sesame" not in finding.what + finding.mend


def test_root_without_namespaces_whose_checkout_nobody_can_reach(tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(postgres, "namespaces_work", lambda: False)
    monkeypatch.setattr(checks.subprocess, "run", lambda *_, **__: checks.subprocess.CompletedProcess([], 1))
    finding = checks.root_can_step_down(_settings())
    assert finding.stops_us
    assert "normal user" in finding.mend


def test_the_exit_code_and_the_words(tmp_path: Path, monkeypatch: Patch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(doctor, "findings", lambda _: iter([checks.Finding("Disk: fine")]))
    assert doctor.run([]) == 0
    assert "✓ Disk: fine" in capsys.readouterr().out
    broken = checks.Finding("The disk is full", "Free some")
    monkeypatch.setattr(doctor, "findings", lambda _: iter([broken, checks.Finding("Slow", "Wait", warning=True)]))
    assert doctor.run([]) == 1
    out = capsys.readouterr().out
    assert "✗ The disk is full\n    → Free some" in out
    assert "! Slow" in out
    with pytest.raises(LaunchError, match="Free some"):
        doctor.demand()
