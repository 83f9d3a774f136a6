"""Keeps the browser's address in step with what a page shows, so that it can be copied, without loading anything."""

import reflex as rx

from porter.components.files import beside

_file = beside(__name__, "address_bar.jsx")


class AddressBar(rx.NoSSRComponent):
    """Draws nothing; writes `address` (a path with its query) over the present one."""

    library = _file.importable_path
    tag = "AddressBar"

    address: rx.Var[str]


address_bar = AddressBar.create
