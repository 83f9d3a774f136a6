"""A short message to the person at the screen. Held in state, because our content policy forbids what Reflex's own
toasts from the server need (eval)."""

from typing import Literal

import reflex as rx

Tone = Literal["info", "good", "warn", "bad"]


class NoticeState(rx.State):
    """The newest message; a new serial makes the page show it afresh."""

    __required_role__ = "public"

    tone: str = "info"
    text: str = ""
    serial: int = 0

    @rx.event
    def tell(self, tone: Tone, text: str) -> None:
        """Show a message on this screen."""
        self.tone = tone if tone in ("info", "good", "warn", "bad") else "info"
        self.text = str(text)[:300]
        self.serial += 1

    @rx.event
    def dismiss(self) -> None:
        """Take the message away."""
        self.text = ""
