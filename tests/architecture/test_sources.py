"""What may stand in a file: sizes, commits, clocks, hosts and paths."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT, calls, committed, imports, modules, shown, tree

LONGEST_FUNCTION = 50
LONGEST_MODULE = 300
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "service", "common", "misc"}

HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("registry", "npmmirror", "com"),
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("proxy", "golang", "org"),
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w./])/(?:root|work|opt/pypi|opt/wheels|home/\w+)/[\w.]")
NOT_TEXT = {".png", ".jpg", ".jpeg", ".webp", ".ico", ".woff2", ".pbf", ".gz", ".br", ".mp3", ".ttf"}


def test_functions_are_short() -> None:
    long = [
        f"{shown(path, node.lineno)} {node.name}: {_lines(node)} lines"
        for path, node in _functions()
        if _lines(node) > LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)
    assert statistics.median(_lines(node) for _, node in _functions()) <= 12


def test_modules_are_short() -> None:
    sizes = ((path, len(path.read_text().splitlines())) for path in modules("porter"))
    long = [f"{path.relative_to(ROOT)}: {lines} lines" for path, lines in sizes if lines > LONGEST_MODULE]
    assert not long, "\n".join(long)


def test_modules_are_named_by_what_they_do() -> None:
    vague = [str(path.relative_to(ROOT)) for path in modules("porter") if path.stem in VAGUE_NAMES]
    assert not vague, "\n".join(vague)


def test_only_the_database_module_commits() -> None:
    inside = [path for path in modules("porter") if path != ROOT / "porter" / "core" / "db.py"]
    found = [
        f"{shown(path, line)} {name}()"
        for path in inside
        for line, name in calls(path)
        if name.endswith((".commit", ".rollback"))
    ]
    assert not found, "\n".join(found)


def test_sql_stands_in_queries() -> None:
    harmless = (
        "AsyncSession",
        "sqlalchemy.exc",
        "sqlalchemy.dialects.postgresql.Range",
        "sqlmodel.ext.asyncio.session",
    )
    inside = modules(
        *(f"porter/{room}" for room in ("services", "tasks", "api", "web", "state", "pages", "components"))
    )
    found = [
        f"{shown(path, line)} {name}"
        for path in inside
        if "queries" not in path.stem and path.parent.name != "queries"
        for line, name in imports(path)
        if name.startswith(("sqlalchemy.", "sqlmodel.")) and name != "sqlalchemy.dialects.postgresql"
        if not any(word in name for word in harmless)
    ]
    assert not found, "\n".join(found)


def test_screens_know_no_vendor() -> None:
    inside = modules(*(f"porter/{room}" for room in ("state", "pages", "components")))
    found = [
        f"{shown(path, line)} {name}"
        for path in inside
        for line, name in imports(path)
        if name.startswith("porter.integrations")
    ]
    assert not found, "\n".join(found)


def test_only_the_clock_reads_the_time_of_day() -> None:
    inside = [path for path in modules("porter") if path != ROOT / "porter" / "core" / "clock.py"]
    forbidden = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")
    found = [
        f"{shown(path, line)} {name}()" for path in inside for line, name in calls(path) if name.endswith(forbidden)
    ]
    assert not found, "\n".join(found)


def test_no_broad_except() -> None:
    found = [
        shown(path, node.lineno)
        for path in modules("porter")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and _is_broad(node)
    ]
    assert not found, "\n".join(found)


def test_no_imports_inside_functions() -> None:
    adapters = ROOT / "porter" / "integrations"
    found = [
        shown(path, inner.lineno)
        for path, node in _functions()
        if not path.is_relative_to(adapters)
        for inner in ast.walk(node)
        if isinstance(inner, (ast.Import, ast.ImportFrom))
    ]
    assert not found, "\n".join(found)


def test_tests_wait_for_conditions() -> None:
    found = [
        shown(path, line)
        for path in modules("tests")
        for line, name in calls(path)
        if name in ("time.sleep", "asyncio.sleep") or name.endswith(".wait_for_timeout")
    ]
    assert not found, "\n".join(found)


def test_no_test_is_left_out() -> None:
    found = [
        f"{shown(path, node.lineno)} {ast.unparse(node)}"
        for path in modules("tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and ast.unparse(node).startswith(("pytest.mark.skip", "pytest.mark.xfail", "pytest.skip"))
    ]
    assert not found, "\n".join(found)


def test_tests_are_named_alike_in_every_worker() -> None:
    drawn = ("uuid4", "new_id", "secret_token", "random")
    found = [
        f"{shown(path, node.lineno)} {ast.unparse(inner.func)}()"
        for path in modules("tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.parametrize")
        for inner in ast.walk(node)
        if isinstance(inner, ast.Call) and ast.unparse(inner.func).split(".")[-1] in drawn
    ]
    assert not found, "\n".join(found)


def test_files_name_no_registry_and_no_path_of_a_machine() -> None:
    found = [f"{path.relative_to(ROOT)}: {what}" for path in _texts() for what in _private(path.read_text())]
    assert not found, "\n".join(found)


def _private(text: str) -> Iterator[str]:
    yield from (host for host in HOSTS if re.search(rf"(?<![\w.-]){re.escape(host)}\b", text))
    yield from sorted({found.group() for found in MACHINE_PATHS.finditer(text)})


def _texts() -> Iterator[Path]:
    own = Path(__file__)
    for path in committed():
        if path != own and path.suffix not in NOT_TEXT:
            yield path


def _functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in modules("porter"):
        for node in ast.walk(tree(path)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield path, node


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _is_broad(handler: ast.ExceptHandler) -> bool:
    broad = {"Exception", "BaseException"}
    named = handler.type is None or ast.unparse(handler.type) in broad
    raises = any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(handler))
    return named and not raises
