"""The development inbox: what would have been sent by SMS. In production mode it does not exist."""

import re

import reflex as rx

from porter.services import notifications
from porter.services.notifications import DevelopmentMessage

_CODE = re.compile(r"\b\d{4,8}\b")


class DevInboxState(rx.State):
    """The newest messages."""

    __required_role__ = "public"

    messages: list[dict[str, str]] = []
    loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """Read the inbox. Raises NotFound in production mode."""
        shown = [_shown(message) for message in await notifications.development_inbox()]
        if shown != self.messages:
            self.messages = shown
        self.loaded = True


def _shown(message: DevelopmentMessage) -> dict[str, str]:
    code = None if "@" in message.phone else _CODE.search(message.text)
    return {
        "phone": message.phone,
        "text": message.text,
        "code": code.group() if code else "",
        "sent_at": message.sent_at,
    }
