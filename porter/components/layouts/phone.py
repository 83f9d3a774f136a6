"""The phone layout: a map that fills the screen with a sheet on it, or a page to scroll; navigation at the thumb."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from porter.components.layouts.plain import skip_link
from porter.components.ui.icon import icon
from porter.components.ui.link import route_link
from porter.components.ui.overlay import bottom_sheet
from porter.components.ui.values import Child, Flag, Handler, Text, compact, when
from porter.components.words import t
from porter.core.language import msg

Audience = Literal["customer", "driver"]


@dataclass(frozen=True)
class NavItem:
    """One place of a navigation: its key, words, icon, address, and whether this person has it."""

    key: str
    words: str
    icon: str
    href: str
    shown: Flag = True


CUSTOMER_NAV = (
    NavItem("home", msg("Home"), "house", "/home"),
    NavItem("orders", msg("Orders"), "package", "/orders"),
    NavItem("wallet", msg("Wallet"), "wallet", "/wallet"),
    NavItem("account", msg("Account"), "circle_user_round", "/account"),
)
DRIVER_NAV = (
    NavItem("home", msg("Home"), "house", "/driver"),
    NavItem("earnings", msg("Earnings"), "indian_rupee", "/driver/earnings"),
    NavItem("inbox", msg("Messages"), "bell", "/driver/notifications"),
    NavItem("account", msg("Account"), "circle_user_round", "/driver/account"),
)


def phone_layout(
    *content: Child,
    map: rx.Component | None = None,
    audience: Audience = "customer",
    active: str = "home",
    title: Text | None = None,
    back_href: Text | None = None,
    actions: Child = None,
    top: Child = None,
    strip: Child = None,
    footer: Child = None,
    snap: Text = "half",
    on_snap: Handler = None,
    peek_px: int = 176,
    sheet_label: Text = "Details",
    nav: bool = True,
    nav_items: Sequence[NavItem] | None = None,
    nav_marks: Mapping[str, Child] | None = None,
    theme: str | None = None,
) -> rx.Component:
    """Draw a phone page.

    With `map`, the map fills the screen and the content lies in the sheet (a panel at the left from 1024 px);
    without, the content scrolls below a title bar. `footer` holds the one primary action, `strip` the driver's
    thin status line, `top` floats over the map.
    """
    items = nav_items or (DRIVER_NAV if audience == "driver" else CUSTOMER_NAV)
    shown_theme = theme or ("driver" if audience == "driver" else None)
    marks: dict[str, Any] = {"data_theme": shown_theme} if shown_theme else {}
    body = (
        _map_body(
            content, map, footer, top, {"snap": snap, "on_snap": on_snap, "peek_px": peek_px, "label": sheet_label}
        )
        if map is not None
        else _page_body(content, footer)
    )
    return rx.el.div(
        skip_link(),
        *compact([strip]),
        _title_bar(title, back_href, actions) if title is not None else rx.fragment(),
        body,
        _bottom_nav(items, active, nav_marks or {}) if nav else rx.fragment(),
        class_name="phone",
        data_audience=audience,
        data_map=map is not None,
        **marks,
    )


def _map_body(
    content: tuple[Child, ...], map: rx.Component, footer: Child, top: Child, sheet: dict[str, Any]
) -> rx.Component:
    return rx.el.main(
        rx.el.div(map, class_name="phone-map"),
        rx.el.div(top, class_name="phone-top") if top is not None else rx.fragment(),
        bottom_sheet(*content, footer=footer, **sheet),
        id="main",
        tab_index=-1,
        class_name="phone-main phone-main-map",
    )


def _page_body(content: tuple[Child, ...], footer: Child) -> rx.Component:
    return rx.fragment(
        rx.el.main(*compact(content), id="main", tab_index=-1, class_name="phone-main phone-page"),
        rx.el.div(footer, class_name="phone-foot") if footer is not None else rx.fragment(),
    )


def _title_bar(title: Text, back_href: Text | None, actions: Child) -> rx.Component:
    return rx.el.header(
        route_link(
            icon("arrow_left"), href=back_href, class_name="btn btn-icon", data_variant="ghost", aria_label=t("Back")
        )
        if back_href is not None
        else rx.fragment(),
        rx.el.h1(title, class_name="phone-title"),
        rx.el.div(actions, class_name="phone-actions") if actions is not None else rx.fragment(),
        class_name="phone-bar",
    )


def _bottom_nav(items: Sequence[NavItem], active: str, marks: Mapping[str, Child]) -> rx.Component:
    return rx.el.nav(
        *[
            route_link(
                icon(item.icon),
                rx.el.span(t(item.words)),
                marks.get(item.key),
                href=item.href,
                class_name="phone-nav-item",
                custom_attrs={"aria-current": "page"} if item.key == active else {},
            )
            for item in items
        ],
        class_name="phone-nav",
        aria_label=t("Main"),
    )


def driver_strip(*, network: Text, gps: Text, wake_lock: Text = "off", queued: int | rx.Var[int] = 0) -> rx.Component:
    """Draw the driver's status line.

    `network` is online or offline; `gps` is ok, weak, paused, denied or off; `wake_lock` is on or off; `queued` counts
    what waits to be sent.
    """
    waiting = rx.el.span(
        icon("cloud_upload", size=16), rx.el.span(queued, " to send"), class_name="signal num", data_level="warn"
    )
    return rx.el.div(
        _signal("wifi", "Network", network, {"online": "Connected", "offline": "No network"}),
        _signal(
            "satellite",
            "GPS",
            gps,
            {"ok": "GPS", "off": "GPS off", "weak": "GPS weak", "paused": "GPS paused", "denied": "GPS blocked"},
        ),
        _signal("sun", "Screen", wake_lock, {"on": "Stays on", "off": "May sleep"}),
        when(queued > 0, waiting),
        class_name="strip",
        role="status",
        aria_label="Device",
    )


def _signal(name: str, what: str, level: Text, words: dict[str, str]) -> rx.Component:
    return rx.el.span(
        icon(name, size=16),
        rx.el.span(what, ": ", class_name="sr-only"),
        rx.el.span(rx.Var.create(words)[level].to(str) if isinstance(level, rx.Var) else words[level]),
        class_name="signal",
        data_level=level,
    )


__all__ = ["CUSTOMER_NAV", "DRIVER_NAV", "NavItem", "driver_strip", "phone_layout"]
