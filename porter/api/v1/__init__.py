"""Version 1 of the API: one module per thing, one line each."""

from fastapi import APIRouter

from porter.api.v1 import (
    admin_exports,
    admin_fleet,
    admin_ledger,
    admin_matching,
    admin_orders,
    admin_payments,
    admin_pilots,
    admin_users,
    auth,
    city,
    dev,
    invitations,
    live,
    notifications,
    orders,
    payment_methods,
    payments,
    payouts,
    pilots,
    pilots_jobs,
    pilots_location,
    receipts_pdf,
    sandbox,
    session,
    tracking,
    users,
    wallet,
    webhooks,
)
from porter.core.config import settings

ROUTERS = (
    orders.router,
    pilots_location.router,
    auth.router,
    session.router,
    invitations.router,
    users.router,
    notifications.router,
    city.router,
    receipts_pdf.router,
    receipts_pdf.own,
    wallet.router,
    admin_exports.router,
    payouts.router,
    payment_methods.router,
    payments.router,
    webhooks.router,
    live.router,
    tracking.router,
    pilots_jobs.router,
    pilots.router,
    admin_orders.router,
    admin_ledger.router,
    admin_payments.router,
    admin_matching.router,
    admin_pilots.router,
    admin_users.router,
    admin_fleet.router,
)
"""What is asked most comes first: routes are looked through in turn."""

FOREIGN = (webhooks.router, live.router, sandbox.router)
"""Addresses to which others add what they like: a vendor's calls, a vendor's page, and a socket."""


def routers() -> tuple[APIRouter, ...]:
    """Every router; the development inbox and the sandbox's checkout do not exist in production."""
    return ROUTERS if settings().is_production else (*ROUTERS, dev.router, sandbox.router)
