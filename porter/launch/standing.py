"""What stands already: a start that finds everything in place asks in milliseconds, where the programs that would
make it take seconds to load."""

import ast
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from porter.core.config import ROOT, settings
from porter.launch.backing import plain
from porter.launch.logins import logins

_REVISIONS = "SELECT version_num FROM alembic_version"
_ANY_CITY = "SELECT FROM city LIMIT 1"


def has_newest_schema(database_url: str) -> bool:
    """Whether no migration is left to do; False also when nobody can tell."""
    return {str(row[0]) for row in _ask(database_url, _REVISIONS)} == _heads(ROOT / "alembic" / "versions")


def has_demo_city(database_url: str) -> bool:
    """Whether this seed has been in this database, and its logins are known; False also when nobody can tell."""
    known = json.loads(_note().read_text()) if _note().exists() else None
    return known == _mark(database_url) and bool(logins(settings().data_dir) and _ask(database_url, _ANY_CITY))


def remember_demo_city(database_url: str) -> None:
    """The seed has just been done."""
    _note().write_text(json.dumps(_mark(database_url)))


def _mark(database_url: str) -> dict[str, str]:
    """Which seed in which database: a change of either makes it run again."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "porter" / "seed").glob("*.py")):
        digest.update(path.read_bytes())
    parts = urlsplit(database_url)
    heads = sorted(_heads(ROOT / "alembic" / "versions"))
    return {"seed": digest.hexdigest(), "schema": ",".join(heads), "database": f"{parts.hostname}{parts.path}"}


def _heads(folder: Path) -> set[str]:
    """The revisions that no other one follows, as their files say."""
    steps = [dict(_assigned(path)) for path in folder.glob("*.py")]
    followed = {before for step in steps for before in _names(step.get("down_revision"))}
    return {str(step["revision"]) for step in steps if "revision" in step} - followed


def _assigned(path: Path) -> Iterator[tuple[str, object]]:
    for node in ast.parse(path.read_bytes()).body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if isinstance(target, ast.Name) and target.id in ("revision", "down_revision"):
            yield target.id, ast.literal_eval(node.value)


def _names(before: object) -> tuple[str, ...]:
    return before if isinstance(before, tuple) else (str(before),) if before else ()


def _ask(database_url: str, question: str) -> list[tuple[object, ...]]:
    """The rows; none when the table is not there, or the database does not answer."""
    try:
        connection = psycopg2.connect(plain(database_url), connect_timeout=5)
    except psycopg2.Error:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return list(cursor.fetchall())
    except psycopg2.Error:
        return []
    finally:
        connection.close()


def _note() -> Path:
    return settings().data_dir / "seeded.json"
