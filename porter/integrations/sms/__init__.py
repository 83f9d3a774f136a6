"""Text messages. One vendor is chosen by configuration; none of them is known to the rules."""

from porter.core.config import settings
from porter.integrations.sms.base import SmsGateway, SmsMessage
from porter.integrations.sms.msg91 import Msg91Sms
from porter.integrations.sms.sandbox import SandboxSms, inbox

__all__ = ["SmsGateway", "SmsMessage", "gateway", "inbox"]

GATEWAYS: dict[str, type[SmsGateway]] = {"sandbox": SandboxSms, "msg91": Msg91Sms}


def gateway() -> SmsGateway:
    """The vendor that the settings name."""
    return GATEWAYS[settings().sms_provider]()
