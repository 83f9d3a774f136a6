"""Serves the built frontend and hands everything else to the app behind it."""

from collections.abc import Callable
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from porter.core.config import Settings
from porter.web.build import ENCODINGS, FALLBACK, Build, BuiltFile
from porter.web.headers import PAY_PAGES, page_policy, pay_headers, pay_vendors
from porter.web.words import words_files

BEHIND = ("/api/", "/health", "/metrics", "/_", "/ping")
"""Addresses that are never pages."""

DEVELOPMENT = ("/dev/",)
"""Pages for developers; in production mode they do not exist."""

NOT_BUILT = "The frontend is not built yet. Run `porter build` and reload this page.\n"


class Frontend:
    """ASGI app: files of the build, pages for known routes, 404 with the not-found page for unknown ones."""

    def __init__(self, app: ASGIApp, build: Build, settings: Settings, is_route: Callable[[str], bool]) -> None:
        self.app = app
        self.build = build
        self.is_route = is_route
        self.words = words_files()
        self.hidden = DEVELOPMENT if settings.is_production else ()
        self.policies = {
            file.path: page_policy(settings, file.script_hashes)
            for file in build.files.values()
            # A worker lives under the policy of its own script: the service worker and the map's fetch by it.
            if file.media_type in ("text/html", "text/javascript")
        }
        # The same files under the policy of the payment pages. Ways to and from them load the page anew.
        vendors = pay_vendors(settings)
        self.pay_policies = {
            file.path: page_policy(settings, file.script_hashes, vendors)
            for file in build.files.values()
            if vendors and file.media_type == "text/html"
        }
        self.pay_headers = pay_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a file or a page, or pass on."""
        if scope["type"] != "http" or _is_behind(scope["path"]) or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        await self._answer(scope["path"], Headers(scope=scope))(scope, receive, send)

    def _answer(self, path: str, headers: Headers) -> Response:
        if not self.build.files:
            return PlainTextResponse(NOT_BUILT, 503)
        if path.startswith(self.hidden):
            return self._missing(path, headers)
        if words := self.words.get(path):
            return words.answer(headers)
        if found := self.build.find(path):
            return self._file(found, headers, at=path)
        fallback = self.build.page(FALLBACK)
        if self.is_route(path) and fallback:
            return self._file(fallback, headers, at=path)
        return self._missing(path, headers)

    def _missing(self, path: str, headers: Headers) -> Response:
        missing = self.build.page("404.html") or self.build.page(FALLBACK)
        if missing is None or "." in path.rsplit("/", 1)[-1]:
            return PlainTextResponse("Not found.", 404)
        return self._file(missing, headers, status=404)

    def _file(self, file: BuiltFile, headers: Headers, status: int = 200, at: str = "") -> Response:
        encoding = _best_encoding(file, headers.get("accept-encoding", ""))
        answer_headers = {"cache-control": file.cache_control, "etag": file.etag, "vary": "accept-encoding"}
        if policy := self.policies.get(file.path):
            answer_headers["content-security-policy"] = policy
        if at.startswith(PAY_PAGES) and (wider := self.pay_policies.get(file.path)):
            answer_headers |= {**self.pay_headers, "content-security-policy": wider}
        if status == 200 and headers.get("if-none-match") == file.etag:
            return Response(status_code=304, headers=answer_headers)
        if file.body is not None:
            return Response(file.body, status, answer_headers, file.media_type)
        if encoding:
            answer_headers["content-encoding"] = encoding
        path = Path(f"{file.path}{ENCODINGS[encoding]}") if encoding else file.path
        return FileResponse(path, status, answer_headers, file.media_type)


def _is_behind(path: str) -> bool:
    return path.startswith(BEHIND) and not path.startswith(f"/{FALLBACK}")


def _best_encoding(file: BuiltFile, accepted: str) -> str:
    wanted = {part.split(";")[0].strip() for part in accepted.split(",") if "q=0" not in part.replace("q=0.", "")}
    return next((encoding for encoding in file.encodings if encoding in wanted), "")
