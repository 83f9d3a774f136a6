"""For load balancers and meters: is the process alive, can it work, what has it counted."""

import os
from ipaddress import ip_address
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess

from porter.api.answers import plain
from porter.api.client import client_address
from porter.core import meters, readiness
from porter.core.config import settings
from porter.core.embedded.process import is_alive
from porter.core.errors import NotFound

router = APIRouter(tags=["health"])


@router.get("/health/live", summary="Is the process alive?")
async def live() -> Response:
    """Looks at nothing but itself."""
    return plain({"status": "ok"})


@router.get("/health/ready", summary="Can it work?", responses={503: {"description": "Something is missing."}})
async def ready() -> Response:
    """Database, Redis and migrations."""
    found = await readiness.checks()
    is_ready = all(state == readiness.OK for state in found.values())
    status = {"status": "ok" if is_ready else "not ready", "checks": found}
    return plain(status) if is_ready else plain({"success": False, **status}, 503)


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Prometheus' text format; in production only for callers of our own network."""
    if settings().is_production and not _is_inside(client_address(request.scope)):
        raise NotFound()
    return Response(generate_latest(_registry()), media_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    # Several web workers write their numbers into one folder when this is set (porter/serve.py).
    folder = os.environ.get(meters.FOLDER)
    if folder is None:
        return REGISTRY
    for pid in {int(file.stem.rpartition("_")[2]) for file in Path(folder).glob("gauge_live*_*.db")}:
        if not is_alive(pid):
            multiprocess.mark_process_dead(pid, folder)  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    return registry


def _is_inside(address: str) -> bool:
    try:
        return ip_address(address).is_private
    except ValueError:
        return False
