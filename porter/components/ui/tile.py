"""Quiet containers: card, stat card, list row, avatar, vehicle drawing, sparkline."""

from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui.icon import icon as draw_icon
from porter.components.ui.link import route_link
from porter.components.ui.skeleton import skeleton
from porter.components.ui.values import (
    Child,
    Flag,
    Handler,
    Text,
    classes,
    compact,
    given,
    inline,
    optional,
    when,
    words_of,
)

_SPARKLINE = beside(__name__, "sparkline.jsx")


_KINDS = ("cycle", "two_wheeler", "three_wheeler", "mini_truck", "truck")
_DRAWINGS = {
    **{name: name for kind in _KINDS for name in (kind, f"{kind}_ev")},
    **{f"ev_{kind}": f"{kind}_ev" for kind in _KINDS},
    "pickup": "truck",
}
_ANY = "mini_truck"
"""What stands for a class that has no drawing yet."""


class _Sparkline(rx.Component):
    library = _SPARKLINE.importable_path
    tag = "Sparkline"

    values: rx.Var[Any]
    label: rx.Var[str]


def card(
    *children: Child, title: Text | None = None, actions: Child = None, padded: bool = True, **props: Any
) -> rx.Component:
    """Draw a card, with a heading row when a title is given."""
    head = (
        rx.el.header(
            rx.el.h2(title, class_name="card-title"),
            rx.el.div(actions, class_name="card-actions") if actions is not None else rx.fragment(),
            class_name="card-head",
        )
        if title is not None
        else rx.fragment()
    )
    return rx.el.section(
        head,
        *compact(children),
        class_name=classes("card", props.pop("class_name", None)),
        data_padded=padded,
        **props,
    )


def stat_card(
    label: Text,
    value: Text,
    *,
    trend: Text | None = None,
    trend_tone: Text = "neutral",
    note: Text | None = None,
    series: Any = None,
    href: Text | None = None,
    loading: Flag = False,
) -> rx.Component:
    """Draw one number that matters: its label, its trend against before, and its last days as a line."""
    inside = (
        rx.el.p(label, class_name="stat-label"),
        when(loading, skeleton(width="60%", height="34px"), rx.el.p(value, class_name="stat-value num")),
        rx.el.div(
            optional(trend, lambda text: rx.el.span(text, class_name="stat-trend num", data_tone=trend_tone)),
            optional(note, lambda text: rx.el.span(text, class_name="stat-note")),
            class_name="stat-foot",
        ),
        sparkline(series, f"{label}: recent values") if series is not None else rx.fragment(),
    )
    if href is not None:
        return route_link(*inside, href=href, class_name="card stat")
    return rx.el.div(*inside, class_name="card stat")


def sparkline(values: Any, label: Text) -> rx.Component:
    """Draw a list of numbers as a small line without axes."""
    return _Sparkline.create(values=values, label=label)


def list_row(
    title: Child,
    *,
    detail: Child = None,
    leading: Child = None,
    trailing: Child = None,
    icon: str | None = None,
    href: Text | None = None,
    on_click: Handler = None,
    chevron: bool | None = None,
    **props: Any,
) -> rx.Component:
    """Draw one row of a list: something on the left, two lines, something on the right; the whole row is the target."""
    inside = compact(
        [
            rx.el.span(draw_icon(icon), class_name="row-icon") if icon else None,
            leading,
            rx.el.span(
                rx.el.span(title, class_name="row-title"),
                rx.el.span(detail, class_name="row-detail") if detail is not None else rx.fragment(),
                class_name="row-words",
            ),
            rx.el.span(trailing, class_name="row-trailing num") if trailing is not None else None,
            draw_icon("chevron_right", class_name="row-chevron") if _pressable(chevron, href, on_click) else None,
        ]
    )
    look = classes("row", props.pop("class_name", None))
    if href is not None:
        return route_link(*inside, href=href, class_name=look, **props)
    if on_click is not None:
        return rx.el.button(*inside, type="button", on_click=on_click, class_name=look, **props)
    return rx.el.div(*inside, class_name=look, **props)


def _pressable(chevron: bool | None, href: Text | None, on_click: Handler) -> bool:
    return chevron if chevron is not None else href is not None or on_click is not None


def row_list(*rows: Child, label: Text | None = None, **props: Any) -> rx.Component:
    """Draw rows below each other with hairlines between them, as a card without padding."""
    marks = {"role": "group", "aria_label": label} if label is not None else {}
    return rx.el.div(*compact(rows), class_name=classes("card rows", props.pop("class_name", None)), **marks, **props)


def avatar(name: Text, *, src: Text | None = None, size_px: int = 40) -> rx.Component:
    """Draw a person: the photo when there is one, else the first letters of the name."""
    initials = _initials_var(name) if isinstance(name, rx.Var) else _initials(name)
    letters = rx.el.span(initials, class_name="avatar-letters", aria_hidden="true")
    photo = letters if src is None else when(given(src), rx.el.img(src=src, alt="", class_name="avatar-photo"), letters)
    return rx.el.span(
        photo, class_name="avatar", role="img", aria_label=name, **inline(**{"--size": f"{size_px}px"})
    )  # fmt: skip


def _initials(name: str) -> str:
    return "".join(word[:1] for word in name.split()[:2]).upper()


def _initials_var(name: rx.Var[str]) -> Any:
    return name.to(str).split(" ")[:2].foreach(lambda word: word[:1]).join("")


def vehicle_drawing(vehicle_class: Text, *, width_px: int = 72, alt: Text = "") -> rx.Component:
    """Draw a vehicle class from the side, by its code (`ev_truck`, `pickup`) or by the name of a drawing (`truck_ev`)."""
    source = "/icons/vehicles/" + _drawing_of(vehicle_class) + ".svg"
    return rx.el.img(
        src=source,
        alt=alt,
        class_name="vehicle",
        loading="lazy",
        **inline(width=f"{width_px}px", height=f"{width_px * 5 // 9}px"),
    )


def _drawing_of(vehicle_class: Text) -> Any:
    if not isinstance(vehicle_class, rx.Var):
        return _DRAWINGS.get(vehicle_class, _ANY)
    table = rx.Var.create(_DRAWINGS)
    code = words_of(vehicle_class)
    return rx.cond(table.contains(code), table[code].to(str), _ANY).to(str)


def plate(number: Text) -> rx.Component:
    """Draw a number plate."""
    return rx.el.span(number, class_name="plate num")


def description_list(*pairs: tuple[Text, Child], **props: Any) -> rx.Component:
    """Draw facts as term and value."""
    return rx.el.dl(
        *[rx.el.div(rx.el.dt(term), rx.el.dd(value, class_name="num")) for term, value in pairs],
        class_name=classes("facts", props.pop("class_name", None)),
        **props,
    )
