"""What a start may leave out, because it stands already: asked of the real migrations and a real database."""

from pathlib import Path

import psycopg2
import pytest

from porter.core.config import settings
from porter.launch import standing
from tests.servers import TestServers

pytestmark = pytest.mark.usefixtures("database")
Patch = pytest.MonkeyPatch

CITY = """
INSERT INTO city (code, name, state_code, currency, time_zone, lat, lng, rules, created_at)
VALUES ('BLR', 'Bengaluru', 'KA', 'INR', 'Asia/Kolkata', 12.97, 77.59, '{}', now())
"""
LOGIN = "login\tDriver\t/driver/sign-in\tRavi\n"


@pytest.fixture
def seeded(servers: TestServers, tmp_path: Path, monkeypatch: Patch) -> str:
    """A database with a city, and the launcher's memory of having put it there."""
    monkeypatch.setenv("PORTER_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "seed.log").write_text(LOGIN)
    _do(servers.database_url, CITY)
    standing.remember_demo_city(servers.database_url)
    return servers.database_url


def test_a_migrated_database_needs_no_migration(servers: TestServers) -> None:
    assert standing.has_newest_schema(servers.database_url)
    assert standing.has_newest_schema(servers.database_url.replace("postgresql://", "postgresql+asyncpg://"))


def test_an_older_schema_does(servers: TestServers, monkeypatch: Patch) -> None:
    monkeypatch.setattr(standing, "_heads", lambda _: {"9999"})
    assert not standing.has_newest_schema(servers.database_url)


def test_the_newest_revision_is_the_one_that_nobody_follows(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("revision: str = 'one'\ndown_revision: str | None = None\n")
    (tmp_path / "two.py").write_text("revision = 'two'\ndown_revision = 'one'\n")
    (tmp_path / "three.py").write_text("revision = 'three'\ndown_revision = ('two', 'one')\n")
    assert standing._heads(tmp_path) == {"three"}


def test_a_database_that_does_not_answer_or_has_no_tables_is_migrated(servers: TestServers) -> None:
    assert not standing.has_newest_schema("postgresql://porter:sesame@127.0.0.1:9/porter")
    assert not standing.has_newest_schema(servers.database_url.rpartition("/")[0] + "/postgres")


def test_a_seeded_city_is_not_seeded_again(seeded: str) -> None:
    assert standing.has_demo_city(seeded)


def test_an_emptied_database_is(seeded: str) -> None:
    _do(seeded, "DELETE FROM city")
    assert not standing.has_demo_city(seeded)


def test_so_is_another_database(seeded: str) -> None:
    assert not standing.has_demo_city(seeded.rpartition("/")[0] + "/postgres")


def test_so_is_one_whose_seed_has_changed(seeded: str, monkeypatch: Patch) -> None:
    monkeypatch.setattr(standing, "_heads", lambda _: {"9999"})
    assert not standing.has_demo_city(seeded)


def test_so_is_one_whose_logins_are_forgotten(seeded: str, tmp_path: Path) -> None:
    (tmp_path / "logs" / "seed.log").unlink()
    assert not standing.has_demo_city(seeded)


def _do(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()
