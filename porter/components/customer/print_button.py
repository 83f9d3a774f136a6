"""A button that prints the page."""

import reflex as rx

from porter.components.files import beside

_file = beside(__name__, "print_button.jsx")


class PrintButton(rx.NoSSRComponent):
    """Opens the browser's print dialog, where a PDF can be saved too."""

    library = _file.importable_path
    tag = "PrintButton"

    label: rx.Var[str]
    small: rx.Var[bool]


print_button = PrintButton.create
