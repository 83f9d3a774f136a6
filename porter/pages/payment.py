"""One payment, whoever pays it: the vendor's fields, the wait for the bank, how it went, and the ways on."""

import reflex as rx

from porter.components import ui
from porter.components.leave import leave
from porter.components.tick import tick
from porter.components.ui.button import Variant
from porter.components.ui.values import Text
from porter.components.vendor_checkout import vendor_checkout
from porter.components.words import t
from porter.state.checkout import Checkout

LOOK_AGAIN_MS = 4_000


def payment_steps(page: type[Checkout], missing: rx.Component) -> rx.Component:
    """What is paid, how it stands, what to do next.

    Only below the addresses of `web.headers.PAY_PAGES` does the content policy let the configured vendor's script in.
    A policy belongs to the document, not to the address: every way to such a page and from it loads the page anew.
    """
    return rx.el.div(
        rx.match(
            page.phase,
            ("", ui.skeleton_rows(3, t("Asking the bank"))),
            ("missing", missing),
            _known(page),
        ),
        leave(to=page.leave_to),
        class_name="mx-auto grid max-w-110 gap-4",
    )


def _known(page: type[Checkout]) -> rx.Component:
    shown = page.shown
    return rx.el.div(
        rx.el.div(
            rx.el.p(shown["purpose"], class_name="text-14 text-muted"),
            rx.el.p(shown["amount_text"], class_name="text-36 font-semibold num"),
        ),
        ui.banner(t(page.error), tone="bad", shown=page.error != ""),
        rx.match(
            page.phase,
            ("done", _done(page)),
            ("failed", _failed(page)),
            ("ended", _ended(page)),
            ("pay", _vendor(page)),
            _pending(page),
        ),
        class_name="grid gap-4",
    )


def _vendor(page: type[Checkout]) -> rx.Component:
    return rx.el.div(
        vendor_checkout(
            kind=page.kind,
            payload=page.payload,
            words=t("Pay {amount}", amount=page.shown["amount_text"]),
            on_answer=page.answered,
            on_fail=page.not_paid,
        ),
        _back(page, "secondary"),
        class_name="grid gap-3",
    )


def _pending(page: type[Checkout]) -> rx.Component:
    return rx.el.div(
        tick(every_ms=LOOK_AGAIN_MS, on_tick=page.look),
        ui.card(
            _headline("clock", t("We are waiting for your bank"), "text-muted"),
            rx.el.p(
                t(
                    "This page changes by itself as soon as the bank answers. If you have not paid yet, go on where you "
                    "stopped; nothing is taken twice."
                ),
                class_name="mt-2 text-16 text-muted",
            ),
        ),
        ui.button(t("Go on to pay"), on_click=page.go_on, loading=page.busy, full=True),
        _back(page, "secondary"),
        class_name="grid gap-3",
    )


def _done(page: type[Checkout]) -> rx.Component:
    shown = page.shown
    return rx.el.div(
        ui.card(
            _headline("circle_check", shown["done_text"], "text-good"),
            rx.cond(
                shown["after_text"] != "",
                rx.el.p(shown["after_text"], class_name="mt-2 text-16 text-muted num"),
            ),
        ),
        _back(page, "primary"),
        class_name="grid gap-3",
    )


def _failed(page: type[Checkout]) -> rx.Component:
    why = page.shown["failure_text"]
    return rx.el.div(
        ui.card(
            _headline("circle_alert", t(why), "text-bad"),
            rx.el.p(
                t("Nothing was taken. You can try again, with another card or app."),
                class_name="mt-2 text-16 text-muted",
            ),
        ),
        ui.button(t("Try again"), on_click=page.go_on, loading=page.busy, full=True),
        _back(page, "secondary"),
        class_name="grid gap-3",
    )


def _ended(page: type[Checkout]) -> rx.Component:
    return rx.el.div(
        ui.card(
            _headline("circle_alert", t("This payment has ended"), "text-muted"),
            rx.el.p(
                t("Nobody paid in time, or another way was chosen. Nothing was taken."),
                class_name="mt-2 text-16 text-muted",
            ),
        ),
        _back(page, "primary"),
        class_name="grid gap-3",
    )


def _headline(icon: str, words: Text, tone: str) -> rx.Component:
    return rx.el.h2(
        rx.el.span(ui.icon(icon, size=24), class_name=f"shrink-0 {tone}"),
        rx.el.span(words, role="status"),
        class_name="flex items-start gap-3 text-18 font-semibold num",
    )


def _back(page: type[Checkout], variant: Variant) -> rx.Component:
    shown = page.shown
    return ui.link_button(shown["back_text"], href=shown["back_href"], variant=variant, full=True, external=True)
