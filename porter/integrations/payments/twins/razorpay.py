"""A small Razorpay: orders, payments, refunds and RazorpayX payouts, as its documentation describes them."""

import base64
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import ClassVar
from urllib.parse import parse_qs

from porter.integrations.payments.outcomes import Outcome
from porter.integrations.payments.twins.razorpay_rules import (
    ACCOUNT,
    CAPTURE_FIELDS,
    KEY_ID,
    KEY_SECRET,
    ORDER_FIELDS,
    PAYOUT_FIELDS,
    REFUND_FIELDS,
    X_ACCOUNT,
    bad,
    body_of,
    check_amount,
    check_fund_account,
    collection,
    new_id,
    now,
    payout_key,
    refund_key,
    sign,
)
from porter.integrations.payments.twins.server import Asked, Json, Refusal, Route, SentWebhook, Twin


@dataclass
class RazorpayTwin(Twin):
    """Orders and their payments; `pay` and `settle` are what people and banks do."""

    name: ClassVar[str] = "razorpay"

    orders: dict[str, Json] = field(default_factory=dict)
    payments: dict[str, Json] = field(default_factory=dict)
    refunds: dict[str, Json] = field(default_factory=dict)
    payouts: dict[str, Json] = field(default_factory=dict)
    _auto: dict[str, bool] = field(default_factory=dict)

    def pay(self, order_id: str, outcome: Outcome = Outcome.PAY, method: str = "card") -> str:
        """A person tries to pay an order at the checkout."""
        with self.lock:
            order = self._find(self.orders, order_id)
            if order["status"] == "paid" or any(item["status"] == "authorized" for item in self._of(order_id)):
                raise bad("Payment already done for this order.")
            payment = self._try(order, method)
            if outcome in (Outcome.FAIL, Outcome.LATE):
                self._fail(payment)
            if outcome is Outcome.PAY:
                self._authorise(payment)
            return str(payment["id"])

    def settle(self, payment_id: str, *, ok: bool = True) -> None:
        """The bank makes up its mind: about a pending payment, or late about one that had failed."""
        with self.lock:
            payment = self._find(self.payments, payment_id)
            self._authorise(payment) if ok else self._fail(payment)

    def expire(self, payment_id: str) -> None:
        """Nobody captured an authorisation in time: it goes back by itself."""
        with self.lock:
            payment = self._find(self.payments, payment_id)
            payment |= {"status": "refunded", "amount_refunded": payment["amount"], "refund_status": "full"}
            self._refunded(payment, payment["amount"], None, {})

    def settle_payout(self, payout_id: str, status: str, text: str = "") -> None:
        """The bank makes up its mind about a payout: processed, failed, reversed."""
        with self.lock:
            payout = self._find(self.payouts, payout_id)
            payout |= {"status": status, "status_details": {"description": text, "reason": "", "source": ""}}
            self._say(f"payout.{status}", payout=payout)

    def signature(self, payment_id: str) -> dict[str, str]:
        """What the checkout gives to the browser after a payment."""
        order_id = self.payments[payment_id]["order_id"]
        mac = hmac.new(KEY_SECRET.encode(), f"{order_id}|{payment_id}".encode(), sha256).hexdigest()
        return {"razorpay_order_id": order_id, "razorpay_payment_id": payment_id, "razorpay_signature": mac}

    def routes(self) -> list[Route]:
        """What of the API is here."""
        table: list[tuple[str, str, Callable[..., Json]]] = [
            ("POST", "/v1/orders", self._create_order),
            ("GET", r"/v1/orders/(\w+)", lambda _, name: self._find(self.orders, name)),
            ("GET", r"/v1/orders/(\w+)/payments", self._order_payments),
            ("GET", r"/v1/payments/(\w+)", lambda _, name: self._find(self.payments, name)),
            ("POST", r"/v1/payments/(\w+)/capture", self._capture),
            ("POST", r"/v1/payments/(\w+)/refund", self._refund),
            ("GET", r"/v1/payments/(\w+)/refunds", self._payment_refunds),
            ("GET", r"/v1/refunds/(\w+)", lambda _, name: self._find(self.refunds, name)),
            ("POST", "/v1/payouts", self._create_payout),
            ("GET", "/v1/payouts", self._list_payouts),
            ("GET", r"/v1/payouts/(\w+)", lambda _, name: self._find(self.payouts, name)),
        ]
        return [(method, re.compile(path), handler) for method, path, handler in table]

    def authorise(self, asked: Asked) -> None:
        """Basic authentication with key id and secret."""
        wanted = base64.b64encode(f"{KEY_ID}:{KEY_SECRET}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {wanted}":
            raise bad("Authentication failed", status=401)

    def idempotency_key(self, asked: Asked) -> str | None:
        """Refunds may, payouts must have one."""
        if asked.path.endswith("/refund"):
            return refund_key(asked)
        return payout_key(asked) if asked.path == "/v1/payouts" else None

    def refuse_key(self) -> Refusal:
        return bad("Different request with the same idempotency key has already been processed.")

    def refuse_path(self) -> Refusal:
        return bad("The requested URL was not found on the server.")

    def failure(self) -> Json:
        return {"error": {"code": "SERVER_ERROR", "description": "We are facing some trouble completing your request."}}

    def _create_order(self, asked: Asked) -> Json:
        body = body_of(asked, ORDER_FIELDS, needed=("amount", "currency"))
        check_amount(body["amount"], least=100)
        if body["currency"] != "INR":
            raise bad("Currency is not supported", field="currency")
        if body.get("unique_receipt"):
            for known in self.orders.values():
                if known["receipt"] == body.get("receipt"):
                    return known
        order: Json = {
            "id": new_id("order"),
            "entity": "order",
            "amount": body["amount"],
            "amount_paid": 0,
            "amount_due": body["amount"],
            "currency": body["currency"],
            "receipt": body.get("receipt"),
            "status": "created",
            "attempts": 0,
            "notes": body.get("notes") or [],
            "created_at": now(),
        }
        self.orders[order["id"]] = order
        self._auto[order["id"]] = bool(body.get("payment_capture"))
        return order

    def _order_payments(self, _: Asked, order_id: str) -> Json:
        self._find(self.orders, order_id)
        return collection(reversed(self._of(order_id)))

    def _capture(self, asked: Asked, payment_id: str) -> Json:
        body = body_of(asked, CAPTURE_FIELDS, needed=("amount", "currency"))
        payment = self._find(self.payments, payment_id)
        if payment["captured"]:
            raise bad("This payment has already been captured")
        if payment["status"] != "authorized":
            raise bad("Only payments which have been authorized and not yet captured can be captured")
        if body["amount"] != payment["amount"]:
            raise bad("Capture amount must be equal to the amount authorized", field="amount")
        self._take(payment)
        return payment

    def _refund(self, asked: Asked, payment_id: str) -> Json:
        body = body_of(asked, REFUND_FIELDS, needed=())
        payment = self._find(self.payments, payment_id)
        amount = body.get("amount", payment["amount"] - payment["amount_refunded"])
        check_amount(amount, least=100)
        if not payment["captured"]:
            raise bad("The payment status should be captured for action to be taken")
        if amount > payment["amount"] - payment["amount_refunded"]:
            raise bad("The total refund amount is greater than the refund payment amount", field="amount")
        payment["amount_refunded"] += amount
        whole = payment["amount_refunded"] == payment["amount"]
        payment |= {"refund_status": "full" if whole else "partial"}
        if whole:
            payment["status"] = "refunded"
        return self._refunded(payment, amount, body.get("receipt"), body.get("notes") or {})

    def _payment_refunds(self, _: Asked, payment_id: str) -> Json:
        self._find(self.payments, payment_id)
        return collection(item for item in self.refunds.values() if item["payment_id"] == payment_id)

    def _create_payout(self, asked: Asked) -> Json:
        body = body_of(asked, PAYOUT_FIELDS, needed=("account_number", "amount", "currency", "mode", "purpose"))
        check_amount(body["amount"], least=100)
        if body["account_number"] != X_ACCOUNT:
            raise bad("The account number does not exist.", field="account_number")
        if len(body.get("narration") or "") > 30 or not re.fullmatch(r"[A-Za-z0-9 ]*", body.get("narration") or ""):
            raise bad("The narration may only contain alphabets, digits and spaces.", field="narration")
        check_fund_account(body)
        payout: Json = {
            "id": new_id("pout"),
            "entity": "payout",
            "status": "processing",
            "created_at": now(),
            **{
                name: body.get(name)
                for name in ("amount", "currency", "mode", "purpose", "reference_id", "narration", "notes")
            },
        }
        self.payouts[payout["id"]] = payout
        self._say("payout.initiated", payout=payout)
        return payout

    def _list_payouts(self, asked: Asked) -> Json:
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        if query.get("account_number") != X_ACCOUNT:
            raise bad("The account number field is required.", field="account_number")
        wanted = query.get("reference_id")
        return collection(item for item in self.payouts.values() if wanted in (None, item["reference_id"]))

    def _try(self, order: Json, method: str) -> Json:
        payment: Json = {
            "id": new_id("pay"),
            "entity": "payment",
            "amount": order["amount"],
            "currency": order["currency"],
            "status": "created",
            "order_id": order["id"],
            "method": method,
            "amount_refunded": 0,
            "refund_status": None,
            "captured": False,
            "error_code": None,
            "error_description": None,
            "error_reason": None,
            "created_at": now() + len(self._of(order["id"])),
        }
        order["attempts"] += 1
        order["status"] = "attempted"
        self.payments[payment["id"]] = payment
        return payment

    def _authorise(self, payment: Json) -> None:
        payment |= {"status": "authorized", "error_code": None, "error_description": None, "error_reason": None}
        self._say("payment.authorized", payment=payment)
        if self._auto[payment["order_id"]]:
            self._take(payment)

    def _take(self, payment: Json) -> None:
        payment |= {"status": "captured", "captured": True}
        order = self.orders[payment["order_id"]]
        order |= {"status": "paid", "amount_paid": order["amount"], "amount_due": 0}
        self._say("payment.captured", payment=payment)
        self._say("order.paid", payment=payment, order=order)

    def _fail(self, payment: Json) -> None:
        payment |= {
            "status": "failed",
            "error_code": "BAD_REQUEST_ERROR",
            "error_description": "Your payment was declined by the bank.",
            "error_reason": "payment_declined",
        }
        self._say("payment.failed", payment=payment)

    def _refunded(self, payment: Json, amount: int, receipt: str | None, notes: Json) -> Json:
        refund: Json = {
            "id": new_id("rfnd"),
            "entity": "refund",
            "amount": amount,
            "currency": payment["currency"],
            "payment_id": payment["id"],
            "receipt": receipt,
            "notes": notes,
            "status": "processed",
            "created_at": now(),
        }
        self.refunds[refund["id"]] = refund
        self._say("refund.created", refund=refund, payment=payment)
        self._say("refund.processed", refund=refund, payment=payment)
        return refund

    def _say(self, event: str, **about: Json) -> None:
        body = {
            "entity": "event",
            "account_id": ACCOUNT,
            "event": event,
            "contains": sorted(about),
            "payload": {kind: {"entity": entity} for kind, entity in about.items()},
            "created_at": now(),
        }
        raw = json.dumps(body).encode()
        headers = {"x-razorpay-signature": sign(raw), "x-razorpay-event-id": new_id("evt")}
        self.webhooks.append(SentWebhook(event, raw, {**headers, "content-type": "application/json"}))

    def _of(self, order_id: str) -> list[Json]:
        return [payment for payment in self.payments.values() if payment["order_id"] == order_id]

    def _find(self, where: dict[str, Json], name: str) -> Json:
        if name not in where:
            raise bad("The id provided does not exist")
        return where[name]
