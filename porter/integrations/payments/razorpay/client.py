"""Razorpay's SDK behind one verb: in a thread, with a time-out, its errors in our words.

The SDK has no time-out of its own, prints to stdout when the network fails and keeps only the text of an error; all
three are put right in the session that it is given.
"""

from collections.abc import Callable
from typing import Any

import razorpay
import requests
import structlog

from porter.core.config import Settings
from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.integrations.payments.errors import UnknownAtVendor
from porter.integrations.payments.threads import in_thread

log = structlog.get_logger(__name__)

_PASSING = frozenset({408, 409, 425, 429})
_UNKNOWN_ID = "does not exist"


class RazorpayCaller:
    """A configured client."""

    def __init__(self, config: Settings) -> None:
        self._timeout_s = config.payments_timeout_s
        self.sdk = razorpay.Client(
            session=_Session(config.payments_timeout_s),
            auth=(config.razorpay_key_id, config.razorpay_key_secret),
            base_url=config.razorpay_url,
        )

    async def ask(self, question: Callable[[Any], Any]) -> dict[str, Any]:
        """Ask something of the SDK's client. Raises GatewayRefused, GatewayUnavailable, UnknownAtVendor."""
        answer = await in_thread(lambda: question(self.sdk), timeout_s=self._timeout_s)
        if not isinstance(answer, dict):
            raise GatewayUnavailable()
        return answer


class _Session(requests.Session):
    """Raises our errors before the SDK can print, or forget what was wrong."""

    def __init__(self, timeout_s: float) -> None:
        super().__init__()
        self._timeout_s = timeout_s

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send within the time-out. Raises GatewayRefused, GatewayUnavailable, UnknownAtVendor."""
        kwargs |= {"timeout": self._timeout_s, "allow_redirects": False}
        try:
            answer = super().send(request, **kwargs)
            body = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise GatewayUnavailable() from error
        if not answer.ok:
            raise _ours(answer.status_code, body)
        return answer


def _ours(status: int, body: Any) -> GatewayRefused | GatewayUnavailable:
    said = body.get("error") if isinstance(body, dict) else None
    problem = said if isinstance(said, dict) else {}
    if status in (401, 403):
        # Keys can be put right; money must not be given up for lost meanwhile.
        log.error("razorpay_refuses_our_key", status=status)
        return GatewayUnavailable()
    if status >= 500 or status in _PASSING or problem.get("code") in ("GATEWAY_ERROR", "SERVER_ERROR"):
        return GatewayUnavailable()
    text = str(problem.get("description") or "")
    if status == 404 or _UNKNOWN_ID in text:
        return UnknownAtVendor()
    return GatewayRefused(text or None, vendor_code=problem.get("reason") or problem.get("code"))
