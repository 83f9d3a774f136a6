"""What one is asked before an order is given to a driver, made dearer or cancelled."""

from typing import Any

import reflex as rx

from porter.components.ui import (
    badge,
    banner,
    button,
    description_list,
    dialog,
    empty_state,
    filter_chips,
    plate,
    segmented,
    skeleton_rows,
    text_field,
    when,
)
from porter.state.admin.order_actions import REASONS, CancelState, GiveState, RaiseState

FAULTS = (("none", "Nobody"), ("customer", "Customer"), ("driver", "Driver"), ("platform", "Porter"))


def order_dialogs() -> rx.Component:
    """All of them; each opens by its state."""
    return rx.fragment(_give(), _raise(), _cancel())


def _give() -> rx.Component:
    return dialog(
        when(GiveState.error != "", banner(GiveState.error, tone="bad")),
        text_field(
            "Reason",
            name="give-why",
            value=GiveState.why,
            on_change=GiveState.say_why,
            optional_mark=True,
            placeholder="The customer asked for Ravi",
            max_length=300,
        ),
        rx.cond(
            GiveState.loading,
            skeleton_rows(4, "Looking for drivers near the pickup"),
            rx.cond(
                GiveState.choices.length() == 0,
                empty_state(
                    "Nobody is near", "No driver with a position is within 15 km of the pickup.", icon="map_pin_off"
                ),
                rx.el.ul(
                    rx.foreach(GiveState.choices, _choice), class_name="card rows mt-4 max-h-[400px] overflow-y-auto"
                ),
            ),
        ),
        open=GiveState.asking,
        on_close=GiveState.dismiss,
        title=rx.cond(GiveState.again, "Give to another driver", "Assign a driver"),
        body="First those whom matching would ask, by road time; then the others, nearest first. Open offers are withdrawn.",
        key="give",
        width="600px",
    )


def _choice(one: rx.Var[dict[str, Any]]) -> rx.Component:
    vehicle = rx.cond(one["is_other_class"].to(bool), badge(one["class_name"].to(str), "warn"), one["class_name"])
    facts = rx.el.span(vehicle, rx.el.span(one["rating_text"]), class_name="row-detail flex items-center gap-2")
    return rx.el.li(
        rx.el.span(
            rx.el.span(one["name"], plate(one["plate"].to(str)), class_name="row-title flex items-center gap-2"),
            facts,
            when(one["note"].to(str) != "", rx.el.span(one["note"], class_name="text-13 text-warn")),
            class_name="row-words",
        ),
        rx.el.span(
            rx.el.span(one["eta_text"], class_name="block"),
            rx.el.span(one["distance_text"], class_name="block text-13 font-normal text-muted"),
            class_name="row-trailing num",
        ),
        button(
            "Assign",
            on_click=GiveState.give(one["driver_id"].to(str)),
            variant="secondary",
            size="sm",
            disabled=~one["can_take"].to(bool),
            aria_label="Assign " + one["name"].to(str),
        ),
        class_name="row",
    )


def _raise() -> rx.Component:
    return dialog(
        when(RaiseState.error != "", banner(RaiseState.error, tone="bad")),
        description_list(
            ("Price now", rx.el.span(RaiseState.before_text, class_name="num")),
            ("Price after", rx.el.span(RaiseState.after_text, class_name="num")),
        ),
        open=RaiseState.asking,
        on_close=RaiseState.dismiss,
        title="Raise the offer?",
        body=f"The customer pays {RaiseState.step_text} more in cash. All of it goes to the driver.",
        key="raise",
        width="440px",
        footer=rx.fragment(
            button("Leave it", on_click=RaiseState.dismiss, variant="secondary"),
            button(f"Raise to {RaiseState.after_text}", on_click=RaiseState.raise_offer, loading=RaiseState.busy),
        ),
    )


def _cancel() -> rx.Component:
    return dialog(
        when(CancelState.error != "", banner(CancelState.error, tone="bad")),
        rx.el.div(
            filter_chips(
                tuple((reason, reason) for reason in REASONS),
                active=rx.Var.create([CancelState.reason]).to(list[str]),
                on_toggle=CancelState.choose_reason,
                label="Usual reasons",
            ),
            text_field(
                "Reason",
                name="cancel-reason",
                value=CancelState.reason,
                on_change=CancelState.choose_reason,
                wait_ms=100,
                max_length=300,
                help="Customer and driver read it.",
            ),
            rx.el.div(
                rx.el.p("Whose fault is it?", class_name="field-label"),
                segmented(
                    FAULTS, name="fault", value=CancelState.fault, on_change=CancelState.choose_fault, label="Fault"
                ),
                class_name="field",
            ),
            class_name="grid gap-4",
        ),
        open=CancelState.asking,
        on_close=CancelState.dismiss,
        title="Cancel this order?",
        body=CancelState.explanation,
        key="cancel",
        width="520px",
        footer=rx.fragment(
            button("Keep the order", on_click=CancelState.dismiss, variant="secondary"),
            button("Cancel the order", on_click=CancelState.cancel, variant="danger", loading=CancelState.busy),
        ),
    )
