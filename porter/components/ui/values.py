"""Small algebra that lets every primitive take constants and `rx.Var`s alike."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any

import reflex as rx

Flag = bool | rx.Var[bool]
Text = str | rx.Var[str]
Child = rx.Component | rx.Var[Any] | str | int | None
Handler = Any
"""Whatever Reflex accepts as an event handler."""


def any_of(*flags: Flag) -> Any:
    """Return the logical or of constants and vars."""
    live = [flag for flag in flags if isinstance(flag, rx.Var)]
    if any(flag is True for flag in flags):
        return True
    return reduce(or_, live) if live else False


def when(condition: Any, component: rx.Component, otherwise: rx.Component | None = None) -> rx.Component:
    """Return the component if the condition holds, now or in the browser."""
    if isinstance(condition, rx.Var):
        return rx.cond(condition, component, otherwise or rx.fragment())
    return component if condition else otherwise or rx.fragment()


def given(text: Any) -> Any:
    """Say whether a text is there: false for None and for an empty string."""
    return text != "" if isinstance(text, rx.Var) else bool(text)


def optional(text: Any, draw: Callable[[Any], rx.Component]) -> rx.Component:
    """Draw a text only when there is one."""
    if text is None or (isinstance(text, str) and not text):
        return rx.fragment()
    return when(given(text), draw(text))


def classes(base: str, extra: Any = None) -> Any:
    """Join our class names with the caller's."""
    return base if extra is None else [base, extra]


def equals(left: Any, right: Any) -> Any:
    """Compare two values, at least one of which may live in the browser."""
    if isinstance(right, rx.Var) and not isinstance(left, rx.Var):
        return right == left
    return left == right


def each(items: Any, draw: Callable[[Any], rx.Component]) -> list[rx.Component]:
    """Draw every item of a constant sequence or of a list in the browser."""
    if isinstance(items, rx.Var):
        return [rx.foreach(items, lambda item: draw(item))]  # noqa: PLW0108 - foreach counts a bound method's self
    return [draw(item) for item in items]


def words_of(text: Any) -> Any:
    """Treat a value of a mapping in the browser as the text that it is."""
    return text.to(str) if isinstance(text, rx.Var) else text


def part(row: Any, key: str) -> Any:
    """Read one field of a view, a mapping, or a var of either."""
    if isinstance(row, (dict, rx.Var)):
        return row[key]
    return getattr(row, key)


def without_none(props: dict[str, Any]) -> dict[str, Any]:
    """Leave out the props that were not given."""
    return {name: value for name, value in props.items() if value is not None}


def inline(**style: Any) -> dict[str, Any]:
    """Write a size onto one element, as its `style` attribute.

    Reflex makes a class of `style`, of the `width` of a picture and the `stroke_width` of an icon, in the browser and at
    each drawing: a table of placeholders took longer for that than for all the rest.
    """
    return {"custom_attrs": {"style": style}}


def compact(children: Sequence[Child]) -> list[Any]:
    """Leave out the children that were not given."""
    return [child for child in children if child is not None]
