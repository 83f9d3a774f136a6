"""The way in for operations."""

import reflex as rx

from porter.components.ui.button import button
from porter.components.ui.field import field_error, text_field
from porter.components.ui.otp_field import otp_field
from porter.components.ui.values import when
from porter.pages.public.entry import EARLY, entry_card, ticket_bridge
from porter.pages.shells import public_page
from porter.state.public.staff_sign_in import StaffSignInState


@public_page(route="/ops/sign-in", title="Operations sign-in", on_load=StaffSignInState.open)
def staff_sign_in() -> rx.Component:
    """E-mail and password, for people who run the city; a code where two-step sign-in is on."""
    return entry_card(
        rx.match(
            StaffSignInState.step,
            ("code", _code_step()),
            ("recovery", _recovery_step()),
            _password_step(),
        ),
        ticket_bridge(StaffSignInState, "staff", StaffSignInState.next_path),
        heading=rx.cond(StaffSignInState.step == "password", "Operations", "Two-step sign-in"),
        lead=rx.match(
            StaffSignInState.step,
            ("code", "Enter the code that your authenticator app shows now."),
            ("recovery", "Each of your recovery codes works once."),
            "Accounts are made by invitation.",
        ),
        note="Operations",
    )


def _password_step() -> rx.Component:
    return rx.el.form(
        text_field("E-mail", name="email", type="email", auto_complete="username", required=True, auto_focus=True),
        text_field("Password", name="password", type="password", auto_complete="current-password", required=True),
        field_error(StaffSignInState.error, "sign-in-error"),
        button("Sign in", type="submit", loading=StaffSignInState.busy, full=True, size="lg"),
        rx.cond(StaffSignInState.is_development, _demo_hint()),
        on_submit=StaffSignInState.submit,
        method=EARLY,
        class_name="grid gap-4",
    )


def _code_step() -> rx.Component:
    return rx.el.div(
        otp_field(
            "Six-digit code",
            on_complete=StaffSignInState.verify,
            attempt=StaffSignInState.attempt,
            error=StaffSignInState.error,
            disabled=StaffSignInState.ticket != "",
        ),
        when(StaffSignInState.busy, rx.el.p("Checking…", role="status", class_name="text-14 text-muted")),
        _ways("recovery", "Use a recovery code"),
        class_name="grid gap-4",
    )


def _recovery_step() -> rx.Component:
    return rx.el.form(
        text_field(
            "Recovery code",
            name="recovery",
            error=StaffSignInState.error,
            placeholder="XXXXX-XXXXX",
            auto_complete="off",
            auto_focus=True,
            required=True,
            max_length=40,
        ),
        button("Sign in", type="submit", loading=StaffSignInState.busy, full=True, size="lg"),
        _ways("code", "Use the authenticator app"),
        on_submit=StaffSignInState.recover,
        method=EARLY,
        class_name="grid gap-4",
    )


def _ways(step: str, words: str) -> rx.Component:
    return rx.el.div(
        rx.el.button(words, type="button", on_click=StaffSignInState.turn_to(step), class_name="link min-h-[44px]"),
        rx.el.button(
            "Start again",
            type="button",
            on_click=StaffSignInState.turn_to("password"),
            class_name="link min-h-[44px]",
        ),
        class_name="flex flex-wrap justify-between gap-x-4 text-14",
    )


def _demo_hint() -> rx.Component:
    return rx.el.p(
        "Development: the demo login of operations was printed when Porter started.",
        class_name="rounded-control bg-accent-tint px-3 py-2 text-14",
    )
