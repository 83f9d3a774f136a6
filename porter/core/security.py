"""Passwords, signed tokens, keyed digests and encryption of single fields."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet, InvalidToken

from porter.core import clock
from porter.core.config import settings
from porter.core.errors import Unauthenticated

_ALGORITHM = "HS256"
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""Argon2id at the minimum that OWASP's password storage cheat sheet names: 19 MiB, two passes, one lane."""


def hash_password(password: str) -> str:
    """Argon2id hash with its salt and parameters. Slow on purpose (20 ms): call it off the event loop."""
    return _hasher.hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password fits; as slow for unknown people as for known ones, so that nobody learns who exists."""
    try:
        _hasher.verify(stored or _dummy_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def keyed_digest(purpose: str, text: str) -> str:
    """HMAC-SHA-256 with a key of its own per purpose: how short codes are stored."""
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).hexdigest()


def same(a: str, b: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(a.encode(), b.encode())


def derived_code(purpose: str, subject: str, digits: int) -> str:
    """A numeric code that is the same for the same subject, and unguessable without the key (RFC 4226 truncation)."""
    mac = hmac.new(_key(purpose), subject.encode(), hashlib.sha256).digest()
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def random_code(digits: int) -> str:
    """A random numeric code with leading zeros."""
    return str(secrets.randbelow(10**digits)).zfill(digits)


def issue_token(claims: dict[str, Any], *, lifetime: timedelta) -> tuple[str, datetime]:
    """A signed token (JWT) and the instant at which it ends."""
    issued = clock.now()
    ends = issued + lifetime
    body = {**claims, "iat": int(issued.timestamp()), "exp": int(ends.timestamp())}
    return jwt.encode(body, _key("jwt"), algorithm=_ALGORITHM), ends


def read_token(token: str, *, audience: str) -> dict[str, Any]:
    """The claims of a token. Raises Unauthenticated when it is forged, for someone else, or over."""
    claims = _signed(token, audience, _key("jwt"))
    # Checked here and not by PyJWT, so that tests which travel in time see tokens end.
    if int(claims["exp"]) <= clock.now().timestamp():
        raise Unauthenticated("Your session has ended. Please sign in again.")
    return dict(claims)


def encrypt(text: str) -> str:
    """Encrypt one field (Fernet: AES-128-CBC with HMAC)."""
    return _fernet().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text of an encrypted field. Raises ValueError when it was written with another key."""
    try:
        return _fernet().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise ValueError("field cannot be decrypted with the present key") from error


@lru_cache(maxsize=4096)
def _signed(token: str, audience: str, key: bytes) -> Mapping[str, Any]:
    """What a genuine token says. Kept, because one token comes with every request of its person; a forged one is not."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[_ALGORITHM],
            audience=audience,
            options={"require": ["exp", "sub", "aud"], "verify_exp": False, "verify_iat": False},
        )
    except jwt.InvalidTokenError as error:
        raise Unauthenticated() from error
    return MappingProxyType(claims)


def _key(purpose: str) -> bytes:
    return hmac.new(settings().secret_key.encode(), f"porter:{purpose}".encode(), hashlib.sha256).digest()


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key("field")))


@lru_cache(maxsize=1)
def _dummy_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))
