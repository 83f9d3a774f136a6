"""The front door: what Porter is, and its three doors."""

import reflex as rx

from porter.components.layouts import skip_link, wordmark
from porter.components.ui.button import link_button
from porter.components.ui.icon import icon
from porter.components.ui.tile import vehicle_drawing
from porter.pages.shells import public_page

DOORS = (
    ("package", "Send", "Book a vehicle, watch it come, follow it to the door.", "Book a vehicle", "/home"),
    ("truck", "Drive", "Go online when you like. See the payout before you accept.", "Open the driver app", "/driver"),
    (
        "layout_dashboard",
        "Run the city",
        "Orders, drivers and money of a city on one screen.",
        "Open operations",
        "/ops",
    ),
)

FLEET = (
    ("two_wheeler", "Two-wheeler", "20 kg", "Papers, lunch, spare parts"),
    ("three_wheeler", "Three-wheeler", "500 kg", "Shop stock, appliances"),
    ("mini_truck", "Mini truck", "750 kg", "A room, a market load"),
    ("truck", "Truck", "2,500 kg", "A whole home"),
)

GRID = "grid grid-cols-2 gap-px overflow-hidden rounded-card border border-hairline bg-hairline lg:grid-cols-4"

STEPS = (
    ("Say where", "Up to ten drops. The price for every vehicle is there before you choose."),
    ("A driver accepts", "The nearest ones are asked first. You see who comes, in what, and when."),
    ("Handed over by code", "Pickup and drop are confirmed by a code that only you know."),
)


@public_page(route="/", title="Porter")
def landing() -> rx.Component:
    """Header, promise, fleet, steps, doors."""
    return rx.el.div(
        skip_link(),
        _header(),
        rx.el.main(
            _promise(), _fleet(), _steps(), _doors(), id="main", class_name="mx-auto max-w-[1120px] px-4 sm:px-8"
        ),
        _footer(),
        class_name="min-h-dvh bg-canvas",
    )


def _header() -> rx.Component:
    return rx.el.header(
        wordmark(),
        rx.el.nav(
            link_button("Drive", href="/driver", variant="ghost", class_name="max-sm:hidden"),
            link_button("Operations", href="/ops", variant="ghost", class_name="max-sm:hidden"),
            link_button("Sign in", href="/sign-in", variant="secondary"),
            aria_label="Main",
            class_name="flex items-center gap-2",
        ),
        class_name="mx-auto flex max-w-[1120px] items-center justify-between px-4 py-4 sm:px-8",
    )


def _promise() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h1(
                "Move anything across Bengaluru.",
                class_name="text-36 font-semibold tracking-tight text-balance sm:text-[56px] sm:leading-[60px]",
            ),
            rx.el.p(
                "A cycle for an envelope, a truck for a home. The fare is fixed before you book, "
                "the vehicle is on the map until it arrives.",
                class_name="mt-4 max-w-[34rem] text-18 text-muted",
            ),
            rx.el.div(
                link_button("Book a vehicle", href="/home", size="xl", icon_end="arrow_right"),
                link_button("Drive with us", href="/driver", size="xl", variant="secondary"),
                class_name="mt-8 flex flex-wrap gap-3",
            ),
        ),
        class_name="pt-12 pb-16 sm:pt-[96px] sm:pb-[80px]",
    )


def _fleet() -> rx.Component:
    return rx.el.section(
        _title("One size for every load"),
        rx.el.ul(
            *(_vehicle(*row) for row in FLEET),
            class_name=GRID,
        ),
        class_name="pb-16",
    )


def _vehicle(code: str, name: str, capacity: str, use: str) -> rx.Component:
    return rx.el.li(
        vehicle_drawing(code, width_px=96),
        rx.el.div(
            rx.el.h3(name, class_name="text-16 font-semibold"),
            rx.el.span(capacity, class_name="num text-16 text-muted"),
            class_name="mt-4 flex flex-wrap items-baseline justify-between gap-x-3",
        ),
        rx.el.p(use, class_name="mt-1 text-14 text-muted"),
        class_name="bg-paper p-4 sm:p-6",
    )


def _steps() -> rx.Component:
    return rx.el.section(
        _title("How it goes"),
        rx.el.ol(*(_step(*row, number) for number, row in enumerate(STEPS, 1)), class_name="grid gap-8 sm:grid-cols-3"),
        class_name="pb-16",
    )


def _step(name: str, words: str, number: int) -> rx.Component:
    return rx.el.li(
        rx.el.span(number, aria_hidden="true", class_name="num text-28 font-semibold text-faint"),
        rx.el.h3(name, class_name="mt-2 text-18 font-semibold"),
        rx.el.p(words, class_name="mt-1 text-16 text-muted"),
    )


def _doors() -> rx.Component:
    return rx.el.section(
        _title("Where do you want to go?"),
        rx.el.div(*(_door(*row) for row in DOORS), class_name="grid gap-4 sm:grid-cols-3"),
        class_name="pb-16",
    )


def _door(sign: str, name: str, words: str, action: str, href: str) -> rx.Component:
    return rx.el.div(
        icon(sign, size=24),
        rx.el.h3(name, class_name="mt-4 text-18 font-semibold"),
        rx.el.p(words, class_name="mt-1 mb-6 grow text-16 text-muted"),
        link_button(action, href=href, variant="secondary", full=True),
        class_name="flex flex-col rounded-card border border-hairline bg-paper p-6",
    )


def _title(words: str) -> rx.Component:
    return rx.el.h2(words, class_name="mb-6 text-22 font-semibold")


def _footer() -> rx.Component:
    return rx.el.footer(
        rx.el.p("Porter · goods and people inside the city"),
        rx.el.a("API", href="/api/docs", class_name="link"),
        class_name="mx-auto flex max-w-[1120px] justify-between px-4 py-8 text-14 text-muted sm:px-8",
    )
