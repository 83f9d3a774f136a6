"""What a thief sends: an id of somebody else's in every place that takes one, in the shape that the handler declares."""

import inspect
import re
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from porter.state import internals
from porter.state.guard import required_role

FIRST, LAST = ("load", "edit", "open", "add"), ("close", "keep", "leave")
"""A page is loaded and its form is open before anything is sent with it; what closes it again comes at the end."""

NUMBERS = ("lat", "lng")
"""Fields that the device fills in: a place on the map, or nothing further happens."""


def handlers_of(audience: str) -> list[str]:
    """Every event of the product that this audience may call at all, state by state in the order of a visit."""
    found = []
    for name in internals.handler_names():
        owner = internals.handler_owner(name)
        if owner is None or not owner.__module__.startswith("porter.") or internals.is_setter(name):
            continue
        if required_role(owner) == audience:
            found.append(name)
    return sorted(found, key=_place)


def _place(name: str) -> tuple[str, int, str]:
    state, _, verb = name.rpartition(".")
    return state, FIRST.index(verb) if verb in FIRST else len(FIRST) + (verb in LAST), verb


def payload_of(name: str, guess: str) -> dict[str, Any]:
    """Arguments that pass for those of a page of ours, with the guess wherever a text may stand."""
    hints = get_type_hints(internals.handler_function(name))
    return {one.name: _value(hints.get(one.name, Any), guess, name) for one in internals.handler_parameters(name)}


def _value(hint: Any, guess: str, name: str) -> Any:
    kind = get_origin(hint) or hint
    if kind is dict:
        return {field: 12.97 if field in NUMBERS else guess for field in _fields(name)}
    if kind is list:
        return [_value(part, guess, name) for part in get_args(hint)]
    if kind is Literal:
        return get_args(hint)[0]
    plain = {bool: True, int: 1, float: 1.0, str: guess, Any: guess}
    return plain[kind]  # a KeyError here: a handler declares a type that no thief has learned yet


@cache
def _fields(name: str) -> tuple[str, ...]:
    """Every word that could be a field's name in the modules of the handler's state, and of what its forms are read into."""
    owner = internals.handler_owner(name)
    assert owner
    modules = {inspect.getmodule(base) for base in owner.__mro__ if base.__module__.startswith("porter.")}
    words: set[str] = set()
    for module in modules:
        assert module
        words |= set(re.findall(r"[\"']([a-z][a-z0-9_]*)[\"']", inspect.getsource(module)))
        for thing in vars(module).values():
            words |= set(getattr(thing, "model_fields", ())) if isinstance(thing, type) else set()
    return tuple(sorted(words))
