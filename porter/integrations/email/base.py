"""What every e-mail vendor does for us."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along."""

    name: str
    content_type: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class EmailMessage:
    """A message to one person. `key` names it: sent again under the same key it is the same message to mail programs."""

    to: str
    subject: str
    text: str
    key: str
    attachments: tuple[Attachment, ...] = ()


class EmailGateway(Protocol):
    """Sends mail. Raises GatewayRefused for what will never be taken, GatewayUnavailable for what may be later."""

    async def send(self, message: EmailMessage) -> None:
        """Hand one message to the vendor."""
        ...
