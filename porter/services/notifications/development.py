"""The development inbox: what would have been sent to phones and addresses. In production mode it does not exist."""

from porter.core.config import settings
from porter.core.errors import NotFound
from porter.core.views import View
from porter.integrations import email, sms
from porter.integrations.email import KeptEmail
from porter.integrations.sms import SmsMessage

SHOWN = 50


class DevelopmentMessage(View):
    """A message that stayed here; `phone` is the address of an e-mail."""

    phone: str
    text: str
    sent_at: str


async def development_inbox() -> tuple[DevelopmentMessage, ...]:
    """The newest messages, newest first. Raises NotFound in production mode."""
    if settings().is_production:
        raise NotFound
    kept: list[SmsMessage | KeptEmail] = [*await sms.inbox(), *await email.inbox()]
    newest = sorted(kept, key=lambda one: one.sent_at, reverse=True)[:SHOWN]
    return tuple(_shown(one) for one in newest)


def _shown(kept: SmsMessage | KeptEmail) -> DevelopmentMessage:
    if isinstance(kept, SmsMessage):
        return DevelopmentMessage(phone=kept.phone, text=kept.text, sent_at=kept.sent_at.isoformat())
    files = ", ".join(kept.attachments)
    text = f"{kept.subject} ({files})" if files else kept.subject
    return DevelopmentMessage(phone=kept.to, text=text, sent_at=kept.sent_at.isoformat())
