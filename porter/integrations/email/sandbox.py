"""The development inbox: mail that would have been sent, kept for a while in Redis, newest first."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from porter.core import clock
from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.core.redis import UNREACHABLE, bus
from porter.integrations.email.base import EmailMessage

KEPT = 200
KEPT_S = 24 * 3600

_ALL = "email:inbox"


class KeptEmail(BaseModel):
    """A message as it would have been sent; of attachments the names."""

    model_config = ConfigDict(frozen=True)

    to: str
    subject: str
    text: str
    key: str
    attachments: tuple[str, ...]
    sent_at: datetime


class SandboxEmail:
    """Sends nothing; people read the inbox instead. Refused in production mode by the settings."""

    async def send(self, message: EmailMessage) -> None:
        """Put the message on top of the inbox. Raises GatewayRefused for no address, GatewayUnavailable without Redis."""
        if "@" not in message.to:
            raise GatewayRefused("This is no e-mail address.")
        names = tuple(one.name for one in message.attachments)
        kept = KeptEmail(
            to=message.to, subject=message.subject, text=message.text, key=message.key, attachments=names,
            sent_at=clock.now(),
        )  # fmt: skip
        try:
            async with bus().pipeline(transaction=True) as pipe:
                pipe.lpush(_ALL, kept.model_dump_json())
                pipe.ltrim(_ALL, 0, KEPT - 1)
                pipe.expire(_ALL, KEPT_S)
                await pipe.execute()
        except UNREACHABLE as error:
            raise GatewayUnavailable("We could not send the e-mail. Please try again in a moment.") from error


async def inbox() -> list[KeptEmail]:
    """What was sent, newest first."""
    rows = await bus().lrange(_ALL, 0, KEPT - 1)  # type: ignore[misc]
    return [KeptEmail.model_validate_json(row) for row in rows]
