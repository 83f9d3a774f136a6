"""What every SMS vendor does for us."""

from datetime import datetime
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from porter.core.language import Language


class SmsMessage(BaseModel):
    """A message as it was sent; `template` names the text that was registered with the operators."""

    model_config = ConfigDict(frozen=True)

    phone: str
    text: str
    template: str
    sent_at: datetime


class SmsGateway(Protocol):
    """Sends short messages. Raises GatewayRefused for numbers it will never reach, GatewayUnavailable otherwise."""

    async def send(self, phone: str, template: str, values: dict[str, str], language: Language = "en") -> None:
        """Hand a registered text (`templates.TEMPLATES`) in a language, filled with values, to the vendor.

        `phone` is E.164.
        """
        ...
