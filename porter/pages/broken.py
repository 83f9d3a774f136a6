"""What stands in place of a page whose drawing failed."""

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary  # type: ignore[import-untyped]


def broken_page_boundary(stateful: bool) -> rx.Component:
    """Catches what a page's own code throws in the browser; the server is told, the person can go on."""
    reports = {} if stateful else {"on_error": rx.noop()}
    return ErrorBoundary.create(fallback_render=rx.Var.create(_apology()), **reports)


def _apology() -> rx.Component:
    return rx.el.main(
        rx.el.h1("This page broke", class_name="text-22 font-semibold"),
        rx.el.p(
            "That is our fault, and we have been told. Nothing that you entered was lost on our side.",
            class_name="mt-2 mb-6 text-16 text-muted",
        ),
        rx.el.a(
            "Load it again", href="", class_name="btn", custom_attrs={"data-variant": "primary", "data-size": "lg"}
        ),
        id="main",
        class_name="mx-auto max-w-[420px] px-4 pt-[20vh]",
    )
