"""E-mail. One vendor is chosen by configuration; none of them is known to the rules."""

from porter.core.config import settings
from porter.integrations.email.base import Attachment, EmailGateway, EmailMessage
from porter.integrations.email.sandbox import KeptEmail, SandboxEmail, inbox
from porter.integrations.email.smtp import SmtpEmail

__all__ = ["Attachment", "EmailGateway", "EmailMessage", "KeptEmail", "gateway", "inbox"]

GATEWAYS: dict[str, type[EmailGateway]] = {"sandbox": SandboxEmail, "smtp": SmtpEmail}


def gateway() -> EmailGateway:
    """The vendor that the settings name."""
    return GATEWAYS[settings().email_provider]()
