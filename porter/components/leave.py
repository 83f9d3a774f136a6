"""Going to a page that is not one of ours, e.g. a checkout: the router would look for it among our pages."""

import reflex as rx

from porter.components.files import beside

_file = beside(__name__, "leave.jsx")


class Leave(rx.NoSSRComponent):
    """Draws nothing; navigates as soon as `to` names an address, to one with a fragment only once."""

    library = _file.importable_path
    tag = "Leave"

    to: rx.Var[str]


leave = Leave.create
