"""Arguments as a handler declares them. Reflex only hints: a browser may send a list where a name was meant.

Checked once, before any handler runs, so that none has to ask what a `str` is. What does not fit is refused like an
event of a stranger; what fits arrives with the declared type (a number typed into a text field is text).
"""

import math
from collections.abc import Mapping
from functools import cache
from typing import Any, NotRequired, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from porter.state import internals

MAX_TEXT = 10_000
MAX_ITEMS = 500
MAX_DEPTH = 5
MAX_NUMBER = 2.0**53
"""Beyond this a browser's numbers are no longer exact; nothing of ours is as large."""


class Unfit(ValueError):
    """These arguments are not what the handler declares."""


def fitted(event_name: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments with the types that the handler declares. Raises Unfit."""
    if not is_plain(payload):
        raise Unfit(event_name)
    try:
        return dict(_declared(event_name).validate_python(dict(payload)))
    except ValidationError as wrong:
        raise Unfit(event_name) from wrong


def is_plain(value: Any, depth: int = MAX_DEPTH) -> bool:
    """Whether a value is JSON of a size that a page of ours would send, in text that a database can keep."""
    if isinstance(value, str):
        return len(value) <= MAX_TEXT and "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, bool) or value is None:
        return True
    if isinstance(value, int | float):
        return math.isfinite(value) and abs(value) <= MAX_NUMBER
    if isinstance(value, Mapping):
        return _few(value, depth) and _entries_fit(value) and all(is_plain(part, depth - 1) for part in value.values())
    if isinstance(value, list | tuple):
        return _few(value, depth) and all(is_plain(part, depth - 1) for part in value)
    return True  # an upload: not from the wire, Reflex made it


def _few(value: Any, depth: int) -> bool:
    return depth > 0 and len(value) <= MAX_ITEMS


def _entries_fit(value: Mapping[Any, Any]) -> bool:
    """A form travels as a list of pairs; Reflex unpacks them unseen."""
    entries = value.get(internals.FORM_ENTRIES)
    if not all(isinstance(name, str) and is_plain(name) for name in value):
        return False
    return entries is None or (
        isinstance(entries, list)
        and all(isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) for pair in entries)
    )


@cache
def _declared(event_name: str) -> TypeAdapter[Any]:
    function = internals.handler_function(event_name)
    hints = get_type_hints(function)
    fields = {
        parameter.name: hints.get(parameter.name, Any)
        if parameter.default is parameter.empty
        else NotRequired[hints.get(parameter.name, Any)]  # type: ignore[misc]
        for parameter in internals.handler_parameters(event_name)
    }
    shape = with_config(ConfigDict(extra="forbid", coerce_numbers_to_str=True, arbitrary_types_allowed=True))(
        TypedDict("Arguments", fields)  # type: ignore[operator]
    )
    return TypeAdapter(shape)
