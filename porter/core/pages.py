"""Pages of long lists: a keyset cursor that survives new rows and refuses garbage."""

import base64
import binascii
import json
from typing import Any, Generic, TypeVar

from porter.core.errors import Refused
from porter.core.views import View

T = TypeVar("T")

MAX_LIMIT = 100
FEW = 20
"""A page of a list that is read from its top and seldom left: an inbox, a statement."""


class BadCursor(Refused):
    """The cursor is not one that we gave."""

    code = "bad_cursor"
    default_message = "This page address is not valid. Please start from the first page."


class Page(View, Generic[T]):
    """Some items and where the next ones begin; `next_cursor` is "" at the end."""

    items: tuple[T, ...]
    next_cursor: str = ""


def encode_cursor(*keys: str | int) -> str:
    """The sort keys of the last item shown, as opaque text."""
    return base64.urlsafe_b64encode(json.dumps(keys, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(text: str, *kinds: type) -> tuple[Any, ...]:
    """The sort keys in a cursor, checked for number and kind. Raises BadCursor."""
    try:
        keys = json.loads(base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadCursor() from error
    if not isinstance(keys, list) or len(keys) != len(kinds):
        raise BadCursor()
    if any(type(key) is not kind for key, kind in zip(keys, kinds, strict=True)):
        raise BadCursor()
    return tuple(keys)


def hold_limit(limit: int) -> int:
    """A page size between 1 and the largest that we serve."""
    return max(1, min(limit, MAX_LIMIT))


def as_many(shown: int) -> int:
    """The page size that reads a list of `FEW` a page anew with all that it shows, as far as we serve so many."""
    return hold_limit(max(FEW, shown))
