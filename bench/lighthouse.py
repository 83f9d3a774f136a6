"""Claim: Lighthouse (mobile) gives pages without a map 90 for performance, and every page 95 for accessibility.

`python -m bench.lighthouse --url http://127.0.0.1:8000 [--only /sign-in]` against a development server at rest. Lighthouse
comes by npx and is no dependency; where npx cannot get it, this says so and claims nothing.
"""

import argparse
import asyncio
import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.async_api import Playwright, async_playwright

from bench import city
from bench.first_load import WITH_MAP
from porter.core.embedded import free_port
from porter.launch import programs
from porter.seed.people import MEERA_EMAIL, PASSWORD, customer_phone, driver_phone

LIGHTHOUSE = "lighthouse@13"
PERFORMANCE, ACCESSIBILITY = 90, 95

PUBLIC = ("/", "/sign-in", "/driver/sign-in", "/ops/sign-in")
CUSTOMER = ("/orders", "/account", "/notifications", "/home")
DRIVER = ("/driver/earnings", "/driver/account", "/driver")
STAFF = ("/ops", "/ops/orders")


@dataclass(frozen=True)
class Visit:
    """A page and who opens it."""

    route: str
    audience: str = ""
    token: str = ""


async def main() -> None:
    """Print a line per page; fails when a claim does not hold."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--url", required=True)
    asked.add_argument("--only", action="append", default=[], help="a route; may be repeated")
    wanted = asked.parse_args()
    env = programs.environment({})
    with tempfile.TemporaryDirectory() as folder:
        npx = shutil.which("npx", path=env["PATH"])
        if npx is None or _run([npx, "--yes", LIGHTHOUSE, "--version"], env, folder).returncode:
            print("lighthouse is not here: npx could not get it (no network?). Nothing was measured.")
            return
        visits = [visit for visit in await _visits(wanted.url) if not wanted.only or visit.route in wanted.only]
        async with async_playwright() as playwright:
            broken = [
                await _measure(playwright, [npx, "--yes", LIGHTHOUSE], env, Path(folder), wanted.url, visit)
                for visit in visits
            ]
    if any(broken):
        raise SystemExit(1)


async def _visits(url: str) -> list[Visit]:
    visits = [Visit(route) for route in PUBLIC]
    for audience, kind, phone, routes in (
        ("customer", "user", customer_phone(15), CUSTOMER),
        ("driver", "pilot", driver_phone(12), DRIVER),
    ):
        http = await city.signed_in(url, phone, kind)
        visits += [Visit(route, audience, _token(http)) for route in routes]
    staff = await city.staff_signed_in(url, MEERA_EMAIL, PASSWORD)
    return visits + [Visit(route, "staff", _token(staff)) for route in STAFF]


def _token(http: httpx.AsyncClient) -> str:
    return http.headers["authorization"].removeprefix("Bearer ")


async def _measure(
    playwright: Playwright, lighthouse: list[str], env: dict[str, str], folder: Path, url: str, visit: Visit
) -> bool:
    """One page in a browser of its own, whose cookie the page's socket sends too; whether a claim is broken."""
    port, report = free_port(), folder / "report.json"
    browser = await playwright.chromium.launch_persistent_context(
        folder / f"profile-{port}",
        executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
        args=["--no-sandbox", "--disable-gpu", f"--remote-debugging-port={port}"],
    )
    if visit.token:
        await browser.add_cookies([{"name": f"porter_{visit.audience}", "value": visit.token, "url": url}])
    report.unlink(missing_ok=True)
    argv = [
        *lighthouse, f"{url}{visit.route}", "--quiet", "--only-categories=performance,accessibility",
        "--disable-storage-reset", f"--port={port}", "--output=json", f"--output-path={report}",
    ]  # fmt: skip
    done = await asyncio.to_thread(_run, argv, env, folder)
    await browser.close()
    if done.returncode or not report.exists():
        print(f"BROKEN {visit.route:20} {(done.stderr or done.stdout).strip()[-300:]}")
        return True
    return _judge(visit, json.loads(report.read_text()))


def _judge(visit: Visit, told: dict[str, dict[str, dict[str, object]]]) -> bool:
    fast, open_to_all = (
        round(100 * float(str(told["categories"][name]["score"]))) for name in ("performance", "accessibility")
    )
    has_map = visit.route in WITH_MAP
    broken = open_to_all < ACCESSIBILITY or (not has_map and fast < PERFORMANCE)
    wanted = "a map" if has_map else f"at least {PERFORMANCE}"
    print(
        f"{'BROKEN' if broken else 'kept  '} {visit.route:20} performance {fast} ({wanted}), accessibility {open_to_all}"
    )
    for audit in told["audits"].values():
        if broken and audit["score"] is not None and float(str(audit["score"])) < 0.9:
            print(f"         {audit['id']}: {audit.get('displayValue', '')}")
    return broken


def _run(argv: list[str], env: dict[str, str], folder: Path | str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, env=env, cwd=folder, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    asyncio.run(main())
