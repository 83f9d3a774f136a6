"""MSG91's Flow API: the vendor fills a text that was registered with the operators (DLT) with our values.

Source: MSG91's reference of `POST /api/v5/flow/`. There is no SDK worth using; the call is one POST.
"""

import httpx

from porter.core.config import settings
from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.core.language import Language, msg
from porter.integrations.sms.templates import TEMPLATES, registered_as


class Msg91Sms:
    """Sends by MSG91. Needs PORTER_MSG91_AUTH_KEY and one flow id per template in PORTER_MSG91_FLOWS."""

    async def send(self, phone: str, template: str, values: dict[str, str], language: Language = "en") -> None:
        """Hand one message to MSG91; in English while the text is not registered in the language.

        Raises GatewayRefused when it says no, GatewayUnavailable when it cannot answer.
        """
        flows = settings().msg91_flows
        body: dict[str, object] = {
            "template_id": flows.get(registered_as(template, language)) or flows[template],
            "short_url": "0",
            "recipients": [{"mobiles": phone.lstrip("+"), **values}],
        }
        answer = await _post("/api/v5/flow/", body)
        if answer.get("type") != "success":
            raise GatewayRefused(msg("The message could not be sent to this number."))


def missing_flows() -> list[str]:
    """Templates without a flow id: a process with any of these must not start."""
    return sorted(set(TEMPLATES) - set(settings().msg91_flows))


async def _post(path: str, body: dict[str, object]) -> dict[str, object]:
    url, headers = settings().msg91_url + path, {"authkey": settings().msg91_auth_key}
    try:
        async with httpx.AsyncClient(timeout=settings().sms_timeout_s) as client:
            response = await client.post(url, json=body, headers=headers)
    except httpx.HTTPError as error:
        raise GatewayUnavailable(msg("We could not send the message. Please try again in a moment.")) from error
    if (
        response.status_code == httpx.codes.TOO_MANY_REQUESTS
        or response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR
    ):
        raise GatewayUnavailable(msg("We could not send the message. Please try again in a moment."))
    try:
        parsed = response.json()
    except ValueError as error:
        raise GatewayUnavailable(msg("We could not send the message. Please try again in a moment.")) from error
    return parsed if isinstance(parsed, dict) else {}
