"""The project's own files, parsed once."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def committed() -> tuple[Path, ...]:
    """Every text file of the project that exists, tracked or about to be."""
    argv = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return tuple(ROOT / name for name in listed if (ROOT / name).is_file())


@functools.cache
def modules(*folders: str) -> tuple[Path, ...]:
    """Python files below the given folders (a file counts as itself)."""
    wanted = tuple(ROOT / folder for folder in folders)
    python = (path for path in committed() if path.suffix == ".py")
    return tuple(path for path in python if any(path.is_relative_to(place) for place in wanted))


@functools.cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(), str(path))


@functools.cache
def imports(path: Path) -> tuple[tuple[int, str], ...]:
    """Line and dotted name of everything a file imports; `from a import b` gives `a` and `a.b`."""
    return tuple(_imports(path))


@functools.cache
def calls(path: Path) -> tuple[tuple[int, str], ...]:
    """Line and dotted name of every call that has one: `session.commit`, `time.sleep`."""
    found = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    return tuple((node.lineno, ast.unparse(node.func)) for node in found)


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def shown(path: Path, line: int) -> str:
    """A place that a terminal makes clickable."""
    return f"{path.relative_to(ROOT)}:{line}"
