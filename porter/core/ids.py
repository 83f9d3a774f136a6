"""Names for things: time-ordered ids, human numbers that cannot be guessed, secret tokens and their digests."""

import hashlib
import secrets
from uuid import UUID

import uuid6

from porter.core.errors import NotFound

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs without 0/O and 1/I, which people confuse when they read a number aloud."""


def new_id() -> UUID:
    """A version-7 UUID: unique anywhere, ordered by time, kind to b-trees."""
    return UUID(int=uuid6.uuid7().int)


def claimed_id(text: str, unknown: str = NotFound.default_message) -> UUID:
    """The id that somebody says a thing has. Raises NotFound, with the given sentence, for what is no id at all."""
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(unknown) from error


def human_code(length: int) -> str:
    """A random code for people, 5 bits a sign."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def order_number() -> str:
    """A human order number such as PRT-7K3M9Q; random, so that nobody can count our orders or guess another's."""
    return f"PRT-{human_code(6)}"


def secret_token() -> str:
    """A random URL-safe secret of 256 bits."""
    return secrets.token_urlsafe(32)


def digest(text: str) -> str:
    """SHA-256 in hex: how secrets of high entropy are stored."""
    return hashlib.sha256(text.encode()).hexdigest()
