"""A small Stripe: PaymentIntents with 3-D Secure and manual capture, charges, refunds, customers, cards, transfers."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, ClassVar

from porter.integrations.payments.outcomes import Outcome
from porter.integrations.payments.twins.server import Asked, Json, Refusal, Route, SentWebhook
from porter.integrations.payments.twins.stripe_people import StripePeople
from porter.integrations.payments.twins.stripe_rules import (
    SECRET_KEY,
    check_params,
    listing,
    new_id,
    now,
    read_form,
    refusal,
    sign,
    whole,
)

PAYABLE = ("requires_payment_method", "requires_confirmation", "requires_action", "processing")


@dataclass
class StripeTwin(StripePeople):
    """PaymentIntents and their charges; `pay`, `confirm` and `settle` are what people and banks do."""

    name: ClassVar[str] = "stripe"
    keeps_failures: ClassVar[bool] = True

    intents: dict[str, Json] = field(default_factory=dict)
    charges: dict[str, Json] = field(default_factory=dict)
    refunds: dict[str, Json] = field(default_factory=dict)
    customers: dict[str, Json] = field(default_factory=dict)
    setups: dict[str, Json] = field(default_factory=dict)
    cards: dict[str, Json] = field(default_factory=dict)
    transfers: dict[str, Json] = field(default_factory=dict)

    def pay(self, order_id: str, outcome: Outcome = Outcome.PAY, method: str = "card") -> str:
        """A person confirms a PaymentIntent in the browser."""
        with self.lock:
            intent = self.found(self.intents, order_id)
            if intent["status"] not in PAYABLE:
                raise _unexpected(intent)
            intent["last_payment_error"] = None
            if outcome is Outcome.SECURE:
                intent |= {"status": "requires_action", "next_action": {"type": "use_stripe_sdk"}}
                self.say("payment_intent.requires_action", intent)
                return ""
            if outcome is Outcome.DELAY:
                intent["status"] = "processing"
                self.say("payment_intent.processing", intent)
                return ""
            return self._charge(intent, method, ok=outcome is Outcome.PAY)

    def settle(self, order_id: str, *, ok: bool = True) -> str:
        """3-D Secure is passed, or the bank makes up its mind, or says yes after it had said no."""
        with self.lock:
            return self._charge(self.found(self.intents, order_id), "card", ok=ok)

    def routes(self) -> list[Route]:
        """What of the API is here."""
        table: list[tuple[str, str, Callable[..., Json]]] = [
            ("POST", "/v1/payment_intents", self._create),
            ("GET", r"/v1/payment_intents/(\w+)", self._retrieve),
            ("POST", r"/v1/payment_intents/(\w+)", self._update),
            ("POST", r"/v1/payment_intents/(\w+)/capture", self._capture),
            ("POST", r"/v1/payment_intents/(\w+)/cancel", self._cancel),
            ("GET", "/v1/charges", self._list_charges),
            ("GET", r"/v1/charges/(\w+)", lambda _, name: self.found(self.charges, name)),
            ("POST", "/v1/refunds", self._refund),
            ("GET", "/v1/refunds", self._list_refunds),
            ("GET", r"/v1/refunds/(\w+)", lambda _, name: self.found(self.refunds, name)),
            ("POST", "/v1/customers", self.create_customer),
            ("GET", "/v1/customers/search", self.search_customers),
            ("POST", "/v1/setup_intents", self.create_setup),
            ("GET", "/v1/payment_methods", self.list_cards),
            ("POST", r"/v1/payment_methods/(\w+)/detach", self.detach_card),
            ("POST", "/v1/transfers", self.create_transfer),
            ("GET", "/v1/transfers", self.list_transfers),
            ("GET", r"/v1/transfers/(\w+)", lambda _, name: self.found(self.transfers, name)),
        ]
        return [(method, re.compile(path), handler) for method, path, handler in table]

    def authorise(self, asked: Asked) -> None:
        """The secret key, as a bearer token."""
        if asked.headers.get("authorization") != f"Bearer {SECRET_KEY}":
            raise refusal("Invalid API Key provided", status=401)

    def idempotency_key(self, asked: Asked) -> str | None:
        """Every POST may have one, of at most 255 characters."""
        key = asked.headers.get("idempotency-key")
        if key and len(key) > 255:
            raise refusal("Idempotency keys can be up to 255 characters long.")
        return key

    def refuse_key(self) -> Refusal:
        text = "Keys for idempotent requests can only be used with the same parameters they were first used with."
        return refusal(text, kind="idempotency_error")

    def refuse_path(self) -> Refusal:
        return refusal("Unrecognized request URL.", status=404)

    def failure(self) -> Json:
        return {"error": {"type": "api_error", "message": "An unknown error occurred"}}

    def say(self, name: str, about: Any) -> None:
        """Send a webhook with the thing as it is now."""
        body = {
            "id": new_id("evt"),
            "object": "event",
            "type": name,
            "created": now(),
            "livemode": False,
            "data": {"object": deepcopy(about)},
        }
        raw = json.dumps(body).encode()
        headers = {"content-type": "application/json", "stripe-signature": sign(raw)}
        self.webhooks.append(SentWebhook(name, raw, headers))

    def _create(self, asked: Asked) -> Json:
        form = check_params("PaymentIntentCreate", read_form(asked.raw.decode()))
        if not re.fullmatch(r"[a-z]{3}", form["currency"]):
            raise refusal(f"Invalid currency: {form['currency']}", param="currency")
        name = new_id("pi")
        intent: Json = {
            "id": name,
            "object": "payment_intent",
            "amount": whole(form, "amount"),
            "amount_capturable": 0,
            "amount_received": 0,
            "capture_method": form.get("capture_method", "automatic_async"),
            "client_secret": f"{name}_secret_{new_id('x')[2:]}",
            "currency": form["currency"],
            "customer": None,
            "description": form.get("description"),
            "last_payment_error": None,
            "latest_charge": None,
            "livemode": False,
            "metadata": form.get("metadata", {}),
            "next_action": None,
            "status": "requires_payment_method",
            "created": now(),
        }
        self.intents[name] = intent
        self.say("payment_intent.created", intent)
        return intent

    def _retrieve(self, asked: Asked, name: str) -> Json:
        form = check_params("PaymentIntentRetrieve", read_form(asked.query))
        return self._shown(self.found(self.intents, name), form)

    def _update(self, asked: Asked, name: str) -> Json:
        form = check_params("PaymentIntentUpdate", read_form(asked.raw.decode()))
        intent, customer = self.found(self.intents, name), form.get("customer", "")
        if intent["customer"] not in (None, customer):
            raise refusal("You cannot change the customer of this PaymentIntent.", param="customer")
        intent["customer"] = self.found(self.customers, customer)["id"]
        return intent

    def _capture(self, asked: Asked, name: str) -> Json:
        form = check_params("PaymentIntentCapture", read_form(asked.raw.decode()))
        intent = self.found(self.intents, name)
        if intent["status"] != "requires_capture":
            raise _unexpected(intent)
        amount = whole(form, "amount_to_capture", intent["amount_capturable"])
        if amount > intent["amount_capturable"]:
            raise refusal("The amount to capture is too large.", code="amount_too_large", param="amount_to_capture")
        charge = self.charges[intent["latest_charge"]]
        left = charge["amount"] - amount
        charge |= {"captured": True, "amount_captured": amount, "amount_refunded": left}
        intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
        if left:
            self._give_back(charge, left, {})
        self.say("charge.captured", charge)
        self.say("payment_intent.succeeded", intent)
        return self._shown(intent, form)

    def _cancel(self, asked: Asked, name: str) -> Json:
        form = check_params("PaymentIntentCancel", read_form(asked.raw.decode()))
        intent = self.found(self.intents, name)
        if intent["status"] not in (*PAYABLE, "requires_capture"):
            raise _unexpected(intent)
        if charge := self.charges.get(intent["latest_charge"] or ""):
            charge |= {"refunded": True, "amount_refunded": charge["amount"]}
        intent |= {"status": "canceled", "amount_capturable": 0}
        self.say("payment_intent.canceled", intent)
        return self._shown(intent, form)

    def _list_charges(self, asked: Asked) -> Json:
        form = check_params("ChargeList", read_form(asked.query))
        items = [charge for charge in self.charges.values() if charge["payment_intent"] == form.get("payment_intent")]
        return listing("/v1/charges", items[::-1])

    def _refund(self, asked: Asked) -> Json:
        form = check_params("RefundCreate", read_form(asked.raw.decode()))
        charge = self.found(self.charges, form.get("charge", ""))
        left = charge["amount"] - charge["amount_refunded"]
        if not charge["captured"] or left == 0:
            raise refusal(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
        amount = whole(form, "amount", left)
        if amount > left:
            raise refusal("Refund amount is greater than unrefunded amount on charge.", param="amount")
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        return self._give_back(charge, amount, form.get("metadata", {}))

    def _list_refunds(self, asked: Asked) -> Json:
        form = check_params("RefundList", read_form(asked.query))
        items = [item for item in self.refunds.values() if item["charge"] == form.get("charge")]
        return listing("/v1/refunds", items[::-1])

    def _give_back(self, charge: Json, amount: int, metadata: Json) -> Json:
        refund: Json = {
            "id": new_id("re"),
            "object": "refund",
            "amount": amount,
            "charge": charge["id"],
            "currency": charge["currency"],
            "metadata": metadata,
            "payment_intent": charge["payment_intent"],
            "status": "succeeded",
            "created": now(),
        }
        self.refunds[refund["id"]] = refund
        self.say("refund.created", refund)
        self.say("charge.refunded", charge)
        return refund

    def _charge(self, intent: Json, method: str, *, ok: bool) -> str:
        charge: Json = {
            "id": new_id("ch"),
            "object": "charge",
            "amount": intent["amount"],
            "amount_captured": 0,
            "amount_refunded": 0,
            "captured": False,
            "currency": intent["currency"],
            "failure_code": None if ok else "card_declined",
            "failure_message": None if ok else "Your card was declined.",
            "payment_intent": intent["id"],
            "payment_method_details": {"type": method},
            "refunded": False,
            "status": "succeeded" if ok else "failed",
            "created": now(),
        }
        self.charges[charge["id"]] = charge
        intent |= {"latest_charge": charge["id"], "next_action": None}
        self._authorised(intent, charge) if ok else self._declined(intent, charge)
        return str(charge["id"])

    def _authorised(self, intent: Json, charge: Json) -> None:
        intent["last_payment_error"] = None
        if intent["capture_method"] == "manual":
            intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
            self.say("charge.succeeded", charge)
            self.say("payment_intent.amount_capturable_updated", intent)
            return
        charge |= {"captured": True, "amount_captured": charge["amount"]}
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        self.say("charge.succeeded", charge)
        self.say("payment_intent.succeeded", intent)

    def _declined(self, intent: Json, charge: Json) -> None:
        error = {"type": "card_error", "code": "card_declined", "decline_code": "generic_decline"}
        error |= {"message": charge["failure_message"], "charge": charge["id"]}
        intent |= {"status": "requires_payment_method", "last_payment_error": error}
        self.say("charge.failed", charge)
        self.say("payment_intent.payment_failed", intent)

    def _shown(self, intent: Json, form: Json) -> Json:
        charge = self.charges.get(intent["latest_charge"] or "")
        expands = "latest_charge" in form.get("expand", [])
        return {**intent, "latest_charge": charge} if expands and charge else intent


def _unexpected(intent: Json) -> Refusal:
    text = f"You cannot do this to this PaymentIntent because it has a status of {intent['status']}."
    return refusal(text, code="payment_intent_unexpected_state")
