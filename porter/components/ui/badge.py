"""Badges: colour, icon and word together, never colour alone."""

from typing import Any, Literal

import reflex as rx

from porter.components.ui.values import Text, classes

Tone = Literal["neutral", "info", "live", "moving", "good", "warn", "bad"]

STATUSES: dict[str, tuple[Tone, str]] = {
    "pending": ("neutral", "Waiting for payment"),
    "scheduled": ("info", "Scheduled"),
    "searching_driver": ("live", "Finding a driver"),
    "assigned": ("info", "Driver assigned"),
    "picked_up": ("moving", "Picked up"),
    "in_transit": ("moving", "On the way"),
    "delivered": ("good", "Delivered"),
    "cancelled": ("neutral", "Cancelled"),
    "no_driver": ("warn", "No driver found"),
    "failed": ("bad", "Delivery failed"),
    "returning": ("warn", "Coming back"),
    "returned": ("neutral", "Returned"),
    "arrived": ("info", "Arrived"),
    "done": ("good", "Done"),
    "skipped": ("neutral", "Skipped"),
    "sent": ("live", "Offered"),
    "accepted": ("good", "Accepted"),
    "declined": ("neutral", "Declined"),
    "expired": ("neutral", "Expired"),
    "withdrawn": ("neutral", "Withdrawn"),
    "to_pickup": ("live", "To pickup"),
    "loading": ("live", "Loading"),
    "completed": ("good", "Completed"),
    "aborted": ("bad", "Aborted"),
    "created": ("neutral", "Created"),
    "authorized": ("info", "Authorised"),
    "captured": ("good", "Paid"),
    "refunded": ("neutral", "Refunded"),
    "capturing": ("live", "Being collected"),
    "partially_refunded": ("warn", "Partly refunded"),
    "voided": ("neutral", "Released"),
    "refund_requested": ("warn", "Waits for approval"),
    "refund_approved": ("info", "Approved"),
    "refund_sending": ("live", "On the way"),
    "refund_done": ("good", "Given back"),
    "refund_failed": ("bad", "Came back"),
    "refund_rejected": ("neutral", "Rejected"),
    "payout_requested": ("neutral", "Asked for"),
    "payout_sending": ("live", "Being sent"),
    "payout_processing": ("live", "At the bank"),
    "payout_paid": ("good", "Paid"),
    "payout_failed": ("bad", "Failed"),
    "payout_reversed": ("bad", "Returned"),
    "online": ("good", "Online"),
    "offline": ("neutral", "Offline"),
    "on_trip": ("live", "On a trip"),
    "stale": ("warn", "Silent"),
    "verified": ("good", "Verified"),
    "rejected": ("bad", "Rejected"),
    "suspended": ("bad", "Suspended"),
    "active": ("good", "Active"),
}


def badge(words: Text, tone: Tone | rx.Var[str] = "neutral", **props: Any) -> rx.Component:
    """Draw a small labelled mark; the tone chooses colour and icon together."""
    return rx.el.span(
        rx.el.span(class_name="badge-icon", aria_hidden="true"),
        words,
        class_name=classes("badge", props.pop("class_name", None)),
        data_tone=tone,
        **props,
    )


def status_badge(status: Text, words: Text | None = None, tone: Text | None = None) -> rx.Component:
    """Draw the badge of a status of the product; words and tone default to the table `STATUSES`."""
    if isinstance(status, rx.Var):
        return badge(
            words if words is not None else _look_up(status, 1), tone if tone is not None else _look_up(status, 0)
        )
    known = STATUSES.get(status, ("neutral", status.replace("_", " ").capitalize()))
    return badge(words if words is not None else known[1], tone if tone is not None else known[0])


def count_badge(count: int | rx.Var[Any], label: Text) -> rx.Component:
    """Draw a number in a dot, as on a bell; the label says what is counted."""
    return rx.el.span(
        rx.el.span(count, aria_hidden="true"), rx.el.span(label, class_name="sr-only"), class_name="count num"
    )


def _look_up(status: rx.Var[str], place: int) -> rx.Var[str]:
    table = rx.Var.create({name: known[place] for name, known in STATUSES.items()})
    return table[status.to(str)].to(str)
