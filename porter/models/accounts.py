"""People: accounts, one-time passwords, sessions with rotating refresh tokens, invitations, saved addresses."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from porter.core.rows import Row
from porter.models.columns import choice, created, document, instant, key, maybe_instant, one_of, ref
from porter.models.enums import AccountStatus, Audience, Role


class Account(Row, table=True):
    """One person in one app. The same phone may be a customer and a driver: two accounts."""

    __tablename__ = "account"
    __table_args__ = (
        one_of("audience", Audience),
        one_of("role", Role),
        one_of("status", AccountStatus),
        Index(
            "uq_account_phone_audience", "phone", "audience", unique=True, postgresql_where=text("status <> 'deleted'")
        ),
        Index("uq_account_email_staff", text("lower(email)"), unique=True, postgresql_where=text("audience = 'staff'")),
        CheckConstraint("phone IS NOT NULL OR email IS NOT NULL OR status = 'deleted'", name="reachable"),
    )

    id: UUID = key()
    audience: Audience = choice(Audience)
    role: Role = choice(Role)
    status: AccountStatus = choice(AccountStatus, AccountStatus.ACTIVE)
    status_reason: str | None = None
    phone: str | None = Field(default=None, max_length=16)
    email: str | None = Field(default=None, max_length=254)
    name: str = Field(default="", max_length=100)
    birth_year: int | None = None
    photo_key: str | None = None
    language: str = "en"
    password_hash: str | None = None
    referral_code: str | None = Field(default=None, unique=True)
    is_vip: bool = False
    created_at: datetime = created()
    updated_at: datetime = created()
    last_login_at: datetime | None = maybe_instant()


class OtpChallenge(Row, table=True):
    """One 6-digit code that was sent: hashed, single use, bound to its id."""

    __tablename__ = "otp_challenge"
    __table_args__ = (
        one_of("audience", Audience),
        Index("ix_otp_challenge_phone_created_at", "phone", "created_at"),
    )

    id: UUID = key()
    phone: str = Field(max_length=16)
    audience: Audience = choice(Audience)
    code_hash: str
    attempts: int = 0
    created_at: datetime = created()
    expires_at: datetime = instant()
    used_at: datetime | None = maybe_instant()
    replaced_at: datetime | None = maybe_instant()


class LoginSession(Row, table=True):
    """A family of refresh tokens: revoked as a whole."""

    __tablename__ = "login_session"

    id: UUID = key()
    account_id: UUID = ref("account.id")
    device: str = ""
    created_at: datetime = created()
    expires_at: datetime = instant()
    revoked_at: datetime | None = maybe_instant()
    revoked_because: str | None = None


class RefreshToken(Row, table=True):
    """One link of the chain: used once; used twice means stolen."""

    __tablename__ = "refresh_token"

    id: UUID = key()
    session_id: UUID = ref("login_session.id", ondelete="CASCADE")
    token_hash: str = Field(unique=True)
    created_at: datetime = created()
    expires_at: datetime = instant()
    used_at: datetime | None = maybe_instant()


class LoginTicket(Row, table=True):
    """A one-minute, one-use claim on a session, by which a page turns a proof of identity into cookies."""

    __tablename__ = "login_ticket"

    id: UUID = key()
    account_id: UUID = ref("account.id")
    token_hash: str = Field(unique=True)
    created_at: datetime = created()
    expires_at: datetime = instant()
    used_at: datetime | None = maybe_instant()


class Authenticator(Row, table=True):
    """The secret that an authenticator app shares with us, encrypted; it counts once a code has confirmed it."""

    __tablename__ = "authenticator"

    account_id: UUID = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE")
    secret: str
    created_at: datetime = created()
    confirmed_at: datetime | None = maybe_instant()
    last_step: int = Field(default=0, sa_type=BigInteger)
    wrong_tries: int = 0
    wrong_since: datetime | None = maybe_instant()


class RecoveryCode(Row, table=True):
    """A way in without the phone: hashed, works once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash", name="uq_recovery_code_account_id"),)

    id: UUID = key()
    account_id: UUID = Field(foreign_key="authenticator.account_id", ondelete="CASCADE")
    code_hash: str
    created_at: datetime = created()
    used_at: datetime | None = maybe_instant()


class SecondStep(Row, table=True):
    """A password was right and a code is awaited: five minutes, five tries, once."""

    __tablename__ = "second_step"

    id: UUID = key()
    account_id: UUID = ref("account.id")
    token_hash: str = Field(unique=True)
    attempts: int = 0
    created_at: datetime = created()
    expires_at: datetime = instant()
    used_at: datetime | None = maybe_instant()


class Invitation(Row, table=True):
    """The only way to become staff."""

    __tablename__ = "invitation"
    __table_args__ = (one_of("role", Role),)

    id: UUID = key()
    email: str = Field(max_length=254)
    role: Role = choice(Role)
    token_hash: str = Field(unique=True)
    invited_by: UUID | None = ref("account.id", nullable=True, default=None)
    created_at: datetime = created()
    expires_at: datetime = instant()
    accepted_at: datetime | None = maybe_instant()
    account_id: UUID | None = ref("account.id", nullable=True, default=None)


class Address(Row, table=True):
    """A place that a customer keeps."""

    __tablename__ = "address"
    __table_args__ = (
        UniqueConstraint("account_id", "label"),
        CheckConstraint("lat BETWEEN -90 AND 90 AND lng BETWEEN -180 AND 180", name="on_earth"),
        Index("uq_address_default", "account_id", unique=True, postgresql_where=text("is_default")),
    )

    id: UUID = key()
    account_id: UUID = ref("account.id", ondelete="CASCADE")
    label: str = Field(max_length=50)
    full_address: str = Field(max_length=300)
    lat: float
    lng: float
    landmark: str = Field(default="", max_length=100)
    floor: str = Field(default="", max_length=40)
    contact_name: str = Field(default="", max_length=100)
    contact_phone: str = Field(default="", max_length=16)
    is_default: bool = False
    created_at: datetime = created()


class StoredAnswer(Row, table=True):
    """The answer to a request with an Idempotency-Key: same key and body, same bytes."""

    __tablename__ = "stored_answer"
    __table_args__ = (UniqueConstraint("scope", "idempotency_key"), Index("ix_stored_answer_created_at", "created_at"))

    id: UUID = key()
    scope: str = Field(max_length=120)
    idempotency_key: str = Field(max_length=255)
    request_hash: str
    status_code: int | None = None
    headers: dict[str, Any] = document()
    body: bytes | None = None
    created_at: datetime = created()
    locked_until: datetime = instant()
