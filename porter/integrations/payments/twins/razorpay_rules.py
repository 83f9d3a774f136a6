"""What Razorpay's documentation says about requests, answers and errors, as its twin follows it."""

import hmac
import json
import re
import secrets
from collections.abc import Iterable
from hashlib import sha256

from porter.core import clock
from porter.integrations.payments.twins.server import Asked, Json, Refusal

KEY_ID = "rzp_test_twin"
KEY_SECRET = "twin-key-secret"  # noqa: S105 - of a twin
WEBHOOK_SECRET = "twin-webhook-secret"  # noqa: S105 - of a twin
ACCOUNT = "acc_PorterTwin0001"
X_ACCOUNT = "7878780080316316"

ORDER_FIELDS = {
    "amount",
    "currency",
    "receipt",
    "unique_receipt",
    "payment_capture",
    "payment",
    "notes",
    "partial_payment",
}
CAPTURE_FIELDS = {"amount", "currency"}
REFUND_FIELDS = {"amount", "speed", "notes", "receipt"}
PAYOUT_FIELDS = {
    "account_number",
    "amount",
    "currency",
    "mode",
    "purpose",
    "fund_account",
    "fund_account_id",
    "queue_if_low_balance",
    "reference_id",
    "narration",
    "notes",
}
PAYOUT_KEY = re.compile(r"[A-Za-z0-9_ -]{4,36}")
REFUND_KEY = re.compile(r"[A-Za-z0-9_-]{10,}")


def sign(raw: bytes, secret: str = WEBHOOK_SECRET) -> str:
    """A webhook's signature."""
    return hmac.new(secret.encode(), raw, sha256).hexdigest()


def bad(text: str, *, field: str | None = None, status: int = 400) -> Refusal:
    """An error in Razorpay's form."""
    error = {
        "code": "BAD_REQUEST_ERROR",
        "description": text,
        "source": "business",
        "reason": "input_validation_failed",
    }
    return Refusal(status, {"error": {**error, "field": field} if field else error})


def body_of(asked: Asked, known: set[str], needed: Iterable[str]) -> Json:
    """The fields of a request; an unknown or a missing one is refused."""
    body: Json = json.loads(asked.raw or b"{}")
    if strange := set(body) - known:
        name = min(strange)
        raise bad(f"{name} is/are not required and should not be sent", field=name)
    for name in needed:
        if body.get(name) in (None, ""):
            raise bad(f"The {name} field is required.", field=name)
    return body


def check_amount(amount: object, *, least: int) -> None:
    """Refuse what is not a whole number of paise, or too little."""
    if type(amount) is not int:
        raise bad("The amount must be an integer.", field="amount")
    if amount < least:
        raise bad("The amount must be at least INR 1.00", field="amount")


def check_fund_account(body: Json) -> None:
    """Refuse a composite payout to nowhere."""
    account = body.get("fund_account") or {}
    kind = account.get("account_type")
    if kind not in ("vpa", "bank_account") or not account.get(kind) or not (account.get("contact") or {}).get("name"):
        raise bad("The fund account is not valid.", field="fund_account")
    if (body["mode"] == "UPI") != (kind == "vpa"):
        raise bad("The mode does not fit the fund account.", field="mode")
    if kind == "bank_account" and not re.fullmatch(r"[A-Z]{4}0[A-Z0-9]{6}", account["bank_account"].get("ifsc", "")):
        raise bad("Invalid IFSC Code in Bank Account", field="ifsc")


def refund_key(asked: Asked) -> str | None:
    """The key of a refund, where there is one."""
    key = asked.headers.get("x-refund-idempotency")
    if key is not None and not REFUND_KEY.fullmatch(key):
        raise bad("The idempotency key is not valid.")
    return key and f"refund {key}"


def payout_key(asked: Asked) -> str:
    """The key of a payout, which must be there."""
    key = asked.headers.get("x-payout-idempotency", "")
    if not PAYOUT_KEY.fullmatch(key):
        raise bad("The idempotency key is required for payouts, with 4 to 36 characters.")
    return f"payout {key}"


def collection(items: Iterable[Json]) -> Json:
    """A list in Razorpay's form."""
    listed = list(items)
    return {"entity": "collection", "count": len(listed), "items": listed}


def new_id(prefix: str) -> str:
    """An id of a kind."""
    return f"{prefix}_{secrets.token_hex(7)}"


def now() -> int:
    """This moment, as Razorpay writes it."""
    return int(clock.now().timestamp())
