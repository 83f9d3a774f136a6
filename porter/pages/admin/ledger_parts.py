"""What the pages of the books share."""

import reflex as rx

from porter.components.ui import empty_state, when
from porter.pages.admin.desk import may
from porter.state.admin.ledger import LOOKERS
from porter.state.session import StaffSession


def books_or_nothing(*content: rx.Component) -> rx.Component:
    """The content for roles that may look into the books, else who may."""
    return when(
        may(LOOKERS) | (StaffSession.role == ""),
        rx.fragment(*content),
        empty_state("For finance", "Only finance, support and administrators look into the books.", icon="lock"),
    )
