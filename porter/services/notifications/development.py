"""The development inbox: what would have been sent to phones. In production mode it does not exist."""

from porter.core.config import settings
from porter.core.errors import NotFound
from porter.core.views import View
from porter.integrations import sms

SHOWN = 50


class DevelopmentMessage(View):
    """A text message that stayed here."""

    phone: str
    text: str
    sent_at: str


async def development_inbox() -> tuple[DevelopmentMessage, ...]:
    """The newest messages, newest first. Raises NotFound in production mode."""
    if settings().is_production:
        raise NotFound
    messages = (await sms.inbox())[:SHOWN]
    return tuple(DevelopmentMessage(phone=m.phone, text=m.text, sent_at=m.sent_at.isoformat()) for m in messages)
