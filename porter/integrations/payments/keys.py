"""Idempotency keys in a form that every vendor takes."""

import hashlib
import re

_FITS_ALL = re.compile(r"[A-Za-z0-9_-]{10,36}")


def vendor_key(key: str) -> str:
    """The key itself where it fits (10 to 36 letters, digits, - and _), else a digest of it that does."""
    return key if _FITS_ALL.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()[:36]
