"""The API's app. Assembly only; it has no startup of its own, because Reflex mounts it and never runs its lifespan."""

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from porter.api import docs, errors, health, missing, v1
from porter.api.body import BodyLimit
from porter.api.idempotency import Idempotency
from porter.api.limits import RateLimit
from porter.api.openapi import DESCRIPTION, PROBLEMS, TAGS, TITLE, VERSION, DescribedApi
from porter.api.questions import known_only
from porter.api.requests import RequestContext

PREFIX = "/api/v1"


def create_api() -> FastAPI:
    """The REST API, its documentation and the live socket, ready to be mounted."""
    app = DescribedApi(
        title=TITLE,
        version=VERSION,
        description=DESCRIPTION,
        openapi_url=docs.OPENAPI_URL,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        redirect_slashes=False,
    )
    errors.install(app)
    for router in v1.routers():
        asked = [] if router in v1.FOREIGN else [Depends(known_only)]
        app.include_router(router, prefix=PREFIX, responses=PROBLEMS, dependencies=asked)
    app.include_router(health.router)
    docs.install(app)
    missing.install(app)
    # The last one added is the outermost.
    for wrapper in (Idempotency, RateLimit, BodyLimit, RequestContext):
        app.add_middleware(wrapper)
    return app


def _operation_id(route: APIRoute) -> str:
    return f"{route.tags[0] if route.tags else 'api'}_{route.name}"
