"""The table of commands, the terminal's lines, and the files that use the same commands."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

from porter import cli
from porter.core.config import settings
from porter.launch import alone, reset
from porter.launch.steps import step

ROOT = Path(__file__).resolve().parents[2]


def test_every_command_exists_and_is_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    shown = capsys.readouterr().out
    for name, command in cli.COMMANDS.items():
        assert name in shown
        assert callable(getattr(__import__(command.module, fromlist=[command.verb]), command.verb))


def test_an_unknown_command_shows_the_help_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fly"]) == 2
    assert "Usage: porter" in capsys.readouterr().err


def test_a_step_has_one_line_with_tick_duration_and_note() -> None:
    out = io.StringIO()
    with step("Frontend", out) as shown:
        shown.note = "unchanged"
    assert re.fullmatch(r"  ✓ Frontend +\d+\.\d s  unchanged\n", out.getvalue())


def test_a_failed_step_has_a_cross() -> None:
    out = io.StringIO()
    with pytest.raises(ValueError, match="no"), step("Frontend", out):
        raise ValueError("no")
    assert out.getvalue().startswith("  ✗ Frontend")


def test_reset_deletes_the_data_and_asks_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTER_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    (tmp_path / "data").mkdir()
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert reset.run([]) == 1
    assert (tmp_path / "data").exists()
    assert reset.run(["--yes"]) == 0
    assert not (tmp_path / "data").exists()


def test_simulate_finds_the_running_porter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTER_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    assert alone.address() == settings().origin
    (tmp_path / "address.json").write_text('{"address": "http://localhost:8003"}')
    assert alone.address() == "http://localhost:8003"


def test_health_fails_when_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTER_PORT", "9")
    settings.cache_clear()
    assert alone.health([]) == 1


def test_every_command_of_the_compose_file_exists() -> None:
    commands = re.findall(r"^    command: \[(\w+)\]$", (ROOT / "compose.yaml").read_text(), re.MULTILINE)
    assert set(commands) == {"migrate", "serve", "worker", "beat"}
    assert set(commands) <= set(cli.COMMANDS)


def test_the_build_machine_calls_the_readmes_test_command() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert "make test" in script.read_text()
    subprocess.run(["bash", "-n", script], check=True)


def test_make_explains_a_python_that_is_too_old(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\n[ "$1" = -c ] && exit 1\nexec {sys.executable} "$@"\n'
    )
    old.chmod(0o755)
    made = subprocess.run(
        ["make", "-s", "python", f"PYTHON={old}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert made.returncode != 0
    assert "Python 3.9.2 is too old: Porter needs Python 3.11 or newer" in made.stdout


def test_make_lists_its_commands() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in (
        "run",
        "test",
        "test-fast",
        "lint",
        "lock",
        "build",
        "bench",
        "doctor",
        "screenshots",
        "simulate",
        "clean",
        "help",
    ):
        assert f"make {target} " in shown


def test_every_variable_of_the_settings_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text()
    for name, field in type(settings()).model_fields.items():
        alias = str(field.validation_alias or f"PORTER_{name.upper()}")
        assert re.search(rf"^#?{alias}=", example, re.MULTILINE), alias
