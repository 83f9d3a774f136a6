"""Addresses of the API that do not exist: Reflex lies behind the same app and would answer them as pages."""

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import Scope

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def install(app: FastAPI) -> None:
    """Answer 404 or 405 for everything below /api/ that no route before took. To be called last."""
    known = list(app.router.routes)

    async def missing(request: Request) -> Response:
        allowed = [method for method in METHODS if _is_known(known, request.scope, method)]
        if allowed:
            raise HTTPException(405, headers={"allow": ", ".join(allowed)})
        raise HTTPException(404)

    app.add_route("/api/{rest:path}", missing, methods=[*METHODS, "OPTIONS"], include_in_schema=False)


def _is_known(routes: list[BaseRoute], scope: Scope, method: str) -> bool:
    asked = {**scope, "method": method}
    return any(route.matches(dict(asked))[0] is Match.FULL for route in routes)
