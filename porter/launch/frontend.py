"""The frontend: built once with Reflex's exporter, again only when something that goes into it has changed."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from porter.core.config import ROOT, settings
from porter.core.embedded.process import spawn, stop
from porter.core.embedded.server import last_lines
from porter.launch.errors import LaunchError
from porter.launch.node import node, registry
from porter.launch.steps import Step, step

SOURCES = (
    "rxconfig.py",
    "requirements.txt",
    "porter/porter.py",
    "porter/pages/**/*",
    "porter/state/**/*",
    "porter/components/**/*",
    "porter/core/geo.py",
    "porter/core/language.py",
    "porter/core/views.py",
    "porter/locale/*.po",
    "porter/models/enums.py",
    "porter/services/**/*views.py",
    "porter/services/**/roles.py",
    "porter/services/ledger/words.py",
    "porter/services/payments/inputs.py",
    "porter/services/zones/rules.py",
    "porter/integrations/maps/offline/**/*",
    "assets/**/*",
    "reflex.lock/*",
)
"""What a page is made of, be it a default of its state. A service's insides are not: they only run on the server."""

_BY_THE_SERVER = b"#. Said by the server."
"""Marks what no page looks up in a catalogue (`core.language` writes it; loading that takes as long as the whole look)."""

Cancelled = Callable[[], bool]

_GENERATED = ("assets/external/", "assets/map/")
_DRAW_CITY = (
    "from porter.integrations.maps.offline.assets import write_assets as w; from pathlib import Path; w(Path('assets'))"
)
_POLL_S = 0.5
_TIMEOUT_S = 900
_STAGES = {
    "Installing base frontend packages": "installing packages",
    "Installing frontend packages": "installing packages",
    "Compiling": "compiling pages",
    "Creating Production Build": "bundling",
    "vite": "bundling",
}


def build(env: dict[str, str], *, force: bool = False, cancelled: Cancelled = lambda: False) -> None:
    """Have a frontend that fits the sources, unless cancelled. Raises LaunchError with the end of the build's log."""
    with step("Frontend") as shown:
        wanted = fingerprint(ROOT)
        if not force and built_fingerprint() == wanted:
            shown.note = "unchanged"
            return
        if node() is None:
            raise LaunchError("Node.js is missing. `make run` installs it with requirements.txt; run that once.")
        _stamp().unlink(missing_ok=True)
        with _lock_as_it_was():
            _build(env, shown, cancelled)
        if cancelled():
            return
        _stamp().write_text(json.dumps({"fingerprint": wanted}))
        shown.note = "built"


def _build(env: dict[str, str], shown: Step, cancelled: Cancelled) -> None:
    if not _export(env, shown, cancelled) and not cancelled():
        shutil.rmtree(web_dir(), ignore_errors=True)  # a changed plugin leaves files behind that break the build
        if not _export(env, shown, cancelled) and not cancelled():
            raise LaunchError(f"The frontend could not be built. {_log()} ends with:\n{last_lines(_log(), 20)}")


@contextmanager
def _lock_as_it_was() -> Iterator[None]:
    """Undo what Reflex does to `reflex.lock/` when it only writes the same in another order."""
    before = {path: path.read_bytes() for path in (ROOT / "reflex.lock").glob("*.json")}
    try:
        yield
    finally:
        for path, content in before.items():
            if path.read_bytes() != content and json.loads(path.read_bytes()) == json.loads(content):
                path.write_bytes(content)


def web_dir() -> Path:
    """Where Reflex works."""
    return Path(os.environ.get("REFLEX_WEB_WORKDIR") or ROOT / ".web")


def built_fingerprint() -> str | None:
    """What the present build was made from; None when there is none."""
    if not _stamp().exists() or not (web_dir() / "build" / "client").is_dir():
        return None
    return str(json.loads(_stamp().read_text())["fingerprint"])


def fingerprint(root: Path) -> str:
    """A digest of every source's name and content, and of the settings that are baked in."""
    digest = hashlib.sha256()
    for path in _files(root):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(hashlib.sha256(_drawn(path)).digest())
    chosen = settings()
    baked = (chosen.is_production, chosen.maps_provider, chosen.map_style_url, chosen.google_maps_browser_key)
    digest.update(repr(baked).encode())
    return digest.hexdigest()


def _drawn(path: Path) -> bytes:
    """What of a file may reach a page."""
    content = path.read_bytes()
    if path.suffix != ".po":
        return content
    return b"\n\n".join(message for message in content.split(b"\n\n") if _BY_THE_SERVER not in message)


def _files(root: Path) -> Iterable[Path]:
    found = {path for pattern in SOURCES for path in root.glob(pattern) if path.is_file() and not path.is_symlink()}
    kept = (path for path in found if "__pycache__" not in path.parts)
    return sorted(path for path in kept if not str(path.relative_to(root)).startswith(_GENERATED))


def _export(env: dict[str, str], shown: Step, cancelled: Cancelled) -> bool:
    _log().unlink(missing_ok=True)
    export = ["-m", "reflex", "export", "--frontend-only", "--no-zip", "--env", "prod"]
    for argv in (["-c", _DRAW_CITY], export):
        process = spawn([sys.executable, *argv], log=_log(), env=_npm(env), cwd=ROOT)
        try:
            if _await(process, shown, cancelled) != 0:
                return False
        finally:
            stop(process)
    return (web_dir() / "build" / "client").is_dir()


def _await(process: subprocess.Popen[bytes], shown: Step, cancelled: Cancelled) -> int | None:
    deadline = time.monotonic() + _TIMEOUT_S
    while process.poll() is None and time.monotonic() < deadline and not cancelled():
        shown.progress(_stage())
        time.sleep(_POLL_S)
    return process.poll()


def _stage() -> str:
    said = _log().read_text(errors="replace") if _log().exists() else ""
    reached = [(said.rfind(sign), stage) for sign, stage in _STAGES.items() if sign in said]
    return max(reached)[1] if reached else "starting"


def _npm(env: dict[str, str]) -> dict[str, str]:
    """npm that works from its cache when the network is away and never writes a registry's name into the lock."""
    address = env.get("NPM_CONFIG_REGISTRY") or registry(env)
    return {
        **env,
        **({"NPM_CONFIG_REGISTRY": address} if address else {}),
        "npm_config_prefer_offline": "true",
        "npm_config_omit_lockfile_registry_resolved": "true",
        "npm_config_audit": "false",
        "npm_config_fund": "false",
        "npm_config_update_notifier": "false",
    }


def _stamp() -> Path:
    return web_dir() / "porter-build.json"


def _log() -> Path:
    return settings().data_dir / "logs" / "build.log"
