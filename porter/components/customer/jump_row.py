"""A line that leads to something further down the same page."""

import reflex as rx

from porter.components.files import beside

_file = beside(__name__, "jump_row.jsx")


class JumpRow(rx.Component):
    """A button around its children; a press scrolls to the element `to` and puts the focus into it."""

    library = _file.importable_path
    tag = "JumpRow"

    to: rx.Var[str]


jump_row = JumpRow.create
