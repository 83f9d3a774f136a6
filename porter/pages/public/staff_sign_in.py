"""The way in for operations."""

import reflex as rx

from porter.components.ui.button import button
from porter.components.ui.field import field_error, text_field
from porter.pages.public.entry import EARLY, entry_card, ticket_bridge
from porter.pages.shells import public_page
from porter.state.public.sign_in import StaffSignInState


@public_page(route="/ops/sign-in", title="Operations sign-in", on_load=StaffSignInState.open)
def staff_sign_in() -> rx.Component:
    """E-mail and password, for people who run the city."""
    return entry_card(
        rx.el.form(
            text_field("E-mail", name="email", type="email", auto_complete="username", required=True, auto_focus=True),
            text_field("Password", name="password", type="password", auto_complete="current-password", required=True),
            field_error(StaffSignInState.error, "sign-in-error"),
            button("Sign in", type="submit", loading=StaffSignInState.busy, full=True, size="lg"),
            rx.cond(StaffSignInState.is_development, _demo_hint()),
            on_submit=StaffSignInState.submit,
            method=EARLY,
            class_name="grid gap-4",
        ),
        ticket_bridge(StaffSignInState, "staff", StaffSignInState.next_path),
        heading="Operations",
        lead="Accounts are made by invitation.",
        note="Operations",
    )


def _demo_hint() -> rx.Component:
    return rx.el.p(
        "Development: the demo login of operations was printed when Porter started.",
        class_name="rounded-control bg-accent-tint px-3 py-2 text-14",
    )
