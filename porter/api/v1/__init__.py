"""Version 1 of the API: one module per thing, one line each."""

from fastapi import APIRouter

from porter.api.v1 import auth, dev, invitations, notifications, session, users
from porter.core.config import settings

ROUTERS = (
    auth.router,
    session.router,
    invitations.router,
    users.router,
    notifications.router,
)


def routers() -> tuple[APIRouter, ...]:
    """Every router; the development inbox does not exist in production."""
    return ROUTERS if settings().is_production else (*ROUTERS, dev.router)
