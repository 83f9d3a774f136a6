"""Claim: Lighthouse (mobile) gives pages without a map 90 for performance, and every page 95 for accessibility.

`python -m bench.lighthouse --url http://127.0.0.1:8000 [--only /sign-in]` against a development server at rest. Lighthouse
comes by npx and is no dependency; where npx cannot get it, this says so and claims nothing.

Lighthouse imitates a phone by calling every piece of work slower than this machine did it, four times unless it is told
otherwise, which is meant for a desktop of the upper class. Its own guide (docs/throttling.md, "Calibrating the CPU
slowdown") says by how much on weaker ones, by the index of the machine that it measures itself. Both are printed.
Of a page that falls short the middle one of three looks counts, as its guide on variability advises: on a machine that is
shared the same page moves by ten points.
"""

import argparse
import asyncio
import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low
from typing import Any

import httpx
from playwright.async_api import Playwright, async_playwright

from bench import city
from bench.first_load import WITH_MAP
from porter.core.embedded import free_port
from porter.launch import programs
from porter.seed.people import MEERA_EMAIL, PASSWORD, customer_phone, driver_phone

LIGHTHOUSE = "lighthouse@13"
PERFORMANCE, ACCESSIBILITY = 90, 95
LOOKS = 3
SLOWER = ((1500, 4), (800, 2), (0, 1))
"""From this index on, so many times slower is a phone of the middle class."""

Report = dict[str, Any]

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
            lighthouse = Lighthouse(playwright, npx, env, Path(folder), wanted.url)
            await lighthouse.calibrate()
            broken = [_judge(visit, await lighthouse.look_at(visit)) for visit in visits]
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


@dataclass
class Lighthouse:
    """The program, and how much slower than this machine the phone is that it imitates."""

    playwright: Playwright
    npx: str
    env: dict[str, str]
    folder: Path
    url: str
    slower: int = 4

    async def calibrate(self) -> None:
        """By the first page."""
        looks = await self._looks(Visit("/"), LOOKS)
        if not looks:
            return
        index = median_low(float(told["environment"]["benchmarkIndex"]) for told in looks)
        self.slower = next(times for least, times in SLOWER if index >= least)
        print(f"index of this machine {index:.0f}: a phone of the middle class is {self.slower} times slower")

    async def look_at(self, visit: Visit) -> list[Report]:
        """What it says of a page, the slowest look first; nothing where it could not look."""
        looks = await self._looks(visit, 1)
        if looks and _performance(looks[0]) < PERFORMANCE and visit.route not in WITH_MAP:
            looks += await self._looks(visit, LOOKS - 1)
        return sorted(looks, key=_performance)

    async def _looks(self, visit: Visit, count: int) -> list[Report]:
        looks = []
        for _ in range(count):
            told, why = await self._ask(visit)
            if told is None:  # its trace came to nothing: it asks to be run again
                told, why = await self._ask(visit)
            if told is None:
                print(f"BROKEN {visit.route:20} {why}")
                return []
            looks.append(told)
        return looks

    async def _ask(self, visit: Visit) -> tuple[Report | None, str]:
        """In a browser of its own, whose cookie the page's socket sends too."""
        port, report = free_port(), self.folder / "report.json"
        browser = await self.playwright.chromium.launch_persistent_context(
            self.folder / f"profile-{port}",
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-gpu", f"--remote-debugging-port={port}"],
        )
        if visit.token:
            cookie = {"name": f"porter_{visit.audience}", "value": visit.token, "url": self.url}
            await browser.add_cookies([cookie])  # type: ignore[list-item]
        report.unlink(missing_ok=True)
        argv = [
            self.npx, "--yes", LIGHTHOUSE, f"{self.url}{visit.route}", "--quiet",
            "--only-categories=performance,accessibility", f"--throttling.cpuSlowdownMultiplier={self.slower}",
            "--disable-storage-reset", f"--port={port}", "--output=json", f"--output-path={report}",
        ]  # fmt: skip
        done = await asyncio.to_thread(_run, argv, self.env, self.folder)
        await browser.close()
        if done.returncode or not report.exists():
            return None, (done.stderr or done.stdout).strip()[-300:]
        told: Report = json.loads(report.read_text())
        return told, ""


def _judge(visit: Visit, looks: list[Report]) -> bool:
    if not looks:
        return True
    told = looks[len(looks) // 2]
    fast, seen = _performance(told), ", ".join(str(_performance(look)) for look in looks)
    open_to_all = min(round(100 * look["categories"]["accessibility"]["score"]) for look in looks)
    has_map = visit.route in WITH_MAP
    broken = open_to_all < ACCESSIBILITY or (not has_map and fast < PERFORMANCE)
    wanted = "a map" if has_map else f"at least {PERFORMANCE}"
    print(
        f"{'BROKEN' if broken else 'kept  '} {visit.route:20} performance {seen} ({wanted}), "
        f"accessibility {open_to_all}"
    )
    for audit in told["audits"].values():
        if broken and audit["score"] is not None and audit["score"] < 0.9:
            print(f"         {audit['id']}: {audit.get('displayValue', '')}")
    return broken


def _performance(told: Report) -> int:
    score: float = told["categories"]["performance"]["score"]
    return round(100 * score)


def _run(argv: list[str], env: dict[str, str], folder: Path | str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, env=env, cwd=folder, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    asyncio.run(main())
