"""The offer's frame and its one large button."""

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events

_file = beside(__name__, "offer_stage.jsx")


class OfferStage(rx.NoSSRComponent):
    """Above everything else while `open`; holds the focus, cannot be waved away."""

    library = _file.importable_path
    tag = "OfferStage"

    open: rx.Var[bool]
    offer_id: rx.Var[str]
    label: rx.Var[str]


class AcceptButton(rx.NoSSRComponent):
    """Off as soon as it is pressed; raise `attempt` to make it pressable again."""

    library = _file.importable_path
    tag = "AcceptButton"

    offer_id: rx.Var[str]
    attempt: rx.Var[int]
    words: rx.Var[str]
    busy_words: rx.Var[str]
    on_accept: rx.EventHandler[events.text]


offer_stage = OfferStage.create
accept_button = AcceptButton.create
