"""`python -m porter.seed` says who may sign in, in the form that the launcher reads."""

import subprocess
import sys
from pathlib import Path

import pytest

from porter.core.config import ROOT
from porter.launch.logins import logins
from porter.seed import people


@pytest.mark.usefixtures("database")
def test_the_launcher_reads_what_the_seed_says(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "porter.seed"], cwd=ROOT, capture_output=True, text=True, check=True)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "seed.log").write_text(done.stdout)
    said = {login.role: login for login in logins(tmp_path)}
    assert said["Customer"].name == people.ASHA_PHONE
    assert said["Driver"].path == "/driver/sign-in"
    assert said["Operations"].secret == people.PASSWORD
