"""Keeps the browser's address in step with what a page shows, so that it can be copied, without loading anything."""

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events

_file = beside(__name__, "address_bar.jsx")


class AddressBar(rx.Component):
    """Draws nothing; makes `address` (a path) with `query` the present one.

    It has to be there as soon as the page is, therefore no component that is loaded later.
    `on_step` gets what `word` names, or nothing, after somebody has gone back or forward, and the number of this step:
    until the page shows that it has `answered` it, what it says may be of an earlier one.
    The first time that it names `word` is a step that going back undoes; `settled` says that the page has been loaded.
    """

    library = _file.importable_path
    tag = "AddressBar"

    address: rx.Var[str]
    query: rx.Var[str]
    word: rx.Var[str]
    settled: rx.Var[bool]
    answered: rx.Var[int]
    on_step: rx.EventHandler[events.text_and_number]


address_bar = AddressBar.create
