"""What the lists of drivers, customers and colleagues share."""

from typing import Any

import reflex as rx

from porter.components.ui import banner, button, dialog, status_badge, text_field, when
from porter.components.ui.values import Handler
from porter.pages.admin.desk import may
from porter.state.admin.people import SUSPENDERS, SuspendState


def suspend_button(row: rx.Var[dict[str, Any]], status: Any, *, shown: Any = True) -> rx.Component:
    """Suspend or reinstate, whichever fits; nothing for roles that may not."""
    words, account_id = row["name"].to(str), row["id"].to(str)
    suspend = button("Suspend", on_click=SuspendState.ask("suspend", account_id, words), variant="ghost", size="sm")
    reinstate = button(
        "Reinstate", on_click=SuspendState.ask("reinstate", account_id, words), variant="secondary", size="sm"
    )
    return when(may(SUSPENDERS) & shown, rx.cond(status == "suspended", reinstate, suspend))


def account_status(status: Any) -> rx.Component:
    """Active in plain words; only a suspension is loud."""
    return rx.cond(status == "suspended", status_badge("suspended"), rx.el.span("Active", class_name="text-muted"))


def suspend_dialog(on_done: Handler) -> rx.Component:
    """Why somebody is kept out or let in; `on_done` reloads the list."""
    suspending = SuspendState.asking == "suspend"
    return dialog(
        when(SuspendState.error != "", banner(SuspendState.error, tone="bad")),
        text_field(
            "Reason",
            name="suspend-reason",
            value=SuspendState.reason,
            on_change=SuspendState.say,
            wait_ms=100,
            max_length=300,
        ),
        open=SuspendState.asking != "",
        on_close=SuspendState.dismiss,
        title=rx.cond(suspending, f"Suspend {SuspendState.name}?", f"Reinstate {SuspendState.name}?"),
        body=rx.cond(
            suspending,
            "They are signed out everywhere at once and cannot sign in until somebody reinstates them.",
            "They can sign in again.",
        ),
        key="suspend",
        footer=rx.fragment(
            button("Go back", on_click=SuspendState.dismiss, variant="secondary"),
            button(
                rx.cond(suspending, "Suspend", "Reinstate"),
                on_click=[SuspendState.confirm, on_done],
                variant=rx.cond(suspending, "danger", "primary"),
            ),
        ),
    )
