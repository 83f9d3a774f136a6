"""The stops of an order: read, followed, or put into another order by hand."""

from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events
from porter.components.ui.badge import status_badge
from porter.components.ui.values import Handler, Text, classes, each, given, optional, part, when, without_none

_STOPS = beside(__name__, "stop_list.jsx")


class _ReorderStops(rx.Component):
    library = _STOPS.importable_path
    tag = "ReorderStops"

    stops: rx.Var[Any]
    on_reorder: rx.EventHandler[events.texts]
    on_edit: rx.EventHandler[events.text]
    on_remove: rx.EventHandler[events.text]


def stop_list(
    stops: Any,
    *,
    show_status: bool = False,
    expected: Text | None = None,
    exact_times: bool = False,
    compact_rows: bool = False,
    in_full: bool = False,
) -> rx.Component:
    """Draw stops as a line with dots.

    A stop is a mapping or view with `kind` ("pickup" or "drop"), `title` and `detail`, and with `show_status` also
    `status`, `status_label` and `when_text`. With `expected`, the stop that `is_next` has this time instead of its own; with
    `exact_times` there is `when_title` for whoever hovers over the time. `in_full` cuts no words, and a stop's `number` stands
    where it is on the map.
    """
    return rx.el.ol(
        *each(stops, lambda stop: _stop(stop, show_status, expected, exact_times, in_full)),
        class_name=classes("stops"),
        data_compact=compact_rows,
        data_full=in_full,
    )


def _stop(stop: Any, show_status: bool, expected: Text | None, exact_times: bool, in_full: bool) -> rx.Component:
    side = (
        rx.el.span(
            when(given(part(stop, "status")), status_badge(part(stop, "status"), part(stop, "status_label"))),
            _when(stop, expected, part(stop, "when_title") if exact_times else None),
            class_name="stop-side",
        )
        if show_status
        else rx.fragment()
    )
    return rx.el.li(
        rx.el.span(part(stop, "number") if in_full else "", class_name="stop-dot", aria_hidden="true"),
        rx.el.span(
            rx.el.span(part(stop, "title"), class_name="stop-title"),
            optional(part(stop, "detail"), lambda text: rx.el.span(text, class_name="stop-detail")),
            class_name="stop-words",
        ),
        side,
        class_name="stop",
        data_kind=part(stop, "kind"),
        data_status=part(stop, "status") if show_status else "pending",
    )


def _when(stop: Any, expected: Text | None, exact: Any) -> rx.Component:
    own = optional(part(stop, "when_text"), lambda text: _time(text, exact))
    return own if expected is None else when(part(stop, "is_next"), optional(expected, _time), own)


def _time(text: Any, exact: Any = None) -> rx.Component:
    return rx.el.span(text, class_name="stop-when num", **without_none({"title": exact}))


def reorder_stops(
    stops: Any, *, on_reorder: Handler, on_edit: Handler = None, on_remove: Handler = None
) -> rx.Component:
    """Draw stops that can be dragged by a handle or moved by buttons; `on_reorder` gets all ids in their new order.

    A stop has `id`, `kind`, `title` and `detail`, and `wrong` says what is wrong with it. The handlers for edit and remove get the id.
    """
    return _ReorderStops.create(
        stops=stops, on_reorder=on_reorder, **without_none({"on_edit": on_edit, "on_remove": on_remove})
    )
