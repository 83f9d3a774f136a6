"""The message catalogues as the browser reads them: `/i18n/hi.json`. Made in memory, so they are never stale."""

import gzip
import hashlib
from dataclasses import dataclass

import orjson
from starlette.datastructures import Headers
from starlette.responses import Response

from porter.core.language import LANGUAGES, messages
from porter.web.build import REVALIDATE


@dataclass(frozen=True)
class WordsFile:
    """One language, compressed once."""

    body: bytes
    packed: bytes
    etag: str

    def answer(self, headers: Headers) -> Response:
        """The words, or that the browser has them already."""
        answer_headers = {"cache-control": REVALIDATE, "etag": self.etag, "vary": "accept-encoding"}
        if headers.get("if-none-match") == self.etag:
            return Response(status_code=304, headers=answer_headers)
        if "gzip" in headers.get("accept-encoding", ""):
            return Response(self.packed, 200, {**answer_headers, "content-encoding": "gzip"}, "application/json")
        return Response(self.body, 200, answer_headers, "application/json")


def words_files() -> dict[str, WordsFile]:
    """Every language but English, which is what the code says, by address."""
    return {
        f"/i18n/{language}.json": _file(orjson.dumps(messages(language)))
        for language in LANGUAGES
        if messages(language)
    }


def _file(body: bytes) -> WordsFile:
    return WordsFile(body, gzip.compress(body, mtime=0), f'"{hashlib.sha256(body).hexdigest()[:20]}"')
