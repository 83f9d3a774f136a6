"""What lies around every page: the region where short messages appear."""

import reflex as rx

from porter.state.notices import NoticeState

TONES = {
    "info": "border-line",
    "good": "border-good",
    "warn": "border-warn",
    "bad": "border-bad",
}


def notice_region() -> rx.Component:
    """The newest message, read out politely; it fades by itself and can be closed."""
    return rx.el.div(
        rx.cond(NoticeState.text != "", _notice()),
        role="status",
        aria_live="polite",
        class_name="porter-notices",
    )


def _notice() -> rx.Component:
    return rx.el.div(
        rx.el.p(NoticeState.text),
        rx.el.button("Close", on_click=NoticeState.dismiss, type="button"),
        key=NoticeState.serial,
        data_tone=NoticeState.tone,
        class_name="porter-notice",
    )
