"""Finding one's way: breadcrumb, pagination, filter chips, slots of time."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from porter.components.ui.button import button
from porter.components.ui.icon import icon as draw_icon
from porter.components.ui.link import route_link
from porter.components.ui.tabs import Roving
from porter.components.ui.values import Flag, Handler, Text, each, equals, optional


def breadcrumb(*steps: tuple[Text, Text | None]) -> rx.Component:
    """Draw where one is: (words, address) pairs, the last one without an address."""
    return rx.el.nav(
        rx.el.ol(*[_crumb(words, href) for words, href in steps]), aria_label="Breadcrumb", class_name="crumbs"
    )


def _crumb(words: Text, href: Text | None) -> rx.Component:
    if href is None:
        return rx.el.li(rx.el.span(words, aria_current="page"))
    return rx.el.li(route_link(words, href=href, class_name="crumb"), draw_icon("chevron_right", size=16))


def pagination(
    *, summary: Text, on_previous: Handler, on_next: Handler, has_previous: Flag, has_next: Flag, loading: Flag = False
) -> rx.Component:
    """Draw the way through pages of a cursor: a summary ("1 to 50"), previous, next."""
    return rx.el.nav(
        rx.el.p(summary, class_name="num", aria_live="polite"),
        rx.el.div(
            button("Previous", on_click=on_previous, variant="secondary", size="sm", disabled=_no(has_previous), icon="chevron_left"),
            button("Next", on_click=on_next, variant="secondary", size="sm", disabled=_no(has_next), loading=loading, icon_end="chevron_right"),
            class_name="pager-buttons",
        ),
        class_name="pager",
        aria_label="Pages",
    )  # fmt: skip


def _no(flag: Flag) -> Any:
    return ~flag if isinstance(flag, rx.Var) else not flag


def filter_chips(
    options: Sequence[tuple[str, Text] | tuple[str, Text, Any]] | rx.Var[Any],
    *,
    active: Sequence[str] | rx.Var[Any],
    on_toggle: Handler,
    label: Text,
    on_clear: Handler = None,
) -> rx.Component:
    """Draw filters as chips: (key, words) or (key, words, count); `on_toggle` gets the key."""

    def chip(item: Any) -> rx.Component:
        chosen = active.contains(item[0]) if isinstance(active, rx.Var) else item[0] in active
        counted = not isinstance(item, rx.Var) and len(item) > 2
        return rx.el.button(
            rx.el.span(item[1]),
            rx.el.span(item[2], class_name="tab-count num") if counted else rx.fragment(),
            type="button",
            aria_pressed=chosen,
            on_click=on_toggle(item[0]),
            class_name="chip",
        )

    clear = [button("Clear", on_click=on_clear, variant="ghost", size="sm")] if on_clear is not None else []
    return rx.el.div(*each(options, chip), *clear, class_name="chips", role="group", aria_label=label)


def date_time_slots(
    *,
    days: Any,
    slots: Any,
    day: Text,
    slot: Text,
    on_day: Handler,
    on_slot: Handler,
    label: Text = "Pickup time",
    empty_text: Text = "No free slots on this day. Choose another day.",
) -> rx.Component:
    """Draw a strip of days and the slots of the chosen one.

    Days are mappings or views with `value`, `weekday` ("Sat") and `date` ("21 Nov"); slots have `value`, `words` ("14:15")
    and `free`. The handlers get the value.
    """

    def day_button(item: Any) -> rx.Component:
        return rx.el.button(
            rx.el.span(item["weekday"], class_name="slot-weekday"),
            rx.el.span(item["date"], class_name="slot-date num"),
            type="button",
            aria_pressed=equals(day, item["value"]),
            on_click=on_day(item["value"]),
            class_name="slot-day",
        )

    def slot_button(item: Any) -> rx.Component:
        return rx.el.button(
            item["words"],
            type="button",
            aria_pressed=equals(slot, item["value"]),
            disabled=_no(item["free"]),
            on_click=on_slot(item["value"]),
            class_name="slot num",
        )

    marks = {"item": "button", "role": "group"}
    return rx.el.div(
        Roving.create(*each(days, day_button), class_name="slot-days", custom_attrs={"aria-label": "Day"}, **marks),
        Roving.create(*each(slots, slot_button), class_name="slots", custom_attrs={"aria-label": label}, **marks),
        rx.cond(slots.length() == 0, rx.el.p(empty_text, class_name="field-help"), rx.fragment())
        if isinstance(slots, rx.Var)
        else optional("" if slots else empty_text, lambda text: rx.el.p(text, class_name="field-help")),
        class_name="slot-picker",
    )
