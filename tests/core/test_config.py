import pytest
from pydantic import ValidationError

from porter.core.config import Settings, settings

PRODUCTION = {
    "PORTER_MODE": "production",
    "PORTER_SECRET_KEY": "k" * 40,
    "PORTER_PUBLIC_URL": "https://porter.example",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    settings.cache_clear()
    return monkeypatch


def test_a_bare_database_url_names_its_drivers(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DATABASE_URL", "postgres://porter:secret@db.example:5432/city")
    assert settings().database_url_async == "postgresql+asyncpg://porter:secret@db.example:5432/city"
    assert settings().database_url_sync == "postgresql+psycopg2://porter:secret@db.example:5432/city"


def test_another_database_is_refused(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DATABASE_URL", "mysql://x@y/z")
    with pytest.raises(ValueError, match="must begin with postgresql"):
        _ = settings().database_url_async


def test_each_use_of_redis_has_a_database_of_its_own(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("REDIS_URL", "redis://:pw@bus.example:6390/7")
    found = {settings().redis_url_bus, settings().redis_url_broker, settings().redis_url_reflex}
    assert found == {f"redis://:pw@bus.example:6390/{n}" for n in range(3)}


@pytest.mark.parametrize(
    "spoiled",
    [{"PORTER_SECRET_KEY": "short"}, {"PORTER_PUBLIC_URL": "http://porter.example"}, {"PORTER_PUBLIC_URL": ""}],
)
def test_production_refuses_placeholders(environment: pytest.MonkeyPatch, spoiled: dict[str, str]) -> None:
    for name, value in {**PRODUCTION, **spoiled}.items():
        environment.setenv(name, value)
    with pytest.raises(ValidationError):
        settings()


def test_production_refuses_the_development_secret(environment: pytest.MonkeyPatch) -> None:
    for name, value in PRODUCTION.items():
        environment.setenv(name, value)
    environment.delenv("PORTER_SECRET_KEY")
    with pytest.raises(ValidationError, match="PORTER_SECRET_KEY"):
        settings()


def test_production_refuses_a_sandbox_that_sends_nothing(environment: pytest.MonkeyPatch) -> None:
    for name, value in PRODUCTION.items():
        environment.setenv(name, value)
    with pytest.raises(ValidationError, match="sandbox"):
        settings()


def test_development_answers_to_both_names_of_this_machine(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PORTER_MODE", "development")
    environment.setenv("PORTER_PORT", "8123")
    assert settings().allowed_origins == ["http://127.0.0.1:8123", "http://localhost:8123"]
    assert settings().origin == "http://localhost:8123"


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        settings().port = 1  # type: ignore[misc]


def test_the_settings_are_read_once() -> None:
    assert settings() is settings()
    assert isinstance(settings(), Settings)
