"""Things that run: bar, steps, countdown ring, relative time, elapsed time."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events
from porter.components.ui.values import Handler, Text, classes, without_none

_CLOCK = beside(__name__, "clock.jsx")


class _CountdownRing(rx.Component):
    library = _CLOCK.importable_path
    tag = "CountdownRing"

    expires_at: rx.Var[str]
    server_now: rx.Var[str]
    total_s: rx.Var[int]
    size_px: rx.Var[int]
    label: rx.Var[str]
    on_expire: rx.EventHandler[events.nothing]


class _Countdown(rx.Component):
    library = _CLOCK.importable_path
    tag = "Countdown"

    until: rx.Var[str]
    server_now: rx.Var[str]
    done_text: rx.Var[str]
    on_expire: rx.EventHandler[events.nothing]


class _Elapsed(rx.Component):
    library = _CLOCK.importable_path
    tag = "Elapsed"

    since: rx.Var[str]
    server_now: rx.Var[str]


class _RelativeTime(rx.Component):
    library = _CLOCK.importable_path
    tag = "RelativeTime"

    at: rx.Var[str]
    zone: rx.Var[str]
    style_name: rx.Var[str]


def progress_bar(value: Any, *, maximum: Any = 100, label: Text, tone: Text = "neutral", **props: Any) -> rx.Component:
    """Draw how far something is; leave `value` None when nobody knows."""
    look = classes("progress", props.pop("class_name", None))
    return rx.el.progress(
        max=maximum, aria_label=label, class_name=look, data_tone=tone, **without_none({"value": value}), **props
    )


def step_progress(steps: Sequence[Text], current: int | rx.Var[int], label: Text = "Progress") -> rx.Component:
    """Draw named steps in a line; `current` counts from 0."""

    def step(index: int, words: Text) -> rx.Component:
        if isinstance(current, rx.Var):
            state: Any = rx.cond(current > index, "done", rx.cond(current == index, "current", "next"))
        else:
            state = "done" if current > index else "current" if current == index else "next"
        return rx.el.li(rx.el.span(words), class_name="step", data_state=state)

    return rx.el.ol(*[step(i, words) for i, words in enumerate(steps)], class_name="steps", aria_label=label)


def countdown_ring(
    *,
    expires_at: Text,
    total_s: int | rx.Var[int],
    server_now: Text = "",
    size_px: int = 96,
    label: Text = "Time left",
    on_expire: Handler = None,
) -> rx.Component:
    """Draw a ring that runs out at an instant of the server (ISO 8601).

    Give `server_now` from the same answer and a wrong clock in the browser does no harm.
    """
    return _CountdownRing.create(
        expires_at=expires_at,
        server_now=server_now,
        total_s=total_s,
        size_px=size_px,
        label=label,
        **without_none({"on_expire": on_expire}),
    )


def countdown(
    *, until: Text, server_now: Text = "", done_text: Text = "0:00", on_expire: Handler = None
) -> rx.Component:
    """Write the minutes and seconds left until an instant (ISO 8601), as `4:59`."""
    return _Countdown.create(
        until=until, server_now=server_now, done_text=done_text, **without_none({"on_expire": on_expire})
    )


def elapsed(since: Text, server_now: Text = "") -> rx.Component:
    """Write the time gone by since an instant, as `12:07`, for timers that count up."""
    return _Elapsed.create(since=since, server_now=server_now)


def relative_time(at: Text, *, zone: Text = "Asia/Kolkata") -> rx.Component:
    """Write an instant (ISO 8601) as "3 min ago"; it ticks by itself, the exact time shows on hover."""
    return _RelativeTime.create(at=at, zone=zone, style_name="relative")


def local_time(at: Text, *, style: str = "time", zone: Text = "Asia/Kolkata") -> rx.Component:
    """Write an instant as local `time`, `date` or `datetime`."""
    return _RelativeTime.create(at=at, zone=zone, style_name=style)
