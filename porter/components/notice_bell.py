"""The bell of the desk: how much is unread, and a panel with the newest notices."""

from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui import (
    banner,
    button,
    empty_state,
    events,
    icon,
    plain_link,
    relative_time,
    skeleton_rows,
    when,
)
from porter.components.ui.values import Flag, Handler, Text, given

_BELL = beside(__name__, "notice_bell.jsx")
_TITLE = "notices-title"
_MOST_SHOWN = 9

_KINDS = {
    "no_driver": ("search_x", "bad"),
    "delay": ("clock_alert", "warn"),
    "trip_problem": ("triangle_alert", "warn"),
    "driver_waiting": ("id_card", "info"),
    "refund": ("undo_2", "info"),
    "payout": ("banknote", "bad"),
    "payment_attention": ("credit_card", "warn"),
    "books": ("scale", "bad"),
    "security": ("shield_check", "neutral"),
}
"""The icon of every kind, and how loud it is."""


class _NoticeBell(rx.Component):
    library = _BELL.importable_path
    tag = "NoticeBell"

    unread: rx.Var[int]
    label: rx.Var[str]
    title_id: rx.Var[str]
    on_open: rx.EventHandler[events.nothing]
    on_close: rx.EventHandler[events.nothing]
    on_choose: rx.EventHandler[events.text]
    on_mark: rx.EventHandler[events.text]


def notice_bell(
    *,
    unread: rx.Var[int],
    notices: rx.Var[list[dict[str, Any]]],
    loaded: Flag,
    more: Flag,
    loading: Flag,
    error: Text,
    on_open: Handler,
    on_close: Handler,
    on_choose: Handler,
    on_mark: Handler,
    on_read_all: Handler,
    on_earlier: Handler,
) -> rx.Component:
    """Draw the bell with its number and, once pressed, the notices, newest first.

    A notice is a mapping with `id`, `kind`, `title`, `sentence`, `href`, `at`, `is_unread`, `outcome`, and `day` where a
    day begins. `on_choose` gets the id of one that is opened here, `on_mark` of one that is opened in another window.
    """
    count = rx.cond(unread > _MOST_SHOWN, f"{_MOST_SHOWN}+", unread.to(str))
    return _NoticeBell.create(
        rx.fragment(icon("bell"), when(unread > 0, rx.el.span(count, class_name="count num", aria_hidden="true"))),
        _head(unread, on_read_all),
        rx.el.div(
            when(given(error), banner("This could not be loaded", error, tone="bad", action=_again(on_open))),
            rx.cond(
                loaded,
                rx.cond(notices.length() > 0, _list(notices, more, loading, on_earlier), _nothing()),
                when(~given(error), skeleton_rows(4, "Loading notifications")),
            ),
            class_name="notices-body",
        ),
        unread=unread,
        label=rx.cond(unread > 0, f"Notifications, {unread} unread", "Notifications"),
        title_id=_TITLE,
        on_open=on_open,
        on_close=on_close,
        on_choose=on_choose,
        on_mark=on_mark,
    )


def _head(unread: rx.Var[int], on_read_all: Handler) -> rx.Component:
    everything = button(
        "Mark all read",
        on_click=on_read_all,
        variant="ghost",
        size="sm",
        custom_attrs={"data-rests": "", "data-stop": ""},
    )
    return rx.el.header(
        rx.el.h2("Notifications", id=_TITLE, class_name="notices-title"),
        when(unread > 0, everything),
        class_name="notices-head",
    )


def _list(notices: rx.Var[Any], more: Flag, loading: Flag, on_earlier: Handler) -> rx.Component:
    earlier = button(
        "Earlier",
        on_click=on_earlier,
        loading=loading,
        variant="ghost",
        size="sm",
        full=True,
        custom_attrs={"data-stop": "", "data-more": ""},
    )
    return rx.fragment(
        rx.el.ol(rx.foreach(notices, _notice), aria_label="Newest first", class_name="notices-list"),
        when(more, earlier),
    )


def _notice(notice: rx.Var[dict[str, Any]]) -> rx.Component:
    text = {key: notice[key].to(str) for key in ("id", "kind", "title", "sentence", "href", "at", "outcome", "day")}
    is_unread = notice["is_unread"].to(bool)
    done = rx.el.span(icon("circle_check", size=16), text["outcome"], class_name="notice-done")
    words = rx.el.span(
        rx.el.span(
            when(is_unread, rx.el.span("Unread: ", class_name="sr-only")),
            text["sentence"],
            class_name="notice-sentence",
        ),
        rx.el.span(text["title"], " · ", relative_time(text["at"]), class_name="notice-meta"),
        when(given(text["outcome"]), done),
        class_name="notice-words",
    )
    return rx.el.li(
        when(given(text["day"]), rx.el.h3(text["day"], class_name="notices-day")),
        plain_link(
            _mark(text["kind"]),
            words,
            rx.el.span(class_name="notice-dot"),
            href=text["href"],
            class_name="notice",
            custom_attrs={"data-notice": text["id"], "data-unread": is_unread},
        ),
    )


def _mark(kind: rx.Var[str]) -> rx.Component:
    drawn = [(name, icon(shape)) for name, (shape, _) in _KINDS.items()]
    tones = rx.Var.create({name: tone for name, (_, tone) in _KINDS.items()})
    return rx.el.span(rx.match(kind, *drawn, icon("bell")), class_name="notice-icon", data_tone=tones[kind].to(str))


def _again(on_open: Handler) -> rx.Component:
    return button("Try again", on_click=on_open, variant="secondary", size="sm", custom_attrs={"data-rests": ""})


def _nothing() -> rx.Component:
    return empty_state("Nothing needs you", "What waits for somebody with your role appears here at once.", icon="bell")
