"""Vehicle classes side by side, the fare in its lines, how it is paid, and the booking."""

import reflex as rx

from porter.components import ui
from porter.components.customer.jump_row import jump_row
from porter.components.customer.payment_choice import payment_choice
from porter.components.customer.vehicle_rows import vehicle_rows
from porter.components.fare_breakdown import fare_summary
from porter.components.words import around, t
from porter.pages.customer.home_search import step_head
from porter.pages.customer.home_trip import goods_row, quote_trouble
from porter.state.customer.pay_by import PayByState
from porter.state.customer.quote import QuoteState


def class_step() -> rx.Component:
    """Choose a vehicle."""
    return rx.el.div(
        step_head(t("Choose a vehicle"), _distance()),
        ui.banner(QuoteState.changed, tone="info", shown=QuoteState.changed != ""),
        _held(),
        vehicle_rows(QuoteState.rows, chosen=QuoteState.chosen, on_choose=QuoteState.choose),
        rx.cond(QuoteState.chosen != "", _fare()),
        ui.row_list(goods_row()),
        _payment(),
        class_name="grid grid-cols-[minmax(0,1fr)] gap-3 pb-2",
    )


def _distance() -> rx.Component:
    return rx.el.p(
        QuoteState.trip["distance"].to(str),
        " · ",
        QuoteState.trip["duration"].to(str),
        class_name="text-14 text-muted num",
    )


def _held() -> rx.Component:
    left = ui.countdown(
        until=QuoteState.times["expires_at"].to(str),
        server_now=QuoteState.times["now"].to(str),
        done_text=t("a moment"),
        on_expire=QuoteState.expired,
    )
    return rx.el.p(*around("These prices hold for {time}", "time", left), class_name="text-13 text-muted num")


def _fare() -> rx.Component:
    return ui.card(
        fare_summary(
            QuoteState.picked["lines"].to(list[dict[str, str]]),
            total=QuoteState.picked["total_text"].to(str),
            note=QuoteState.picked["fare_note"].to(str),
        )
    )


def _payment() -> rx.Component:
    choice = payment_choice(
        PayByState.rows,
        chosen=PayByState.chosen,
        on_choose=PayByState.choose,
        split_text=PayByState.split_text,
        use_wallet=PayByState.use_wallet,
        on_share=PayByState.share,
    )
    return rx.el.div(choice, id="pay-by")


def class_foot() -> rx.Component:
    """The one press that books."""
    words = rx.cond(QuoteState.chosen != "", QuoteState.picked["book_text"].to(str), t("Choose a vehicle"))
    button = ui.button(
        words,
        on_click=QuoteState.book,
        loading=QuoteState.booking,
        disabled=(QuoteState.chosen == "") | QuoteState.asking,
        size="lg",
        full=True,
    )
    picked = QuoteState.chosen != ""
    return rx.el.div(
        quote_trouble(),
        rx.cond(picked & (QuoteState.picked["none_near"].to(str) != ""), _none_near()),
        rx.cond(picked & (PayByState.chosen_name != ""), _paid_by()),
        button,
        class_name="grid grid-cols-[minmax(0,1fr)] gap-2",
    )


def _none_near() -> rx.Component:
    return rx.el.p(QuoteState.picked["none_near"].to(str), class_name="text-14 font-medium text-warn", role="status")


def _paid_by() -> rx.Component:
    """How it is paid and how much: the choice itself lies far below."""
    return jump_row(
        rx.el.span(t("Pay by"), class_name="text-muted"),
        rx.el.span(PayByState.chosen_name, class_name="min-w-0 truncate font-medium"),
        rx.el.span(QuoteState.picked["total_text"].to(str), class_name="ml-auto font-semibold num"),
        ui.icon("chevron_right", class_name="text-muted"),
        to="pay-by",
        class_name="flex min-h-11 w-full flex-wrap items-center gap-x-2 text-left text-16 text-ink",
    )
