"""Short messages to the person at the screen.

They are kept in state because our content policy forbids what Reflex's own toasts from the server need (eval).
"""

from typing import Literal

import reflex as rx

from porter.core.ids import new_id

Tone = Literal["info", "good", "warn", "bad"]
KEPT = 3


class NoticeState(rx.State):
    """The newest messages of this tab."""

    __required_role__ = "public"

    notices: list[dict[str, str]] = []

    @rx.event
    def tell(self, tone: Tone, text: str) -> None:
        """Show a message on this screen; the same words are not shown twice at once."""
        notice = {"id": str(new_id()), "tone": tone, "title": str(text)[:300]}
        others = [shown for shown in self.notices if shown["title"] != notice["title"]]
        self.notices = [*others, notice][-KEPT:]

    @rx.event
    def dismiss(self, notice_id: str) -> None:
        """Take a message away."""
        self.notices = [shown for shown in self.notices if shown["id"] != notice_id]
