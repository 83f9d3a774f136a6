"""The checkout of a payment vendor inside a page of ours; only where `web.headers` lets the vendor in.

`on_answer` gets what the vendor handed over, to be verified on the server; `on_fail` gets words for the person.
"""

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events

beside(__name__, "vendor_scripts.js")
_file = beside(__name__, "vendor_checkout.jsx")


class VendorCheckout(rx.NoSSRComponent):
    """Draws one button, and for Stripe the fields above it; loads the vendor's script when it is needed."""

    library = _file.importable_path
    tag = "VendorCheckout"

    kind: rx.Var[str]
    payload: rx.Var[dict]
    words: rx.Var[str]
    on_answer: rx.EventHandler[events.record]
    on_fail: rx.EventHandler[events.text]


vendor_checkout = VendorCheckout.create
