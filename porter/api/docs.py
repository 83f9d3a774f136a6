"""The API's documentation: Swagger UI from our own files, so that it works offline and under a strict policy."""

from collections.abc import Awaitable, Callable
from importlib.resources import files

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response

from porter.core.config import settings

OPENAPI_URL = "/api/v1/openapi.json"
DOCS_URL = "/api/docs"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)

PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Porter API</title>
<link rel="stylesheet" href="{DOCS_URL}/swagger-ui.css">
<link rel="icon" href="data:,">
</head>
<body>
<main id="swagger-ui"></main>
<noscript>This page needs JavaScript. The description itself is at {OPENAPI_URL}.</noscript>
<script src="{DOCS_URL}/swagger-ui-bundle.js"></script>
<script src="{DOCS_URL}/start.js"></script>
</body>
</html>
"""

START = f"""SwaggerUIBundle({{
  url: "{OPENAPI_URL}",
  dom_id: "#swagger-ui",
  deepLinking: true,
  persistAuthorization: false,
  displayRequestDuration: true,
  docExpansion: "list",
  tagsSorter: "alpha",
  validatorUrl: null,
  tryItOutEnabled: true,
}});
"""

FILES = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}
"""What we serve of Swagger UI, and as what."""


def install(app: FastAPI) -> None:
    """Add the documentation's routes."""
    app.add_api_route(DOCS_URL, _page, include_in_schema=False)
    app.add_api_route(f"{DOCS_URL}/start.js", _start, include_in_schema=False)
    for name, media_type in FILES.items():
        app.add_api_route(f"{DOCS_URL}/{name}", _file_route(name, media_type), include_in_schema=False)


async def _page() -> Response:
    return HTMLResponse(PAGE, headers={"content-security-policy": POLICY})


async def _start() -> Response:
    return Response(START, media_type="text/javascript", headers=_cached())


def _file_route(name: str, media_type: str) -> Callable[[], Awaitable[Response]]:
    body = (files("fastapi_offline") / "static" / name).read_bytes()

    async def file() -> Response:
        return Response(body, media_type=media_type, headers=_cached())

    return file


def _cached() -> dict[str, str]:
    return {"cache-control": "public, max-age=86400" if settings().is_production else "no-cache"}
