"""Payouts of RazorpayX. The SDK has no verbs for them; its client still signs, sends and understands."""

import re
from typing import Any

from porter.core.errors import GatewayRefused
from porter.integrations.payments.base import (
    Destination,
    ProviderPayout,
)
from porter.integrations.payments.keys import vendor_key
from porter.integrations.payments.razorpay import words
from porter.integrations.payments.razorpay.client import RazorpayCaller
from porter.models.enums import DestinationKind

PATH = "/v1/payouts"
_NARRATION = re.compile(r"[^A-Za-z0-9 ]+")


class NotEnabled(GatewayRefused):
    """This installation has no RazorpayX account."""

    code = "payouts_not_enabled"
    default_message = "Payouts are not set up here."


class RazorpayPayouts:
    """Sends from one RazorpayX account, contact and fund account in the same call (the composite API)."""

    def __init__(self, caller: RazorpayCaller, account_number: str) -> None:
        self._caller = caller
        self._account_number = account_number

    async def send(
        self, destination: Destination, amount_minor: int, currency: str, key: str, reference: str
    ) -> ProviderPayout:
        """Send once per key. Raises NotEnabled, GatewayRefused, GatewayUnavailable: then ask again, key and body the same."""
        if not self._account_number:
            raise NotEnabled()
        name = vendor_key(key)
        body = {
            "account_number": self._account_number,
            "amount": amount_minor,
            "currency": currency,
            "mode": "UPI" if destination.kind is DestinationKind.UPI else "IMPS",
            "purpose": "payout",
            "fund_account": _fund_account(destination, name),
            "queue_if_low_balance": True,
            "reference_id": name,
            "narration": _NARRATION.sub(" ", reference)[:30].strip(),
            "notes": {"reference": reference},
        }
        if known := await self._known(name):
            return _same(known, amount_minor, currency)
        headers = {"X-Payout-Idempotency": name}
        return words.payout(await self._caller.ask(lambda sdk: sdk.post(PATH, body, headers=headers)))

    async def fetch(self, payout_id: str) -> ProviderPayout:
        """How a payout stands."""
        return words.payout(await self._caller.ask(lambda sdk: sdk.get(f"{PATH}/{payout_id}", {})))

    async def _known(self, reference_id: str) -> dict[str, Any] | None:
        query = {"account_number": self._account_number, "reference_id": reference_id}
        found = await self._caller.ask(lambda sdk: sdk.get(PATH, query))
        # Compared here too: a filter that is not understood must not give us somebody else's payout.
        return next((item for item in found["items"] if item.get("reference_id") == reference_id), None)


def _fund_account(destination: Destination, reference_id: str) -> dict[str, Any]:
    contact: dict[str, Any] = {"name": destination.name, "type": "vendor", "reference_id": reference_id}
    if destination.phone:
        contact["contact"] = destination.phone
    if destination.kind is DestinationKind.UPI:
        return {"account_type": "vpa", "vpa": {"address": destination.upi}, "contact": contact}
    account = {
        "name": destination.name,
        "ifsc": destination.ifsc,
        "account_number": destination.account_number,
    }
    return {"account_type": "bank_account", "bank_account": account, "contact": contact}


def _same(known: dict[str, Any], amount_minor: int, currency: str) -> ProviderPayout:
    if (known["amount"], known["currency"]) != (amount_minor, currency):
        raise GatewayRefused("This key was used for another payout.")
    return words.payout(known)
