"""A button that prints the page."""

import reflex as rx

_file = rx.asset("print_button.jsx", shared=True)


class PrintButton(rx.NoSSRComponent):
    """Opens the browser's print dialog, where a PDF can be saved too."""

    library = _file.importable_path
    tag = "PrintButton"

    label: rx.Var[str]


print_button = PrintButton.create
