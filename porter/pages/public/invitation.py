"""Accepting an invitation to operations."""

import reflex as rx

from porter.components.ui.button import button
from porter.components.ui.feedback import empty_state
from porter.components.ui.field import field_error, text_field
from porter.pages.public.entry import EARLY, entry_card, ticket_bridge
from porter.pages.shells import public_page
from porter.state.public.invitation import InvitationState


@public_page(route="/ops/invite/[token]", title="Invitation", on_load=InvitationState.open)
def invitation() -> rx.Component:
    """A name and a password, and one is in."""
    return entry_card(
        rx.cond(InvitationState.gone != "", _gone(), _form()),
        ticket_bridge(InvitationState, "staff", "/ops"),
        heading="Join operations",
        lead="Choose how you are called and a password of your own.",
        note="Operations",
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.p(
            rx.el.strong(InvitationState.email, class_name="font-medium text-ink"),
            " · ",
            rx.el.span(InvitationState.role_text),
            class_name="text-14 text-muted",
        ),
        text_field("Your name", name="name", auto_complete="name", required=True, auto_focus=True),
        text_field(
            "Password",
            name="password",
            type="password",
            auto_complete="new-password",
            required=True,
            min_length=12,
            help="Twelve characters or more. A sentence is fine.",
        ),
        field_error(InvitationState.error, "invitation-error"),
        button("Join", type="submit", loading=InvitationState.busy, full=True, size="lg"),
        on_submit=InvitationState.accept,
        method=EARLY,
        class_name="grid gap-4",
    )


def _gone() -> rx.Component:
    return empty_state("This invitation cannot be used", InvitationState.gone, icon="mail_x")
