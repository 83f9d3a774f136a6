"""How one pays: what is offered first, and the cards that the payment provider keeps."""

from typing import Any

import reflex as rx

from porter.components import ui
from porter.components.customer.payment_choice import payment_choice
from porter.components.leave import leave
from porter.components.words import keep, t
from porter.core.language import msg
from porter.pages.frame import customer_phone
from porter.pages.shells import customer_page
from porter.state.customer.inbox import UnreadState
from porter.state.customer.pay_by import PayByState
from porter.state.customer.pay_methods import PayMethodsState


@customer_page(
    route="/account/payment-methods", title=msg("Payment methods"), on_load=(UnreadState.load, PayMethodsState.load)
)
def payment_methods() -> rx.Component:
    """The preference, then the cards."""
    return customer_phone(
        rx.cond(PayMethodsState.loaded, _content(), ui.skeleton_rows(5, t("Loading your payment methods"))),
        _question(),
        leave(to=PayMethodsState.save_url),
        active="account",
        title=t("Payment methods"),
        back_href="/account",
    )


def _content() -> rx.Component:
    return rx.el.div(
        ui.banner(t(PayMethodsState.error), tone="warn", shown=PayMethodsState.error != ""),
        payment_choice(
            PayByState.rows,
            chosen=PayByState.chosen,
            on_choose=PayMethodsState.prefer,
            split_text=rx.Var.create(""),
            use_wallet=False,
            on_share=PayByState.share,
            label=t("Offered first when you book"),
        ),
        rx.cond(PayMethodsState.can_save, _cards()),
        class_name="grid gap-6",
    )


def _cards() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Saved cards"), class_name="mb-2 text-14 font-medium text-muted"),
        rx.cond(
            PayMethodsState.cards.length() > 0,
            ui.row_list(rx.foreach(PayMethodsState.cards, keep(_card)), label=t("Saved cards")),
            rx.el.p(t("None yet. A saved card saves you typing when you pay."), class_name="text-16 text-muted"),
        ),
        rx.el.div(
            ui.button(
                t("Save a card"),
                on_click=PayMethodsState.add,
                loading=PayMethodsState.busy == "add",
                variant="secondary",
                icon="plus",
                full=True,
            ),
            class_name="mt-3",
        ),
        rx.el.p(
            t("The payment provider keeps the card. We only know its name and last four digits."),
            class_name="mt-2 text-13 text-muted",
        ),
    )


def _card(card: Any) -> rx.Component:
    return ui.list_row(
        card["label"].to(str),
        detail=rx.el.span(t("Saved {day}", day=card["created_text"].to(str).split(",")[0])),
        icon="credit_card",
        trailing=ui.icon_button(
            "trash_2", t("Remove {name}", name=card["label"].to(str)), PayMethodsState.ask_remove(card["id"].to(str))
        ),
    )


def _question() -> rx.Component:
    return ui.confirm_dialog(
        open=PayMethodsState.leaving.contains("id"),
        on_close=PayMethodsState.keep,
        on_confirm=PayMethodsState.remove,
        title=t("Remove this card?"),
        body=t(
            "{card} cannot be paid with any more. You can save it again later.",
            card=PayMethodsState.leaving["label"].to(str),
        ),
        confirm=t("Remove"),
        danger=True,
        loading=PayMethodsState.busy == "remove",
        key="remove-card",
    )
