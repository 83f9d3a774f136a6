"""The browser's steps back and forward inside a page, heard before the router loads the whole page again.

Browsers call the listeners of a window in the order in which they came, whatever their phase, and the router's is older
than any page: this one is in the document itself. The browser's side is `history_steps.jsx`.
"""

import reflex as rx

from porter.components.files import beside

beside(__name__, "history_steps.jsx")

FIRST_EAR = rx.el.script(
    "window.porterSteps=new Set();addEventListener(`popstate`,function(step){porterSteps.forEach(function(hear){hear(step)})})"
)
"""For the head. No sign of it may be one that HTML writes differently: React would, and the script would mean nothing."""
