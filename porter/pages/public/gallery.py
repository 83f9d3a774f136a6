"""`/dev/gallery`: every primitive in every state. The first thing to look at when something looks off."""

import reflex as rx

from porter.components import ui
from porter.components.layouts import plain_layout
from porter.pages.gallery import content, controls, freight, maps
from porter.pages.shells import public_page

_PARTS = (
    controls.buttons,
    controls.fields,
    controls.choices,
    content.badges,
    content.notices,
    content.bells,
    content.clocks,
    content.tiles,
    freight.freight,
    freight.tables,
    maps.maps,
    freight.overlays,
)


@public_page(route="/dev/gallery", title="Gallery")
def gallery() -> rx.Component:
    """Draw the whole gallery."""
    return plain_layout(
        rx.el.h1("Gallery", class_name="text-36 font-semibold mb-2"),
        rx.el.p("Every primitive in every state.", class_name="text-muted mb-6"),
        *[part() for part in _PARTS],
        note="Gallery",
        wide=True,
        header_actions=ui.icon_button("sun_moon", "Light or dark", rx.toggle_color_mode),
    )
