"""The linters and the type checker, run as tests."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "argv",
    [
        pytest.param([BIN / "ruff", "check", "--output-format", "concise", "."], id="style"),
        pytest.param([BIN / "ruff", "format", "--check", "."], id="format"),
        pytest.param([sys.executable, "-m", "mypy"], id="types"),
    ],
)
def test_the_tool_has_nothing_to_say(argv: list[str | Path]) -> None:
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
