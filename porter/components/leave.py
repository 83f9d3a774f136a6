"""Going to a page that is not one of ours, e.g. a checkout: the router would look for it among our pages."""

import reflex as rx

_file = rx.asset("leave.jsx", shared=True)


class Leave(rx.NoSSRComponent):
    """Draws nothing; navigates as soon as `to` names an address."""

    library = _file.importable_path
    tag = "Leave"

    to: rx.Var[str]


leave = Leave.create
