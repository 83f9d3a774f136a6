"""No job in hand: the switch, why it does not move, what today has brought."""

from typing import Any

import reflex as rx

from porter.components.driver import desk_drive
from porter.components.leave import leave
from porter.components.ui import badge, banner, button, dialog, link_button, list_row, row_list, stat_card, when
from porter.components.ui.choice import online_switch
from porter.components.words import t
from porter.core.config import settings
from porter.state.driver.cash import CashState
from porter.state.driver.device import DeviceState
from porter.state.driver.home import HomeState

NEAR_DEMO_PICKUP = {"lat": 12.9396, "lng": 77.6227}
"""About 700 m from where Asha, the demo customer, lives."""

_online = HomeState.driver["is_online"].to(bool)


def idle() -> rx.Component:
    """The home screen between two jobs."""
    return rx.el.div(
        _hello(),
        online_switch(online=_online, on_change=HomeState.switch, disabled=~_online & ~_may),
        _obstacle(),
        position_trouble(),
        rx.cond(_online & (DeviceState.gps != "denied"), _listening()),
        _today(),
        from_a_desk(),
        _explanation(),
        class_name="grid gap-4",
    )


_may = HomeState.driver["can_go_online"].to(bool)


def from_a_desk(start: Any = None, **trip: rx.Var[Any]) -> rx.Component:
    """Development only: play the position. Not even drawn into the pages of a production build."""
    if settings().is_production:
        return rx.fragment()
    return rx.cond(HomeState.is_development, desk_drive(start=NEAR_DEMO_PICKUP if start is None else start, **trip))


def _hello() -> rx.Component:
    return rx.el.header(
        rx.el.div(
            rx.el.h1(
                rx.cond(_text("name") != "", t("Hello, {name}", name=_text("name")), t("Hello")),
                class_name="text-22 font-semibold",
            ),
            rx.el.p(HomeState.driver["vehicle"].to(dict[str, str])["text"], class_name="text-14 text-muted"),
        ),
        rx.cond(_online, badge(t("Online"), "good"), badge(t("Offline"), "neutral")),
        class_name="flex items-start justify-between gap-4",
    )


def _obstacle() -> rx.Component:
    action = link_button(t("Open my account"), href="/driver/account", variant="secondary", size="sm")
    blocked = HomeState.driver["cash_blocked"].to(bool)
    return rx.fragment(
        banner(
            t("You cannot go online yet"), _text("why_not"), tone="warn", action=action, shown=_text("why_not") != ""
        ),
        when(blocked, _cash_limit()),
    )


def _cash_limit() -> rx.Component:
    """Why there are no cash jobs, and one tap to mend it."""
    return rx.el.div(
        banner(
            t("Cash jobs have stopped: you hold {amount}", amount=_text("cash_in_hand_text")),
            t("Your limit is {amount}. Jobs paid online keep coming.", amount=_text("cash_limit_text")),
            tone="warn",
        ),
        button(
            t("Hand it in by UPI"), icon="smartphone", size="xl", full=True,
            on_click=CashState.hand_in, loading=CashState.busy,
        ),
        leave(to=CashState.checkout_url),
        class_name="grid gap-2",
    )  # fmt: skip


def position_trouble() -> rx.Component:
    """What to do when the phone does not say where it is."""
    return rx.fragment(
        banner(
            t("Location is switched off"),
            t("Open the lock sign beside the address, choose Permissions, allow Location, then come back here."),
            tone="bad",
            icon="satellite",
            shown=((DeviceState.permission == "denied") | (_online & (DeviceState.gps == "denied")))
            & ~DeviceState.playing,
        ),
        banner(
            t("Location paused"),
            t(
                "We hear nothing from your phone's GPS. Go to a place under the open sky, or switch location off and on."
            ),
            tone="warn",
            icon="satellite",
            shown=_online & (DeviceState.gps == "paused"),
        ),
        banner(
            t("Your position is not exact"),
            t(
                "Jobs near you may not come. Go to a place under the open sky, and switch exact location on for this site."
            ),
            tone="warn",
            icon="satellite",
            shown=_online & (DeviceState.gps == "inaccurate"),
        ),
    )


def _listening() -> rx.Component:
    return rx.el.p(
        rx.el.span(class_name="drive-pulse", aria_hidden="true"),
        t("Waiting for a job near you. Keep this screen open: an offer rings and fills it."),
        class_name="flex items-center gap-3 text-16 text-muted",
        role="status",
    )


def _today() -> rx.Component:
    earned = HomeState.earned
    return rx.el.div(
        stat_card(t("Earned today"), earned["total_text"].to(str), note=earned["trips_text"].to(str), href="/driver/earnings"),
        row_list(
            list_row(t("Cash in hand"), detail=t("Limit {amount}", amount=_text("cash_limit_text")), icon="banknote",
                     trailing=_text("cash_in_hand_text"), href="/driver/cash"),
            list_row(t("Rating"), icon="star", trailing=_text("rating_text")),
            label=t("My numbers"),
        ),
        class_name="grid gap-4",
    )  # fmt: skip


def _explanation() -> rx.Component:
    denied = DeviceState.permission == "denied"
    return dialog(
        when(
            denied,
            rx.el.p(
                t("Your browser blocks it at the moment: open the lock sign beside the address and allow Location.")
            ),
        ),
        open=HomeState.explaining,
        on_close=HomeState.stay_offline,
        title=t("Porter needs your location"),
        body=t(
            "While you are online your position decides which jobs reach you, and on a trip the customer sees you come. "
            "Offline, nothing is sent. Your browser asks you next: choose Allow."
        ),
        key="location",
        footer=rx.fragment(
            button(t("Not now"), variant="secondary", on_click=HomeState.stay_offline),
            button(t("Go online"), on_click=HomeState.go_online),
        ),
    )


def _text(name: str) -> rx.Var[str]:
    return HomeState.driver[name].to(str)
