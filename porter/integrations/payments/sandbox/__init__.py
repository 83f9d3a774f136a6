"""The sandbox: a gateway of our own with a checkout that a person can click through."""

from porter.integrations.payments.outcomes import Outcome
from porter.integrations.payments.sandbox.cards import TEST_CARDS, keep_card, setup
from porter.integrations.payments.sandbox.desk import (
    AlreadyPaid,
    NothingToConfirm,
    Travel,
    order,
    pass_secure,
    pay,
    refuse_secure,
)
from porter.integrations.payments.sandbox.gateway import SandboxGateway, return_signature
from porter.integrations.payments.sandbox.hooks import SignedWebhook, deliver_due, next_due_in_s, take_webhooks

__all__ = [
    "TEST_CARDS",
    "AlreadyPaid",
    "NothingToConfirm",
    "Outcome",
    "SandboxGateway",
    "SignedWebhook",
    "Travel",
    "deliver_due",
    "keep_card",
    "next_due_in_s",
    "order",
    "pass_secure",
    "pay",
    "refuse_secure",
    "return_signature",
    "setup",
    "take_webhooks",
]
