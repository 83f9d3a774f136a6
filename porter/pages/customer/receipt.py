"""The receipt, as it goes to paper."""

import reflex as rx

from porter.components import ui
from porter.components.customer.print_button import print_button
from porter.components.fare_breakdown import fare_breakdown
from porter.components.words import t
from porter.core.language import msg
from porter.pages.frame import customer_phone
from porter.pages.shells import customer_page
from porter.state.customer.inbox import UnreadState
from porter.state.customer.receipt import ReceiptState


@customer_page(route="/orders/[order_id]/receipt", title=msg("Receipt"), on_load=(ReceiptState.load, UnreadState.load))
def receipt() -> rx.Component:
    """One page of paper."""
    return customer_phone(
        rx.cond(
            ReceiptState.loaded,
            rx.cond(ReceiptState.missing != "", _missing(), _paper()),
            ui.skeleton_rows(5, t("Loading the receipt")),
        ),
        active="orders",
        title=t("Receipt"),
        back_href=ReceiptState.order_href,
    )


def _paper() -> rx.Component:
    shown = ReceiptState.receipt
    return rx.el.div(
        ui.card(
            rx.el.div(
                rx.el.img(src="/icons/mark.svg", alt="Porter", width=40, height=40),
                rx.el.div(
                    rx.el.p(shown["total_text"].to(str), class_name="text-28 font-semibold num"),
                    rx.el.p(t("Paid by {way}", way=shown["payment_text"].to(str)), class_name="text-14 text-muted"),
                    class_name="text-right",
                ),
                class_name="flex items-start justify-between",
            ),
            ui.description_list(
                (t("Receipt"), shown["number"].to(str)),
                (t("Date"), shown["issued_text"].to(str)),
                (t("Order"), shown["order_number"].to(str)),
                (t("Customer"), shown["customer_name"].to(str)),
                (t("From"), shown["pickup_address"].to(str)),
                (t("To"), shown["drop_address"].to(str)),
                (t("Distance"), shown["distance_text"].to(str)),
                (t("Vehicle"), shown["vehicle_name"].to(str) + " · " + shown["plate"].to(str)),
                (t("Driver"), shown["driver_name"].to(str)),
                class_name="my-4",
            ),
            fare_breakdown(shown["lines"].to(list[dict[str, str]]), total=shown["total_text"].to(str)),
            rx.el.p(
                t("Tax included {amount} · SAC {code}", amount=shown["tax_text"].to(str), code=shown["sac"].to(str)),
                class_name="mt-3 text-13 text-muted num",
            ),
        ),
        print_button(label=t("Print or save as PDF")),
        class_name="grid gap-4",
    )


def _missing() -> rx.Component:
    return ui.empty_state(
        t("No receipt yet"),
        t(ReceiptState.missing),
        icon="receipt",
        action=ui.link_button(t("See my orders"), href="/orders"),
    )
