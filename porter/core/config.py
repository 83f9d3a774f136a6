"""Configuration: read once from the environment, checked at the start, frozen afterwards."""

from functools import lru_cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit, urlunsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""

DEVELOPMENT_SECRET = "development-only-secret-never-use-in-production"  # noqa: S105 - refused in production below


class Settings(BaseSettings):
    """Everything that differs between two places where Porter runs. Names in the environment begin with PORTER_."""

    model_config = SettingsConfigDict(
        env_prefix="PORTER_", env_file=None, env_ignore_empty=True, frozen=True, populate_by_name=True
    )

    mode: Literal["development", "test", "production"] = "development"
    database_url: str = Field("postgresql://porter@127.0.0.1:5432/porter", validation_alias="DATABASE_URL")
    redis_url: str = Field("redis://127.0.0.1:6379", validation_alias="REDIS_URL")
    secret_key: str = DEVELOPMENT_SECRET
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = ROOT / ".porter"
    default_city: str = "BLR"
    log_level: str = "INFO"
    sentry_dsn: str = ""
    db_pool_size: int = 10
    db_patience_s: float = 10.0

    maps_provider: Literal["auto", "offline", "google"] = "auto"
    google_maps_key: str = ""
    google_maps_browser_key: str = ""
    google_timeout_s: float = 3.0
    map_style_url: str = "https://tiles.openfreemap.org/styles/liberty"
    sms_provider: Literal["sandbox", "msg91"] = "sandbox"
    sms_timeout_s: float = 5.0
    msg91_url: str = "https://api.msg91.com"
    msg91_auth_key: str = ""
    msg91_flows: dict[str, str] = Field(default_factory=dict)
    email_provider: Literal["sandbox", "smtp"] = "sandbox"
    email_from: str = "Porter <receipts@porter.example>"
    email_timeout_s: float = 10.0
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: str = ""
    payments_timeout_s: float = 10.0
    sandbox_webhook_url: str = ""
    razorpay_url: str = "https://api.razorpay.com"
    razorpay_key_id: str = ""
    razorpay_key_secret: str = ""
    razorpay_webhook_secrets: list[str] = Field(default_factory=list)
    razorpay_account_id: str = ""
    razorpayx_account_number: str = ""
    stripe_url: str = "https://api.stripe.com"
    stripe_secret_key: str = ""
    stripe_publishable_key: str = ""
    stripe_webhook_secrets: list[str] = Field(default_factory=list)
    stripe_account_id: str = ""
    company_name: str = "Porter Demo Logistics"
    company_address: str = "Bengaluru 560001, Karnataka"
    company_gstin: str = ""
    company_state: str = "KA"
    trusted_proxy_hops: int = 0

    @property
    def is_production(self) -> bool:
        """Whether real people depend on this process."""
        return self.mode == "production"

    @property
    def origin(self) -> str:
        """The origin that browsers use, without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def allowed_origins(self) -> list[str]:
        """Exact origins that may open our websocket; in development both spellings of this machine."""
        if self.is_production:
            return [self.origin]
        return sorted({self.origin, f"http://localhost:{self.port}", f"http://127.0.0.1:{self.port}"})

    @property
    def database_url_async(self) -> str:
        """For handlers and services (asyncpg)."""
        return _with_driver(self.database_url, "asyncpg")

    @property
    def database_url_sync(self) -> str:
        """For migrations and bulk work (psycopg2). A bare postgresql:// means psycopg 3 to SQLAlchemy 2.1."""
        return _with_driver(self.database_url, "psycopg2")

    @property
    def redis_url_bus(self) -> str:
        """Cache, live bus and last positions."""
        return _with_redis_db(self.redis_url, 0)

    @property
    def redis_url_broker(self) -> str:
        """Celery's queue."""
        return _with_redis_db(self.redis_url, 1)

    @property
    def redis_url_reflex(self) -> str:
        """Reflex's states: pickles, so nothing else may write there."""
        return _with_redis_db(self.redis_url, 2)

    @property
    def storage_dir(self) -> Path:
        """Where uploaded files lie when no object store is configured."""
        return self.data_dir / "files"

    @model_validator(mode="after")
    def _refuse_half_a_gateway(self) -> Self:
        razorpay = (self.razorpay_key_id, self.razorpay_key_secret, self.razorpay_webhook_secrets)
        stripe = (self.stripe_secret_key, self.stripe_publishable_key, self.stripe_webhook_secrets)
        if any(razorpay) and not all(razorpay):
            raise ValueError("PORTER_RAZORPAY_KEY_ID, _KEY_SECRET and _WEBHOOK_SECRETS belong together")
        if any(stripe) and not all(stripe):
            raise ValueError("PORTER_STRIPE_SECRET_KEY, _PUBLISHABLE_KEY and _WEBHOOK_SECRETS belong together")
        return self

    @model_validator(mode="after")
    def _refuse_placeholders(self) -> Self:
        if not self.is_production:
            return self
        if self.secret_key == DEVELOPMENT_SECRET or len(self.secret_key.encode()) < 32:
            raise ValueError("PORTER_SECRET_KEY must be set to at least 32 random bytes in production")
        if not self.public_url.startswith("https://"):
            raise ValueError("PORTER_PUBLIC_URL must be the https address that people open")
        if self.sms_provider == "sandbox":
            raise ValueError("PORTER_SMS_PROVIDER=sandbox sends no messages: production refuses it")
        if not (self.msg91_auth_key and self.msg91_flows):
            raise ValueError("PORTER_MSG91_AUTH_KEY and PORTER_MSG91_FLOWS must be set to send messages by MSG91")
        if self.email_provider == "sandbox":
            raise ValueError("PORTER_EMAIL_PROVIDER=sandbox sends no e-mail: production refuses it")
        if not self.smtp_host or "porter.example" in self.email_from:
            raise ValueError("PORTER_SMTP_HOST and PORTER_EMAIL_FROM must be set to send e-mail by SMTP")
        if not (self.razorpay_key_id or self.stripe_secret_key):
            raise ValueError("set PORTER_RAZORPAY_… or PORTER_STRIPE_…: production refuses the payment sandbox")
        return self


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process; `settings.cache_clear()` reads them anew."""
    return Settings()


def _with_driver(url: str, driver: str) -> str:
    scheme, rest = url.split("://", 1)
    if scheme.split("+")[0] not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgresql://")
    return f"postgresql+{driver}://{rest}"


def _with_redis_db(url: str, number: int) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{number}"))
