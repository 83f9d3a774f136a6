"""`porter invite-admin`: how an installation that holds nobody gets its first administrator."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from porter.services import accounts
from tests.people import MEERA, PASSWORD, actor
from tests.servers import TestServers

ROOT = Path(__file__).resolve().parents[2]

Done = subprocess.CompletedProcess[str]


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


@pytest.mark.parametrize("wrong", ["meera", "meera@porter", "@porter.example", ""])
def test_a_wrong_address_is_told_in_plain_words(wrong: str) -> None:
    refused = invite_admin(wrong)
    assert refused.returncode == 1
    assert f"{wrong!r} is no e-mail address" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_without_an_address_the_usage_is_shown() -> None:
    refused = invite_admin()
    assert refused.returncode == 2
    assert "usage: porter invite-admin" in refused.stderr


def test_a_database_that_is_away_is_told_without_its_password() -> None:
    refused = invite_admin(MEERA.email, DATABASE_URL="postgresql://porter:sesame@127.0.0.1:9/porter")
    assert refused.returncode == 1
    assert "DATABASE_URL points at 127.0.0.1:9" in refused.stderr
    assert "sesame" not in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_database_without_tables_asks_for_the_migration(servers: TestServers) -> None:
    address = servers.database_url.rpartition("/")[0] + "/template1"
    refused = invite_admin(MEERA.email, DATABASE_URL=address)
    assert refused.returncode == 1
    assert "`porter migrate` makes them" in refused.stderr
    assert "Traceback" not in refused.stderr
