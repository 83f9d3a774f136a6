"""Gallery: pressing, typing, choosing."""

import reflex as rx

from porter.components import ui
from porter.pages.gallery.frame import local, said, section, specimen

_VARIANTS = ("primary", "accent", "secondary", "ghost", "danger", "danger-ghost")


def buttons() -> rx.Component:
    """Every button in every state."""
    rows = [
        specimen(
            variant,
            ui.button("Book mini truck · ₹486", variant=variant, icon="truck"),
            ui.button("Loading", variant=variant, loading=True),
            ui.button("Disabled", variant=variant, disabled=True),
        )
        for variant in _VARIANTS
    ]
    return section(
        "Buttons",
        *rows,
        specimen("Sizes", *[ui.button(size, size=size) for size in ("sm", "md", "lg", "xl")]),
        specimen(
            "Icon, link, copy",
            ui.icon_button("bell", "Notifications"),
            ui.icon_button("pencil", "Edit", variant="secondary"),
            ui.icon_button("trash_2", "Delete", variant="danger-ghost", disabled=True),
            ui.icon_button("refresh_cw", "Refresh", loading=True),
            ui.link_button("Track order", href="/dev/gallery", variant="secondary", icon_end="arrow_right"),
            ui.text_link("How fares work", href="/dev/gallery"),
            ui.copy_button("PRT-7K3M9Q"),
        ),
    )


def fields() -> rx.Component:
    """Every field: empty, filled, with help, with an error, disabled."""
    return section(
        "Fields",
        specimen("Text", ui.text_field("Name", name="g-name", placeholder="As on your Aadhaar", help="Drivers see it.")),
        specimen("With error", ui.text_field("E-mail", name="g-mail", value="asha@", error="This is not a whole address.")),
        specimen("Icon, suffix, optional", ui.text_field(
            "Weight", name="g-weight", icon="weight", suffix="kg", input_mode="numeric", optional_mark=True)),
        specimen("Disabled", ui.text_field("City", name="g-city", value="Bengaluru", disabled=True)),
        specimen("Text area", ui.text_area("Note for the driver", name="g-note", placeholder="Ring at the gate")),
        specimen("Select", ui.select(
            "Goods", [("furniture", "Furniture"), ("food", "Food")], name="g-goods", placeholder="What is it?")),
        specimen("Phone", ui.phone_field(name="g-phone", help="We send a code by SMS.")),
        specimen("Phone, error", ui.phone_field(name="g-phone-2", value="+9198765", error="A mobile number has ten digits.")),
        specimen("Code", ui.otp_field(name="g-code", auto_focus=False, on_complete=said("code"))),
        specimen("Code, wrong", ui.otp_field(
            name="g-code-2", auto_focus=False, error="This code is wrong. Three tries are left.")),
        specimen("Combobox", ui.combobox(
            "Pickup", name="g-pickup", placeholder="Search a place", on_type=said("type"), on_choose=said("choose"),
            options=[
                {"id": "1", "title": "Indiranagar 100 Feet Road", "detail": "Bengaluru 560038", "meta": "2.1 km"},
                {"id": "2", "title": "Indira Canteen", "detail": "Shivajinagar", "meta": "4.8 km"},
            ])),
        specimen("File", ui.file_drop("Proof of delivery", name="g-file", help="JPEG, PNG or WebP, up to 8 MB.")),
    )  # fmt: skip


def choices() -> rx.Component:
    """Every way to choose."""
    on, word, count, tab = local("on", False), local("word", "now"), local("count", 1), local("tab", "active")
    return section(
        "Choices",
        specimen(
            "Checkbox",
            ui.checkbox("Fragile", name="g-fragile", help="We ask for two hands."),
            ui.checkbox("Checked", name="g-checked", default_checked=True),
            ui.checkbox("Disabled", name="g-disabled", disabled=True),
            ui.checkbox("I accept the terms", name="g-terms", error="Tick this to go on."),
        ),
        specimen(
            "Switch",
            ui.switch("Order updates by SMS", checked=on.value, on_change=on.set_value, help="Charged by no one."),
            ui.switch("Off", checked=False, on_change=said("x")),
            ui.switch("Disabled", checked=True, on_change=said("x"), disabled=True),
        ),
        specimen(
            "Online",
            ui.online_switch(online=False, on_change=said("x")),
            ui.online_switch(online=True, on_change=said("x")),
        ),
        specimen("Radio cards", _payment(word)),
        specimen("Segmented", ui.segmented(
            [("now", "Now"), ("later", "Later"), ("repeat", "Repeat")],
            name="g-when", value=word.value, on_change=word.set_value, label="When")),
        specimen("Stepper", ui.stepper(
            "Helpers", value=count.value, on_less=count.set_value(count.value - 1),
            on_more=count.set_value(count.value + 1), maximum=4, help="₹150 each")),
        specimen("Tabs", ui.tabs(
            [("active", "Active", 3), ("past", "Past"), ("scheduled", "Scheduled", 1)],
            value=tab.value, on_change=tab.set_value, label="Orders"),
            ui.tab_panel(rx.el.p("Three on the way."), key="active", value=tab.value),
            ui.tab_panel(rx.el.p("All done."), key="past", value=tab.value),
            ui.tab_panel(rx.el.p("Tomorrow at nine."), key="scheduled", value=tab.value)),
        specimen("Filter chips", ui.filter_chips(
            [("live", "On the way", 12), ("late", "Late", 2), ("cash", "Cash")],
            active=["late"], on_toggle=lambda _key: rx.console_log("chip"), label="Filter")),
        specimen("Slots", _slots(), wide=True),
    )  # fmt: skip


def _payment(word: rx.Var) -> rx.Component:
    return ui.radio_group(
        ui.radio_card("Cash", name="g-pay", value="now", selected=word.value, on_select=word.set_value),
        ui.radio_card("UPI", name="g-pay", value="later", selected=word.value, on_select=word.set_value),
        ui.radio_card("Wallet", name="g-pay", value="wallet", selected="", disabled=True),
        label="Payment",
    )


def _slots() -> rx.Component:
    return ui.date_time_slots(
        days=[
            {"value": f"d{n}", "weekday": day, "date": f"{21 + n} Nov"} for n, day in enumerate(("Sat", "Sun", "Mon"))
        ],
        slots=[{"value": f"s{n}", "words": f"{9 + n // 4}:{n % 4 * 15:02d}", "free": n != 2} for n in range(8)],
        day="d1",
        slot="s4",
        on_day=lambda _value: rx.console_log("day"),
        on_slot=lambda _value: rx.console_log("slot"),
    )
