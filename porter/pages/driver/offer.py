"""The offer, on the whole screen: what it pays, how far it is, where it goes, and one large button."""

import reflex as rx

from porter.components.device import offer_sound
from porter.components.driver import accept_button, offer_stage
from porter.components.ui import button, countdown_ring, given, when
from porter.components.ui.values import Text
from porter.components.words import t
from porter.state.driver.offer import DECLINE_REASONS, OfferState

_offer = OfferState.offer


def offer_screen() -> rx.Component:
    """Above every page of the driver app; rings until it is answered."""
    return rx.fragment(
        offer_sound(ringing=OfferState.offer_id != ""),
        rx.el.div(
            offer_stage(
                _top(),
                rx.el.div(_places(), _facts(), class_name="offer-body"),
                rx.el.div(rx.cond(OfferState.declining, _why_not(), _answer()), class_name="offer-foot"),
                open=OfferState.offer_id != "",
                offer_id=OfferState.offer_id,
                label=t("New job"),
            ),
            data_theme="driver",
        ),
    )


def _top() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("New job"), class_name="text-16 text-muted"),
            rx.el.p(_text("payout_text"), class_name="offer-pay num"),
            rx.el.p(t("You earn, after commission and GST"), class_name="text-14 text-muted"),
        ),
        countdown_ring(
            expires_at=_text("expires_at"),
            server_now=_text("server_now"),
            total_s=OfferState.total_s,
            size_px=104,
            label=t("Time to answer"),
            on_expire=OfferState.ran_out,
        ),
        class_name="offer-top",
    )


def _places() -> rx.Component:
    drops = _offer["drops"].to(int)
    return rx.el.div(
        rx.el.div(
            rx.el.p(
                t("{distance} away · {time}", distance=_text("pickup_distance_text"), time=_text("pickup_eta_text")),
                class_name="text-18 font-semibold num",
            ),
            rx.el.p(_text("pickup_address"), class_name="text-14 text-muted"),
            class_name="offer-place",
            data_kind="pickup",
        ),
        rx.el.div(
            rx.el.p(_text("drop_area"), class_name="text-18 font-semibold"),
            rx.el.p(rx.cond(drops > 1, t("{count} drops", count=drops), t("One drop")), class_name="text-14 text-muted num"),
            class_name="offer-place",
            data_kind="drop",
        ),
        class_name="offer-places",
    )  # fmt: skip


def _facts() -> rx.Component:
    return rx.el.dl(
        _fact(t("Trip"), _text("distance_text")),
        _fact(t("Cash to collect"), rx.cond(given(_text("cash_text")), _text("cash_text"), t("None"))),
        when(given(_text("goods_text")), _fact(t("Goods"), _text("goods_text"))),
        class_name="offer-facts num",
    )


def _fact(term: str, words: Text) -> rx.Component:
    return rx.el.div(rx.el.dt(term), rx.el.dd(words))


def _answer() -> rx.Component:
    return rx.fragment(
        accept_button(
            offer_id=OfferState.offer_id,
            attempt=OfferState.attempt,
            words=t("Accept"),
            busy_words=t("Taking the job…"),
            on_accept=OfferState.accept,
        ),
        button(t("Decline"), variant="ghost", full=True, on_click=OfferState.ask_why(True)),
    )


def _why_not() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("Why not?"), class_name="text-16 font-semibold"),
        rx.el.div(
            *(
                button(t(reason), variant="secondary", on_click=OfferState.decline(reason))
                for reason in DECLINE_REASONS
            ),
            class_name="offer-why",
        ),
        button(t("Back to the offer"), variant="ghost", full=True, on_click=OfferState.ask_why(False)),
    )


def _text(name: str) -> rx.Var[str]:
    return _offer[name].to(str)
