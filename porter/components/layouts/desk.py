"""The desk of operations: rail, top bar, content."""

from collections.abc import Sequence

import reflex as rx

from porter.components.files import beside
from porter.components.layouts.phone import NavItem
from porter.components.layouts.plain import skip_link
from porter.components.ui.badge import badge
from porter.components.ui.icon import icon
from porter.components.ui.link import route_link
from porter.components.ui.tile import avatar
from porter.components.ui.values import Child, Handler, Text, compact, inline, when

_RAIL = beside(__name__, "rail_toggle.jsx")

DESK_NAV = (
    NavItem("overview", "Overview", "layout_dashboard", "/ops"),
    NavItem("fleet", "Fleet", "map", "/ops/fleet"),
    NavItem("orders", "Orders", "package", "/ops/orders"),
    NavItem("drivers", "Drivers", "id_card", "/ops/drivers"),
    NavItem("customers", "Customers", "users", "/ops/customers"),
)


class _RailToggle(rx.Component):
    library = _RAIL.importable_path
    tag = "RailToggle"


def desk_layout(
    *content: Child,
    active: str,
    title: Text,
    breadcrumb: Child = None,
    actions: Child = None,
    on_search: Handler = None,
    bell: Child = None,
    environment: Text | None = None,
    person_name: Text = "",
    person_menu: Child = None,
    nav_items: Sequence[NavItem] = DESK_NAV,
    overlays: Child = None,
    fill: bool = False,
) -> rx.Component:
    """Draw a page of the operations desk; `fill` gives the content the whole height (map, board)."""
    return rx.el.div(
        skip_link(),
        _rail(nav_items, active),
        rx.el.div(
            _top_bar(on_search, bell, environment, person_name, person_menu),
            rx.el.main(
                *compact([breadcrumb]),
                rx.el.header(
                    rx.el.h1(title, class_name="desk-title"),
                    rx.el.div(actions, class_name="desk-actions") if actions is not None else rx.fragment(),
                    class_name="desk-head",
                ),
                *compact(content),
                id="main",
                tab_index=-1,
                class_name="desk-main",
                data_fill=fill,
            ),
            class_name="desk-body",
        ),
        *compact([overlays]),
        class_name="desk",
    )


def _rail(items: Sequence[NavItem], active: str) -> rx.Component:
    links = [
        when(
            item.shown,
            route_link(
                icon(item.icon),
                rx.el.span(item.words, class_name="rail-words"),
                href=item.href,
                class_name="rail-item",
                custom_attrs={"title": item.words} | ({"aria-current": "page"} if item.key == active else {}),
            ),
        )
        for item in items
    ]
    mark = route_link(
        rx.el.img(src="/icons/mark.svg", alt="", **inline(width="28px", height="28px")),
        rx.el.span("Porter", class_name="rail-words wordmark-name"),
        href="/ops",
        class_name="rail-mark",
        custom_attrs={"aria-label": "Porter operations"},
    )
    return rx.el.nav(
        mark, rx.el.div(*links, class_name="rail-items"), _RailToggle.create(), class_name="rail", aria_label="Main"
    )


def _top_bar(
    on_search: Handler, bell: Child, environment: Text | None, person_name: Text, person_menu: Child
) -> rx.Component:
    return rx.el.header(
        rx.el.button(
            icon("search"),
            rx.el.span("Search orders, money, people", class_name="search-words"),
            rx.el.kbd("⌘K"),
            type="button",
            class_name="search-button",
            **({"on_click": on_search} if on_search is not None else {}),
        ),
        rx.el.div(
            badge(environment, "warn") if environment is not None else rx.fragment(),
            bell if bell is not None else rx.fragment(),
            _person(person_name, person_menu),
            class_name="desk-tools",
        ),
        class_name="desk-bar",
    )


def _person(name: Text, menu: Child) -> rx.Component:
    if menu is None:
        return avatar(name, size_px=32)
    return rx.el.details(
        rx.el.summary(avatar(name, size_px=32), class_name="person", aria_label="Account"),
        rx.el.div(rx.el.p(name, class_name="menu-title"), menu, class_name="menu menu-end"),
        class_name="menu-box",
    )


__all__ = ["DESK_NAV", "desk_layout"]
