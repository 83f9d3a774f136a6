"""The front door: what Porter is, and its three doors."""

import reflex as rx

from porter.components.layouts import skip_link, wordmark
from porter.components.ui.button import link_button
from porter.components.ui.icon import icon
from porter.components.ui.tile import vehicle_drawing
from porter.components.words import language_switch, localized, t
from porter.core.language import msg
from porter.pages.shells import spoken_page

DOORS = (
    (
        "package",
        msg("Send"),
        msg("Book a vehicle, watch it come, follow it to the door."),
        msg("Book a vehicle"),
        "/home",
    ),
    (
        "truck",
        msg("Drive"),
        msg("Go online when you like. See the payout before you accept."),
        msg("Open the driver app"),
        "/driver",
    ),
    (
        "layout_dashboard",
        msg("Run the city"),
        msg("Orders, drivers and money of a city on one screen."),
        msg("Open operations"),
        "/ops",
    ),
)

FLEET = (
    ("two_wheeler", msg("Two-wheeler"), msg("20 kg"), msg("Papers, lunch, spare parts")),
    ("three_wheeler", msg("Three-wheeler"), msg("500 kg"), msg("Shop stock, appliances")),
    ("mini_truck", msg("Mini truck"), msg("750 kg"), msg("A room, a market load")),
    ("truck", msg("Truck"), msg("2,500 kg"), msg("A whole home")),
)

GRID = "grid grid-cols-2 gap-px overflow-hidden rounded-card border border-hairline bg-hairline lg:grid-cols-4"

STEPS = (
    (msg("Say where"), msg("Up to ten drops. The price for every vehicle is there before you choose.")),
    (msg("A driver accepts"), msg("The nearest ones are asked first. You see who comes, in what, and when.")),
    (msg("Handed over by code"), msg("Pickup and drop are confirmed by a code that only you know.")),
)


@spoken_page(route="/", title="Porter")
def landing() -> rx.Component:
    """Header, promise, fleet, steps, doors."""
    return rx.el.div(
        skip_link(),
        _header(),
        rx.el.div(language_switch(), class_name="px-2 sm:hidden"),
        rx.el.main(
            _promise(), _fleet(), _steps(), _doors(), id="main", class_name="mx-auto max-w-[1120px] px-4 sm:px-8"
        ),
        _footer(),
        class_name="min-h-dvh bg-canvas",
    )


def _header() -> rx.Component:
    return rx.el.header(
        wordmark(localized("/")),
        rx.el.nav(
            rx.el.div(language_switch(), class_name="max-sm:hidden"),
            link_button(t("Drive"), href="/driver", variant="ghost", class_name="max-sm:hidden"),
            link_button(t("Operations"), href="/ops", variant="ghost", class_name="max-sm:hidden"),
            link_button(t("Sign in"), href=localized("/sign-in"), variant="secondary"),
            aria_label=t("Main"),
            class_name="flex items-center gap-2",
        ),
        class_name="mx-auto flex max-w-[1120px] items-center justify-between px-4 py-4 sm:px-8",
    )


def _promise() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h1(
                t("Move anything across Bengaluru."),
                class_name="text-36 max-[260px]:text-28 font-semibold tracking-tight text-balance sm:text-[56px] sm:leading-[60px]",
            ),
            rx.el.p(
                t(
                    "A cycle for an envelope, a truck for a home. The fare is fixed before you book, "
                    "the vehicle is on the map until it arrives."
                ),
                class_name="mt-4 max-w-[34rem] text-18 text-muted",
            ),
            rx.el.div(
                link_button(t("Book a vehicle"), href="/home", size="xl", icon_end="arrow_right"),
                link_button(t("Drive with us"), href="/driver", size="xl", variant="secondary"),
                class_name="mt-8 flex flex-wrap gap-3",
            ),
        ),
        class_name="pt-12 pb-16 sm:pt-[96px] sm:pb-[80px]",
    )


def _fleet() -> rx.Component:
    return rx.el.section(
        _title(msg("One size for every load")),
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
            rx.el.h3(t(name), class_name="text-16 font-semibold"),
            rx.el.span(t(capacity), class_name="num text-16 text-muted"),
            class_name="mt-4 flex flex-wrap items-baseline justify-between gap-x-3",
        ),
        rx.el.p(t(use), class_name="mt-1 text-14 text-muted"),
        class_name="bg-paper p-4 sm:p-6",
    )


def _steps() -> rx.Component:
    return rx.el.section(
        _title(msg("How it goes")),
        rx.el.ol(*(_step(*row, number) for number, row in enumerate(STEPS, 1)), class_name="grid gap-8 sm:grid-cols-3"),
        class_name="pb-16",
    )


def _step(name: str, words: str, number: int) -> rx.Component:
    return rx.el.li(
        rx.el.span(number, aria_hidden="true", class_name="num text-28 font-semibold text-faint"),
        rx.el.h3(t(name), class_name="mt-2 text-18 font-semibold"),
        rx.el.p(t(words), class_name="mt-1 text-16 text-muted"),
    )


def _doors() -> rx.Component:
    return rx.el.section(
        _title(msg("Where do you want to go?")),
        rx.el.div(*(_door(*row) for row in DOORS), class_name="grid gap-4 sm:grid-cols-3"),
        class_name="pb-16",
    )


def _door(sign: str, name: str, words: str, action: str, href: str) -> rx.Component:
    return rx.el.div(
        icon(sign, size=24),
        rx.el.h3(t(name), class_name="mt-4 text-18 font-semibold"),
        rx.el.p(t(words), class_name="mt-1 mb-6 grow text-16 text-muted"),
        link_button(t(action), href=href, variant="secondary", full=True),
        class_name="flex flex-col rounded-card border border-hairline bg-paper p-6",
    )


def _title(words: str) -> rx.Component:
    return rx.el.h2(t(words), class_name="mb-6 text-22 font-semibold")


def _footer() -> rx.Component:
    return rx.el.footer(
        rx.el.p(t("Porter · goods and people inside the city")),
        rx.el.a("API", href="/api/docs", class_name="link"),
        class_name="mx-auto flex max-w-[1120px] justify-between px-4 py-8 text-14 text-muted sm:px-8",
    )
