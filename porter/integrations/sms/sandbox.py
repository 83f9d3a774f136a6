"""The development inbox: messages that would have been sent, kept for a while in Redis, newest first."""

from porter.core import clock
from porter.core.errors import GatewayUnavailable
from porter.core.language import Language, msg
from porter.core.redis import UNREACHABLE, bus
from porter.integrations.sms.base import SmsMessage
from porter.integrations.sms.templates import render

KEPT = 200
KEPT_PER_PHONE = 20
KEPT_S = 24 * 3600

_ALL = "sms:inbox"


class SandboxSms:
    """Sends nothing; people read the inbox instead. Refused in production mode by the settings."""

    async def send(self, phone: str, template: str, values: dict[str, str], language: Language = "en") -> None:
        """Put the message on top of the inbox. Raises GatewayUnavailable when Redis is down."""
        text = render(template, values, language)
        message = SmsMessage(phone=phone, text=text, template=template, sent_at=clock.now()).model_dump_json()
        try:
            async with bus().pipeline(transaction=True) as pipe:
                for inbox, kept in ((_ALL, KEPT), (_inbox_of(phone), KEPT_PER_PHONE)):
                    pipe.lpush(inbox, message)
                    pipe.ltrim(inbox, 0, kept - 1)
                    pipe.expire(inbox, KEPT_S)
                await pipe.execute()
        except UNREACHABLE as error:
            raise GatewayUnavailable(msg("We could not send the message. Please try again in a moment.")) from error


async def inbox(phone: str | None = None) -> list[SmsMessage]:
    """What was sent, newest first; of one phone (E.164) or of all."""
    rows = await bus().lrange(_inbox_of(phone) if phone else _ALL, 0, KEPT - 1)  # type: ignore[misc]
    return [SmsMessage.model_validate_json(row) for row in rows]


def _inbox_of(phone: str) -> str:
    return f"{_ALL}:{phone}"
