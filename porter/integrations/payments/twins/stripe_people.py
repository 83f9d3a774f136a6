"""The twin's customers, their cards and the accounts that are paid."""

import re
from typing import Any
from urllib.parse import parse_qs

from porter.integrations.payments.twins.server import Asked, Json, Twin
from porter.integrations.payments.twins.stripe_rules import (
    check_params,
    listing,
    new_id,
    now,
    read_form,
    refusal,
    whole,
)


class StripePeople(Twin):
    """Customers, SetupIntents, cards and transfers."""

    customers: dict[str, Json]
    setups: dict[str, Json]
    cards: dict[str, Json]
    transfers: dict[str, Json]

    def enter_card(self, setup_id: str, last4: str = "4242") -> str:
        """A person enters a card for later; its token."""
        with self.lock:
            setup = self.found(self.setups, setup_id)
            card: Json = {"brand": "visa", "last4": last4, "exp_month": 12, "exp_year": 2030}
            method: Json = {"id": new_id("pm"), "object": "payment_method", "type": "card", "card": card}
            method |= {"customer": setup["customer"], "created": now()}
            self.cards[str(method["id"])] = method
            setup |= {"status": "succeeded", "payment_method": method["id"]}
            self.say("setup_intent.succeeded", setup)
            return str(method["id"])

    def take_back(self, transfer_id: str) -> None:
        """The connected account loses a transfer again."""
        with self.lock:
            transfer = self.found(self.transfers, transfer_id)
            transfer |= {"reversed": True, "amount_reversed": transfer["amount"]}
            self.say("transfer.reversed", transfer)

    def create_customer(self, asked: Asked) -> Json:
        """POST /v1/customers"""
        form = check_params("CustomerCreate", read_form(asked.raw.decode()))
        customer = {"id": new_id("cus"), "object": "customer", "metadata": form.get("metadata", {}), "created": now()}
        self.customers[str(customer["id"])] = customer
        return customer

    def search_customers(self, asked: Asked) -> Json:
        """GET /v1/customers/search, by one field of the metadata."""
        query = check_params("CustomerSearch", read_form(asked.query))["query"]
        wanted = re.fullmatch(r"metadata\['(\w+)'\]:'([^']*)'", query)
        if not wanted:
            raise refusal("We were unable to parse your search query.", param="query")
        items = [item for item in self.customers.values() if item["metadata"].get(wanted[1]) == wanted[2]]
        return {**listing("/v1/customers/search", items), "object": "search_result", "next_page": None}

    def create_setup(self, asked: Asked) -> Json:
        """POST /v1/setup_intents"""
        form = check_params("SetupIntentCreate", read_form(asked.raw.decode()))
        self.found(self.customers, form.get("customer", ""))
        name = new_id("seti")
        secret = f"{name}_secret_{new_id('x')[2:]}"
        setup = {"id": name, "object": "setup_intent", "status": "requires_payment_method", "client_secret": secret}
        self.setups[name] = setup | {"customer": form["customer"], "usage": form.get("usage", "off_session")}
        return self.setups[name]

    def list_cards(self, asked: Asked) -> Json:
        """GET /v1/payment_methods"""
        form = check_params("PaymentMethodList", read_form(asked.query))
        items = [card for card in self.cards.values() if card["customer"] == form.get("customer")]
        return listing("/v1/payment_methods", items[::-1])

    def detach_card(self, _: Asked, name: str) -> Json:
        """POST /v1/payment_methods/:id/detach"""
        card = self.found(self.cards, name)
        card["customer"] = None
        return card

    def create_transfer(self, asked: Asked) -> Json:
        """POST /v1/transfers"""
        form = check_params("TransferCreate", read_form(asked.raw.decode()))
        if not form["destination"].startswith("acct_"):
            raise refusal(f"No such destination: '{form['destination']}'", code="resource_missing", param="destination")
        transfer: Json = {
            "id": new_id("tr"),
            "object": "transfer",
            "amount": whole(form, "amount"),
            "amount_reversed": 0,
            "currency": form["currency"],
            "destination": form["destination"],
            "metadata": form.get("metadata", {}),
            "reversed": False,
            "transfer_group": form.get("transfer_group"),
            "created": now(),
        }
        self.transfers[transfer["id"]] = transfer
        self.say("transfer.created", transfer)
        return transfer

    def list_transfers(self, asked: Asked) -> Json:
        """GET /v1/transfers"""
        group = parse_qs(asked.query).get("transfer_group", [""])[0]
        items = [item for item in self.transfers.values() if group in ("", item["transfer_group"])]
        return listing("/v1/transfers", items[::-1])

    def found(self, where: dict[str, Json], name: str) -> Json:
        """A thing by its id. Raises Refusal with Stripe's 404."""
        if name not in where:
            raise refusal(f"No such object: '{name}'", code="resource_missing", param="id", status=404)
        return where[name]

    def say(self, name: str, about: Any) -> None:
        """Send a webhook."""
        raise NotImplementedError
