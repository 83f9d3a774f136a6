"""What the ways in have in common: a narrow card with the name above it."""

import reflex as rx

from porter.components.layouts import plain_layout
from porter.components.session_bridge import session_bridge
from porter.components.ui.button import button, text_link
from porter.components.ui.otp_field import otp_field
from porter.components.ui.phone_field import phone_field
from porter.components.ui.progress import countdown
from porter.components.ui.values import Text
from porter.components.words import around, language_switch, localized, t
from porter.state.session import HOME_PATHS, SIGN_IN_PATHS, Audience

EARLY = "dialog"
"""Outside of a dialog the browser itself sends nothing: who presses before the scripts are there puts no password into an address."""


def entry_card(
    *children: rx.Component, heading: Text, lead: Text, note: Text | None = None, theme: str | None = None
) -> rx.Component:
    """A quiet page with one card on it."""
    return plain_layout(
        rx.el.div(
            rx.el.h1(heading, class_name="text-22 font-semibold"),
            rx.el.p(lead, class_name="mt-1 mb-6 text-16 text-muted"),
            *children,
            class_name="rounded-card border border-hairline bg-paper p-6 sm:p-8",
        ),
        note=note,
        theme=theme,
        home=localized("/"),
        header_actions=language_switch(),
    )


def ticket_bridge(state: type[rx.State], audience: Audience, next_path: Text) -> rx.Component:
    """Exchanges the state's ticket for cookies."""
    return session_bridge(
        audience=audience,
        sign_in_path=SIGN_IN_PATHS[audience],
        home_path=HOME_PATHS[audience],
        ticket=state.ticket,
        next=next_path,
        on_failed=state.ticket_failed,
    )


def phone_steps(state: type[rx.State], audience: Audience, demo: tuple[tuple[str, str], ...]) -> rx.Component:
    """Phone, then code."""
    return rx.el.div(
        rx.cond(state.step == "phone", _phone_step(state, demo), _code_step(state)),
        ticket_bridge(state, audience, state.next_path),
    )


def _phone_step(state: type[rx.State], demo: tuple[tuple[str, str], ...]) -> rx.Component:
    return rx.el.form(
        phone_field(
            value=state.phone,
            error=state.error,
            auto_focus=True,
            label=t("Mobile number"),
            help=t("We send a six-digit code by SMS."),
        ),
        button(t("Send code"), type="submit", loading=state.busy, full=True, size="lg"),
        rx.cond(state.is_development, _demo_people(state, demo)),
        on_submit=state.send,
        method=EARLY,
        class_name="grid gap-4",
    )


def _code_step(state: type[rx.State]) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            *around("Code sent to {phone}", "phone", _sent_to(state)),
            rx.el.button(t("Change"), type="button", on_click=state.change_phone, class_name="link ms-2"),
            class_name="text-14 text-muted",
        ),
        otp_field(
            t("Six-digit code"),
            on_complete=state.verify,
            attempt=state.attempt,
            error=state.error,
            disabled=state.ticket != "",
        ),
        rx.el.div(_resend(state), class_name="text-14 text-muted"),
        rx.cond(state.is_development, _code_hint(state)),
        class_name="grid gap-4",
    )


def _sent_to(state: type[rx.State]) -> rx.Component:
    return rx.el.strong(state.sent_to, class_name="num font-medium text-ink")


def _until_resend(state: type[rx.State]) -> rx.Component:
    return countdown(until=state.resend_at, server_now=state.server_now, on_expire=state.allow_resend)


def _resend(state: type[rx.State]) -> rx.Component:
    return rx.cond(
        state.busy | (state.ticket != ""),
        rx.el.p(t("Checking…"), role="status"),
        rx.cond(
            state.may_resend,
            rx.el.button(t("Send a new code"), type="button", on_click=state.resend, class_name="link"),
            rx.el.p(*around("New code in {time}", "time", _until_resend(state))),
        ),
    )


def _code_hint(state: type[rx.State]) -> rx.Component:
    return rx.el.p(
        "Development: the code is ",
        rx.el.strong(state.development_code, class_name="num font-semibold"),
        ". No message is sent; all of them are in the ",
        text_link("message inbox", href="/dev/inbox", target="_blank"),
        ".",
        class_name="rounded-control bg-accent-tint px-3 py-2 text-14",
    )


def _inbox_hint() -> rx.Component:
    return rx.el.p(
        "Development: the code is in the ",
        text_link("message inbox", href="/dev/inbox", target="_blank"),
        ".",
        class_name="rounded-control bg-accent-tint px-3 py-2 text-14",
    )


def _demo_people(state: type[rx.State], demo: tuple[tuple[str, str], ...]) -> rx.Component:
    return rx.el.div(
        *(
            button(f"Sign in as {name}", variant="secondary", full=True, on_click=state.send_to(phone))
            for name, phone in demo
        ),
        _inbox_hint(),
        class_name="grid gap-3 border-t border-hairline pt-4",
    )
