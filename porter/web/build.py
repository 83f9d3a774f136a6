"""The built frontend as a table: what is there, how long it may be cached, what its pages may run.

Read once before the workers fork. Two things are changed on the way out, both because the build must not know where it
will run: the chunk with the backend's address uses the address the browser came to, and the service worker gets the
build's own version.
"""

import base64
import hashlib
import mimetypes
import re
from dataclasses import dataclass, field
from pathlib import Path

ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""What `reflex export` makes beside a file, best first."""

FALLBACK = "__spa-fallback.html"
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
HASHED = re.compile(r"^/assets/.+-[A-Za-z0-9_-]{8,}\.\w+$")
ENVIRONMENT = re.compile(r"^/assets/reflex-env-[\w-]+\.js$")
VERSION_MARK = "__BUILD__"

_INLINE_SCRIPT = re.compile(rb"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE)
_BAKED_ADDRESS = re.compile(r"""(["'`])(ws|http)://localhost:\d+(/[\w/-]*)?\1""")

mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


@dataclass(frozen=True)
class BuiltFile:
    """One file of the build."""

    path: Path
    media_type: str
    cache_control: str
    etag: str
    encodings: tuple[str, ...] = ()
    body: bytes | None = None
    """Set when what is served differs from what is on disk."""
    script_hashes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Build:
    """Everything that `reflex export` made, by address."""

    files: dict[str, BuiltFile] = field(default_factory=dict)

    def find(self, path: str) -> BuiltFile | None:
        """The file for an address: itself, with .html, or its index."""
        bare = path.rstrip("/")
        for candidate in (path, f"{bare}.html", f"{bare}/index.html"):
            if found := self.files.get(candidate):
                return found
        return None

    def page(self, name: str) -> BuiltFile | None:
        """A page of the build by its file name, such as 404.html."""
        return self.files.get(f"/{name}")


def read_build(folder: Path) -> Build:
    """Read what is in a build folder; a folder that does not exist is an empty build."""
    if not folder.is_dir():
        return Build()
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in (".br", ".gz", ".map")]
    version = _version_of(folder, paths)
    return Build({f"/{path.relative_to(folder).as_posix()}": _read(folder, path, version) for path in paths})


def _version_of(folder: Path, paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(folder)}:{path.stat().st_size}".encode())
        if path.suffix == ".html":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _read(folder: Path, path: Path, version: str) -> BuiltFile:
    address = f"/{path.relative_to(folder).as_posix()}"
    raw = path.read_bytes()
    body = _rewritten(address, raw, version)
    return BuiltFile(
        path=path,
        media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        cache_control=IMMUTABLE if HASHED.match(address) and not ENVIRONMENT.match(address) else REVALIDATE,
        etag=f'"{hashlib.sha256(body or raw).hexdigest()[:20]}"',
        encodings=() if body else tuple(name for name, end in ENCODINGS.items() if Path(f"{path}{end}").is_file()),
        body=body,
        script_hashes=inline_script_hashes(raw) if path.suffix == ".html" else (),
    )


def _rewritten(address: str, raw: bytes, version: str) -> bytes | None:
    if ENVIRONMENT.match(address):
        return relative_addresses(raw.decode()).encode()
    if address == "/sw.js":
        return raw.decode().replace(VERSION_MARK, version).encode()
    return None


def relative_addresses(source: str) -> str:
    """Replace the baked backend address by the one the browser came to, so that one build serves any host and port."""

    def here(match: re.Match[str]) -> str:
        scheme = 'location.protocol.replace("http","ws")' if match[2] == "ws" else "location.protocol"
        return f'{scheme}+"//"+location.host+"{match[3] or ""}"'

    return _BAKED_ADDRESS.sub(here, source)


def inline_script_hashes(html: bytes) -> tuple[str, ...]:
    """The CSP hash of every inline script of a page, in order, each once."""
    bodies = [m["body"] for m in _INLINE_SCRIPT.finditer(html) if b"src=" not in m["attributes"] and m["body"]]
    digests = (base64.b64encode(hashlib.sha256(body).digest()).decode() for body in bodies)
    return tuple(dict.fromkeys(f"sha256-{digest}" for digest in digests))
