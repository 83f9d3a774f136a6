"""Stripe."""

from porter.integrations.payments.stripe.gateway import StripeGateway

__all__ = ["StripeGateway"]
