"""The frames of the three apps: the layouts, with what the session knows already filled in."""

from typing import Any

import reflex as rx

from porter.components.device import device_strip, driver_device
from porter.components.layouts import desk_layout, phone_layout
from porter.components.map_style import OFFLINE_CITY
from porter.components.notice_bell import notice_bell
from porter.components.ui import button, count_badge, icon, link_button, route_link, toast_region
from porter.components.ui.values import Child, Text, compact
from porter.components.words import t
from porter.core.config import settings
from porter.state.admin.bell import BellState
from porter.state.customer.inbox import UnreadState
from porter.state.driver.device import DeviceState
from porter.state.notices import NoticeState
from porter.state.session import StaffSession


def notice_region() -> rx.Component:
    """Where short messages appear, read out politely. The shells put it on every page."""
    return toast_region(NoticeState.notices, NoticeState.dismiss)


def customer_phone(*content: Child, active: str = "home", bell: bool = True, **layout: Any) -> rx.Component:
    """A page of the customer app, with the way to the inbox at the top; takes what `phone_layout` takes."""
    if bell and "map" in layout:
        layout["top"] = rx.el.div(
            layout.get("top", rx.el.span()), _bell("bg-paper shadow-float"), class_name="phone-top-row"
        )
    elif bell:
        layout["actions"] = rx.fragment(*compact([layout.get("actions")]), _bell(""))
    return phone_layout(*content, audience="customer", active=active, **layout)


def _bell(look: str) -> rx.Component:
    count = rx.cond(UnreadState.count > 99, "99+", UnreadState.count.to(str))
    return route_link(
        icon("bell"),
        rx.cond(UnreadState.count > 0, count_badge(count, t("unread")), rx.fragment()),
        href="/notifications",
        class_name=f"btn btn-icon bell {look}".strip(),
        data_variant="secondary" if look else "ghost",
        aria_label=rx.cond(UnreadState.count > 0, t("Inbox, {count} unread", count=count), t("Inbox")),
    )


def driver_phone(*content: Child, active: str = "home", **layout: Any) -> rx.Component:
    """A page of the driver app: the status strip above, the phone's position and queue at work behind it."""
    return phone_layout(
        phone_at_work(), *content, audience="driver", active=active, strip=phone_strip(), **layout
    )  # fmt: skip


def phone_at_work() -> rx.Component:
    """The driver's position and queue; draws nothing. Once on every page of the driver app."""
    return driver_device(
        active=DeviceState.active,
        on_trip=DeviceState.on_trip,
        near_stop=DeviceState.near_stop,
        may_play=DeviceState.may_play,
        streets=OFFLINE_CITY,
        on_status=DeviceState.heard,
        on_step_answer=DeviceState.answered,
    )


def phone_strip() -> rx.Component:
    """The thin line that is always there: network, position, screen, what waits to be sent."""
    return rx.el.div(device_strip(), class_name="strip", role="status", aria_label=t("Device"))


def ops_desk(*content: Child, active: str, title: Text, **layout: Any) -> rx.Component:
    """A page of the operations desk, with bell, person and environment in the bar; takes what `desk_layout` takes."""
    look: dict[str, Any] = {"variant": "ghost", "full": True, "class_name": "justify-start"}
    menu = rx.fragment(
        link_button("My account", href="/ops/account", icon="circle_user", **look),
        button("Sign out", on_click=StaffSession.sign_out, icon="log_out", **look),
    )
    environment = None if settings().is_production else "Development"
    return desk_layout(
        *content,
        active=active,
        title=title,
        person_name=StaffSession.name,
        person_menu=menu,
        environment=environment,
        bell=_desk_bell(),
        **layout,
    )


def _desk_bell() -> rx.Component:
    return notice_bell(
        unread=BellState.unread,
        notices=BellState.notices,
        loaded=BellState.loaded,
        more=BellState.more != "",
        loading=BellState.loading,
        error=BellState.error,
        on_open=BellState.show,
        on_close=BellState.hide,
        on_choose=BellState.open,
        on_mark=BellState.read,
        on_read_all=BellState.read_all,
        on_earlier=BellState.earlier,
    )
