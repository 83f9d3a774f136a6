"""One payment: pay it here, wait for the bank, or see how it went.

The only page whose content policy lets the configured vendor's script in, so every way to it and from it loads the page
anew (`leave`, external links): a policy belongs to the document, not to the address.
"""

import reflex as rx

from porter.components import ui
from porter.components.leave import leave
from porter.components.tick import tick
from porter.components.ui.button import Variant
from porter.components.ui.values import Text
from porter.components.vendor_checkout import vendor_checkout
from porter.components.words import t
from porter.pages.frame import customer_phone
from porter.pages.shells import customer_page
from porter.state.customer.inbox import UnreadState
from porter.state.customer.pay import CheckoutState

LOOK_AGAIN_MS = 4_000


@customer_page(route="/pay/[payment_id]", title="Payment", on_load=(UnreadState.load, CheckoutState.load))
def pay() -> rx.Component:
    """What is paid, how it stands, what to do next."""
    return customer_phone(
        rx.el.div(
            rx.match(
                CheckoutState.phase,
                ("", ui.skeleton_rows(3, t("Asking the bank"))),
                ("missing", _missing()),
                _known(),
            ),
            leave(to=CheckoutState.leave_to),
            class_name="mx-auto grid max-w-110 gap-4",
        ),
        active="wallet",
        title=t("Payment"),
        nav=False,
        bell=False,
    )


def _known() -> rx.Component:
    shown = CheckoutState.shown
    return rx.el.div(
        rx.el.div(
            rx.el.p(shown["purpose"], class_name="text-14 text-muted"),
            rx.el.p(shown["amount_text"], class_name="text-36 font-semibold num"),
        ),
        ui.banner(t(CheckoutState.error), tone="bad", shown=CheckoutState.error != ""),
        rx.match(
            CheckoutState.phase,
            ("done", _done()),
            ("failed", _failed()),
            ("ended", _ended()),
            ("pay", _vendor()),
            _pending(),
        ),
        class_name="grid gap-4",
    )


def _vendor() -> rx.Component:
    return rx.el.div(
        vendor_checkout(
            kind=CheckoutState.kind,
            payload=CheckoutState.payload,
            words=t("Pay {amount}", amount=CheckoutState.shown["amount_text"]),
            on_answer=CheckoutState.answered,
            on_fail=CheckoutState.not_paid,
        ),
        _back("secondary"),
        class_name="grid gap-3",
    )


def _pending() -> rx.Component:
    return rx.el.div(
        tick(every_ms=LOOK_AGAIN_MS, on_tick=CheckoutState.look),
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
        ui.button(t("Go on to pay"), on_click=CheckoutState.go_on, loading=CheckoutState.busy, full=True),
        _back("secondary"),
        class_name="grid gap-3",
    )


def _done() -> rx.Component:
    shown = CheckoutState.shown
    return rx.el.div(
        ui.card(
            _headline("circle_check", shown["done_text"], "text-good"),
            rx.cond(
                shown["balance_text"] != "",
                rx.el.p(
                    t("Your wallet holds {amount} now.", amount=shown["balance_text"]),
                    class_name="mt-2 text-16 text-muted num",
                ),
            ),
        ),
        _back("primary"),
        class_name="grid gap-3",
    )


def _failed() -> rx.Component:
    why = CheckoutState.shown["failure_text"]
    return rx.el.div(
        ui.card(
            _headline("circle_alert", t(why), "text-bad"),
            rx.el.p(
                t("Nothing was taken. You can try again, with another card or app."),
                class_name="mt-2 text-16 text-muted",
            ),
        ),
        ui.button(t("Try again"), on_click=CheckoutState.go_on, loading=CheckoutState.busy, full=True),
        _back("secondary"),
        class_name="grid gap-3",
    )


def _ended() -> rx.Component:
    return rx.el.div(
        ui.card(
            _headline("circle_alert", t("This payment has ended"), "text-muted"),
            rx.el.p(
                t("Nobody paid in time, or another way was chosen. Nothing was taken."),
                class_name="mt-2 text-16 text-muted",
            ),
        ),
        _back("primary"),
        class_name="grid gap-3",
    )


def _headline(icon: str, words: Text, tone: str) -> rx.Component:
    return rx.el.h2(
        rx.el.span(ui.icon(icon, size=24), class_name=f"shrink-0 {tone}"),
        rx.el.span(words, role="status"),
        class_name="flex items-start gap-3 text-18 font-semibold num",
    )


def _back(variant: Variant) -> rx.Component:
    shown = CheckoutState.shown
    return ui.link_button(shown["back_text"], href=shown["back_href"], variant=variant, full=True, external=True)


def _missing() -> rx.Component:
    return ui.empty_state(
        t("We could not find this payment"),
        t("It may belong to another account. Your own payments are in your wallet and on your orders."),
        icon="search_x",
        action=ui.link_button(t("See my wallet"), href="/wallet", external=True),
    )
