"""Version 1 of the API: one module per thing, one line each."""

from fastapi import APIRouter

from porter.api.v1 import (
    admin_fleet,
    admin_matching,
    admin_orders,
    admin_pilots,
    auth,
    city,
    dev,
    invitations,
    live,
    notifications,
    orders,
    pilots,
    pilots_jobs,
    pilots_location,
    sandbox,
    session,
    tracking,
    users,
)
from porter.core.config import settings

ROUTERS = (
    auth.router,
    session.router,
    invitations.router,
    users.router,
    notifications.router,
    city.router,
    orders.router,
    live.router,
    tracking.router,
    pilots_jobs.router,
    pilots.router,
    pilots_location.router,
    admin_orders.router,
    admin_matching.router,
    admin_pilots.router,
    admin_fleet.router,
)


def routers() -> tuple[APIRouter, ...]:
    """Every router; the development inbox and the sandbox's checkout do not exist in production."""
    return ROUTERS if settings().is_production else (*ROUTERS, dev.router, sandbox.router)
