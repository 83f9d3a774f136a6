"""`porter revision`: the migration for a changed table, against the servers of a running `make run`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from porter.core.embedded import postgres, valkey

ROOT = Path(__file__).resolve().parents[2]

DRIVER = """
import sys
from pathlib import Path
from porter import cli
from porter.launch import alone
alone.ROOT = Path(sys.argv.pop(1))
sys.exit(cli.main(sys.argv[1:]))
"""
A_NEW_TABLE = """
import sqlalchemy
sqlalchemy.Table("parcel_locker", SQLModel.metadata, sqlalchemy.Column("code", sqlalchemy.Text, primary_key=True))
run()
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Our migrations in a place of their own, and a table that none of them knows."""
    shutil.copy(ROOT / "alembic.ini", tmp_path)
    shutil.copytree(ROOT / "alembic", tmp_path / "alembic", ignore=shutil.ignore_patterns("__pycache__"))
    environment = tmp_path / "alembic" / "env.py"
    before, _, _ = environment.read_text().rpartition("run()")
    environment.write_text(before + A_NEW_TABLE)
    return tmp_path


def revision(checkout: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    env = {**kept, "PORTER_DATA_DIR": str(checkout / "data"), "PYTHONPATH": str(ROOT), **more}
    argv = [sys.executable, "-c", DRIVER, str(checkout), "revision", *words]
    return subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_it_attaches_to_the_running_servers_and_writes_what_is_missing(checkout: Path) -> None:
    ours = set((ROOT / "alembic" / "versions").iterdir())
    before = set((checkout / "alembic" / "versions").glob("*.py"))
    with postgres.start(checkout / "data", durable=False) as database, valkey.start(checkout / "data"):
        done = revision(checkout, "let parcels wait")
        assert done.returncode == 0, done.stdout + done.stderr
        assert database.answers(), "it goes on"
    (written,) = set((checkout / "alembic" / "versions").glob("*.py")) - before
    assert written.name.endswith("_let_parcels_wait.py")
    assert 'op.create_table(\n        "parcel_locker"' in written.read_text()
    assert set((ROOT / "alembic" / "versions").iterdir()) == ours


def test_a_database_that_is_away_is_told_before_anything_is_written(checkout: Path) -> None:
    before = set((checkout / "alembic" / "versions").iterdir())
    refused = revision(checkout, "let parcels wait", DATABASE_URL="postgresql://porter:sesame@127.0.0.1:9/porter")
    assert refused.returncode == 1
    assert "DATABASE_URL points at 127.0.0.1:9" in refused.stderr
    assert set((checkout / "alembic" / "versions").iterdir()) == before


def test_it_asks_for_a_message(checkout: Path) -> None:
    refused = revision(checkout)
    assert refused.returncode == 2
    assert "usage: porter revision" in refused.stderr
