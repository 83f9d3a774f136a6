"""The development inbox, newest first, with the code ready to copy."""

from typing import Any

import reflex as rx

from porter.components.tick import tick
from porter.components.ui.button import copy_button
from porter.components.ui.feedback import empty_state
from porter.components.ui.progress import relative_time
from porter.pages.shells import public_page
from porter.state.public.dev_inbox import DevInboxState


@public_page(route="/dev/inbox", title="Message inbox", on_load=DevInboxState.load)
def dev_inbox() -> rx.Component:
    """Messages that a real vendor would have sent to phones."""
    return rx.el.main(
        rx.el.h1("Message inbox", class_name="text-22 font-semibold"),
        rx.el.p(
            "Nothing leaves this machine in development. What would have been sent is here, newest first.",
            class_name="mt-1 mb-6 text-16 text-muted",
        ),
        rx.cond(
            DevInboxState.messages.length() > 0,
            rx.el.ul(rx.foreach(DevInboxState.messages, _message), class_name="grid gap-3"),
            rx.cond(
                DevInboxState.loaded,
                empty_state("No messages yet", "Ask for a sign-in code and it appears here.", icon="message_square"),
            ),
        ),
        tick(every_ms=2000, on_tick=DevInboxState.load),
        id="main",
        class_name="mx-auto min-h-dvh max-w-[640px] px-4 py-8",
    )


def _message(message: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.span(message["phone"], class_name="num font-medium"),
                rx.el.span(" · ", class_name="text-muted"),
                rx.el.span(relative_time(message["sent_at"]), class_name="text-muted"),
                class_name="text-14",
            ),
            rx.el.p(message["text"], class_name="mt-1 text-16"),
            class_name="min-w-0 grow",
        ),
        rx.cond(message["code"] != "", copy_button(message["code"], label=message["code"])),
        class_name="flex items-start gap-4 rounded-card border border-hairline bg-paper p-4",
    )
