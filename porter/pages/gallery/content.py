"""Gallery: telling, holding, waiting."""

from datetime import timedelta
from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.notice_bell import notice_bell
from porter.components.ui.badge import STATUSES
from porter.core import clock
from porter.pages.gallery.frame import said, section, specimen

_CLASSES = ("cycle", "two_wheeler", "three_wheeler", "mini_truck", "truck", "truck_ev")


def badges() -> rx.Component:
    """Every status with its colour, icon and word."""
    return section(
        "Badges",
        specimen("Statuses", *[ui.status_badge(status) for status in STATUSES], wide=True),
        specimen("Tones", *[ui.badge(tone, tone) for tone in ("neutral", "info", "live", "good", "warn", "bad")]),
        specimen("Count, plate, keys", ui.count_badge(3, "unread"), ui.plate("KA 01 AB 1234"), rx.el.kbd("⌘K")),
    )


def notices() -> rx.Component:
    """Banners, empty states, waiting."""
    tones = [
        ("info", "Rain in Koramangala", "Pickups take about five minutes longer."),
        ("good", "Payment received", "The receipt is in your orders."),
        ("warn", "You are offline", "We keep trying. Nothing is lost."),
        ("bad", "No driver took this order", "Raise the offer or book for later."),
    ]
    banners = [ui.banner(title, body, tone=tone) for tone, title, body in tones]
    return section(
        "Notices",
        specimen("Banners", *banners),
        specimen("Empty", ui.card(ui.empty_state(
            "No orders yet", "Your orders appear here as soon as you book.", icon="package",
            action=ui.button("Book a vehicle")))),
        specimen("Skeleton", ui.skeleton_rows(2)),
        specimen(
            "Progress",
            ui.progress_bar(62, label="Documents"),
            ui.progress_bar(None, label="Searching"),
            rx.el.div(ui.step_progress(["Booked", "Picked up", "On the way", "Delivered"], 1), class_name="w-full"),
        ),
    )  # fmt: skip


def bells() -> rx.Component:
    """The bell of the desk: full, empty, loading, out of order."""
    hour = timedelta(hours=1)
    waiting = [
        ("no_driver", "No driver", "Nobody took order PRT-7K3M9Q: give it to a driver by hand.", True, "", "Today"),
        ("refund", "Refund to decide", "Sunita asks to give back ₹1,240.00 of order PRT-2M8R4T.", True, "", ""),
        (
            "driver_waiting",
            "Driver to approve",
            "Ravi Kumar has registered and waits for approval.",
            False,
            "Approved by Gita",
            "",
        ),
        (
            "payout",
            "Payout failed",
            "The payout of ₹3,500.00 to Devi failed: the account is closed.",
            False,
            "",
            "Yesterday",
        ),
        ("security", "Two-step sign-in is on", "From now on your sign-in asks for a code.", False, "", ""),
    ]
    keys = ("kind", "title", "sentence", "is_unread", "outcome", "day")
    full = [
        dict(zip(keys, row, strict=True)) | {"id": str(n), "href": "/ops", "at": (clock.now() - n * hour).isoformat()}
        for n, row in enumerate(waiting)
    ]
    return section(
        "Bells",
        specimen("Twelve unread", _bell(12, full)),
        specimen("Nothing", _bell(0, [])),
        specimen("Loading", _bell(3, [], loaded=False)),
        specimen("Out of order", _bell(3, [], loaded=False, error="Please try again in a moment.")),
    )  # fmt: skip


def _bell(unread: int, notices: list[dict[str, Any]], *, loaded: bool = True, error: str = "") -> rx.Component:
    told = {name: rx.console_log(name) for name in ("on_open", "on_close", "on_read_all", "on_earlier")}
    chosen = {name: said(name) for name in ("on_choose", "on_mark")}
    drawn = notice_bell(
        unread=rx.Var.create(unread),
        notices=rx.Var.create(notices).to(list[dict[str, Any]]),
        loaded=rx.Var.create(loaded),
        more=rx.Var.create(bool(notices)),
        loading=False,
        error=rx.Var.create(error),
        **told,
        **chosen,
    )
    return rx.el.div(drawn, class_name="flex w-full justify-end pr-12")


def clocks() -> rx.Component:
    """Things that tick."""
    now = clock.now()
    return section(
        "Clocks",
        specimen(
            "Ring",
            ui.countdown_ring(expires_at=(now + timedelta(days=1)).isoformat(), total_s=90_000, size_px=140),
            ui.countdown_ring(expires_at=(now - timedelta(days=1)).isoformat(), total_s=20, on_expire=rx.console_log("x")),
        ),
        specimen("Times", ui.relative_time(now.isoformat()), ui.local_time(now.isoformat(), style="datetime"),
                 ui.countdown(until=(now + timedelta(minutes=5)).isoformat()), ui.elapsed(now.isoformat())),
    )  # fmt: skip


def tiles() -> rx.Component:
    """Cards, numbers, rows, people, vehicles."""
    return section(
        "Tiles",
        specimen(
            "Stat cards",
            ui.stat_card("Orders today", "1,284", trend="+12.4 %", trend_tone="good", note="than last Saturday",
                         series=[4, 6, 5, 8, 7, 9, 12]),
            ui.stat_card("Cancelled", "3.1 %", trend="+0.4", trend_tone="bad"),
            ui.stat_card("Payout", "₹12,34,567.50", loading=True),
        ),
        specimen("Rows", ui.row_list(
            ui.list_row("Saved addresses", icon="map_pin", detail="Home, Work", href="/dev/gallery"),
            ui.list_row("Wallet", icon="wallet", trailing="₹240.00", on_click=said("row")),
            ui.list_row("Ravi Kumar", leading=ui.avatar("Ravi Kumar"), detail="4.9 · 1,204 trips", trailing="KA 01 AB 1234"),
        )),
        specimen("Card", ui.card(
            ui.description_list(("Distance", "5.2 km"), ("Duration", "18 min"), ("Weight", "120 kg")),
            title="Trip", actions=ui.button("Edit", variant="secondary", size="sm"))),
        specimen("Vehicles", *[ui.vehicle_drawing(name, width_px=96, alt=name) for name in _CLASSES]),
        specimen("Way", ui.breadcrumb(("Operations", "/dev/gallery"), ("Orders", "/dev/gallery"), ("PRT-7K3M9Q", None)),
                 rx.el.div(ui.pagination(summary="1 to 50 of many", on_previous=rx.console_log("p"),
                                         on_next=rx.console_log("n"), has_previous=False, has_next=True), class_name="w-full")),
    )  # fmt: skip
