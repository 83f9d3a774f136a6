"""Razorpay."""

from porter.integrations.payments.razorpay.gateway import RazorpayGateway

__all__ = ["RazorpayGateway"]
