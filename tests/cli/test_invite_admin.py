"""`porter invite-admin`: how an installation that holds nobody gets its first administrator."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from porter import cli
from porter.core.config import settings
from porter.launch import invite
from porter.services import accounts
from tests.people import MEERA, PASSWORD, actor
from tests.servers import TestServers

ROOT = Path(__file__).resolve().parents[2]

Done = subprocess.CompletedProcess[str]
Patch = pytest.MonkeyPatch
Shown = pytest.CaptureFixture[str]


def invite_admin(*arguments: str, **environment: str) -> Done:
    """The command as an operator gives it in a container: both servers are named in the environment."""
    argv = [sys.executable, "-m", "porter.cli", "invite-admin", *arguments]
    env = {**os.environ, **environment}
    return subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@pytest.mark.usefixtures("database")
async def test_the_printed_link_makes_an_administrator_and_there_is_no_second() -> None:
    shown = invite_admin(MEERA.email, PORTER_PUBLIC_URL="https://porter.example")
    assert shown.returncode == 0, shown.stderr
    links = re.findall(r"https://porter\.example/ops/invite/(\S+)", shown.stdout)
    assert len(links) == 1
    await accounts.accept_invitation(links[0], "Meera", PASSWORD)
    assert (await actor(MEERA)).role == "admin"
    refused = invite_admin("tara@porter.example")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "There is an administrator already" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_without_an_address_the_usage_is_shown(capsys: Shown) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["invite-admin"])
    assert ended.value.code == 2
    assert "usage: porter invite-admin" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["meera", "meera@porter", "@porter.example", ""])
def test_a_wrong_address_is_told_in_plain_words(wrong: str, capsys: Shown) -> None:
    assert invite.main(wrong) == 1
    assert f"{wrong!r} is no e-mail address" in capsys.readouterr().err


def test_a_database_that_is_away_is_told_without_its_password(capsys: Shown, monkeypatch: Patch) -> None:
    _use("postgresql://porter:sesame@127.0.0.1:9/porter", monkeypatch)
    assert invite.main(MEERA.email) == 1
    said = capsys.readouterr()
    assert "DATABASE_URL points at 127.0.0.1:9" in said.err
    assert "sesame" not in said.out + said.err


def test_a_database_without_tables_asks_for_the_migration(
    servers: TestServers, capsys: Shown, monkeypatch: Patch
) -> None:
    _use(servers.database_url.rpartition("/")[0] + "/template1", monkeypatch)
    assert invite.main(MEERA.email) == 1
    assert "`porter migrate` makes them" in capsys.readouterr().err


def _use(database_url: str, monkeypatch: Patch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    settings.cache_clear()
