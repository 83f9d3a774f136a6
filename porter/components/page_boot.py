"""What every page starts: the service worker, and the strip that says that we are offline."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors  # type: ignore[import-untyped]

from porter.components.files import beside
from porter.components.words import t

_file = beside(__name__, "page_boot.jsx")

STRIP = (
    "fixed inset-x-0 top-0 z-[90] bg-warn-tint px-4 py-2 text-center text-14 font-medium text-warn "
    "pt-[calc(8px+env(safe-area-inset-top))]"
)


class PageBoot(rx.NoSSRComponent):
    """Draws the connection strip when there is something to say."""

    library = _file.importable_path
    tag = "PageBoot"

    socket_failing: rx.Var[bool]
    offline_text: rx.Var[str]
    waiting_text: rx.Var[str]
    strip_class: rx.Var[str]


def page_boot() -> rx.Component:
    """The boot component with its words."""
    return PageBoot.create(
        socket_failing=has_connection_errors,
        offline_text=t("No network. We keep trying."),
        waiting_text=t("Connecting again…"),
        strip_class=STRIP,
    )
