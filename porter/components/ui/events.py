"""What our own components hand to event handlers."""

from typing import Any

import reflex as rx


def nothing() -> tuple[()]:
    """Call the handler with no argument."""
    return ()


def text(value: rx.Var[str]) -> tuple[rx.Var[str]]:
    """Call the handler with one string."""
    return (value,)


def number(value: rx.Var[int]) -> tuple[rx.Var[int]]:
    """Call the handler with one whole number."""
    return (value,)


def text_and_number(value: rx.Var[str], number: rx.Var[int]) -> tuple[rx.Var[str], rx.Var[int]]:
    """Call the handler with one string and one whole number."""
    return (value, number)


def record(value: rx.Var[dict[str, Any]]) -> tuple[rx.Var[dict[str, Any]]]:
    """Call the handler with one mapping."""
    return (value,)


def texts(value: rx.Var[list[str]]) -> tuple[rx.Var[list[str]]]:
    """Call the handler with a list of strings."""
    return (value,)
