"""The pictures that need a story first: an order in its states, an offer and a trip, one payment, an invitation.

Everything happens by the public API, as Asha, Ravi and Meera; their pages stay open and are photographed as it happens.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, Page, StorageState, expect

from porter.launch.errors import LaunchError

Answer = dict[str, Any]
Settle = Callable[[Page], None]

SIZES = {"phone": (390, 844), "desk": (1440, 900)}
SCHEMES = ("light", "dark")

ORDER, RECEIPT, PAY = "/orders/[order_id]", "/orders/[order_id]/receipt", "/pay/[payment_id]"
HAND_IN, INVITE, ACCOUNT = "/driver/pay/[payment_id]", "/ops/invite/[token]", "/ops/ledger/account"
ROUTES = (ORDER, RECEIPT, PAY, HAND_IN, INVITE, ACCOUNT)
"""Pages of one thing: their address is known only once the thing is there."""

VEHICLE = "mini_truck"
TRIES = 5
SOON_S = 60
GLANCE_MS = 800
"""Enough for colours to change; four of them fit into the seconds of an offer."""
ACTIONS = {"go_to_pickup": "arrive", "arrived_pickup": "start_loading", "go_to_drop": "arrive"}
"""The next step of a job by what it waits for; everything else is a handover."""


class Someone:
    """A demo person at one page, which takes every size and scheme in turn, and their requests."""

    def __init__(self, browser: Browser, url: str, state: StorageState | None, folder: Path, settle: Settle) -> None:
        self.url, self.folder, self.settle = url, folder, settle
        self.page = browser.new_context(
            viewport={"width": SIZES["phone"][0], "height": SIZES["phone"][1]},
            storage_state=state,
            reduced_motion="reduce",
            permissions=["geolocation"],
            geolocation={"latitude": 12.9349, "longitude": 77.6189, "accuracy": 5},
        ).new_page()
        self.page.set_default_timeout(SOON_S * 1000)
        folder.mkdir(parents=True, exist_ok=True)

    def ask(self, method: str, path: str, body: Answer | None = None) -> Answer:
        """A request as this person's browser makes it. Raises LaunchError with the answer when it is refused."""
        headers = {"origin": self.url, "idempotency-key": str(uuid4())}
        answer = self.page.context.request.fetch(f"{self.url}/api/v1{path}", method=method, data=body, headers=headers)
        if not answer.ok:
            raise LaunchError(f"{method} {path}: {answer.status} {answer.text()[:200]}")
        found: Answer = answer.json()
        return found

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(f"{self.url}{path}")

    def shoot(self, name: str, shows: str = "", *, at_once: bool = False) -> None:
        """Its four pictures, once it shows these words; what is gone in seconds is neither loaded anew nor left to settle."""
        self._wait_for(shows)
        for size, (width, height) in SIZES.items():
            self.page.set_viewport_size({"width": width, "height": height})
            if not at_once:
                self.page.reload()  # a map keeps the view that it was opened with
                self._wait_for(shows)
            for scheme in SCHEMES:
                self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                if at_once:
                    self.page.wait_for_timeout(GLANCE_MS)
                else:
                    self.settle(self.page)
                self.page.screenshot(path=self.folder / f"{name}.{size}.{scheme}.png")

    def _wait_for(self, words: str) -> None:
        if words:
            expect(self.page.get_by_text(words).first).to_be_visible(timeout=SOON_S * 1000)

    def close(self) -> None:
        """Close the page."""
        self.page.context.close()


def photograph(browser: Browser, url: str, states: dict[str, StorageState | None], out: Path, settle: Settle) -> None:
    """Tell the story and take its pictures. Raises LaunchError when it does not go as told."""
    with _people(browser, url, states, out, settle) as (asha, ravi, meera, nobody):
        _finish(ravi)
        order_id = _a_job(asha, ravi)
        _drive(asha, ravi, meera, order_id)
        _pay(asha)
        _hand_in(ravi)
        _look(meera, nobody)


@contextmanager
def _people(
    browser: Browser, url: str, states: dict[str, StorageState | None], out: Path, settle: Settle
) -> Iterator[list[Someone]]:
    audiences = ("customer", "driver", "ops", "public")
    people = [Someone(browser, url, states[audience], out / audience, settle) for audience in audiences]
    try:
        yield people
    finally:
        people[1].ask("PUT", "/pilots/online-status", {"online": False})
        for person in people:
            person.close()


def _a_job(asha: Someone, ravi: Someone) -> str:
    """An order that Ravi has taken; other drivers of the city are sometimes quicker."""
    home = asha.ask("GET", "/users/addresses")["addresses"][0]
    ravi.ask("PUT", "/pilots/online-status", {"online": True})
    ravi.ask("PUT", "/pilots/location", {"lat": home["lat"] + 0.0001, "lng": home["lng"], "accuracy_m": 5})
    ravi.go("/driver")
    for _ in range(TRIES):
        order_id = _book(asha, "cash")
        asha.go(f"/orders/{order_id}")
        asha.shoot(f"{file_name(ORDER)}.searching", "Finding a driver", at_once=True)
        try:
            ravi.shoot("driver.offer", "Accept", at_once=True)
            ravi.ask("PUT", f"/pilots/jobs/{order_id}/accept")
            return order_id
        except (AssertionError, LaunchError):
            _cancel(asha, order_id)
    raise LaunchError("Other drivers took every order. Start Porter with a city at rest: porter up --drivers 0")


def _drive(asha: Someone, ravi: Someone, meera: Someone, order_id: str) -> None:
    """From the way to the pickup to the receipt."""
    asha.shoot(f"{file_name(ORDER)}.moving", "Ravi")
    ravi.go("/driver")
    ravi.shoot("driver.trip", "I have arrived")
    meera.go(f"/ops/orders?order={order_id}")
    meera.shoot("ops-orders.panel", "Ravi")
    _step(ravi)
    asha.shoot(f"{file_name(ORDER)}.code", "Your driver is here")
    _step(ravi)
    ravi.go("/driver")
    ravi.shoot("driver.code", "pickup code")
    _finish(ravi)
    asha.shoot(f"{file_name(ORDER)}.delivered", "How was Ravi?")
    ravi.go("/driver")
    ravi.shoot("driver.done")
    asha.go(f"/orders/{order_id}/receipt")
    asha.shoot(file_name(RECEIPT), "PRT/")


def _pay(asha: Someone) -> None:
    """An order that waits for its payment, the payment, and the order given up."""
    order_id = _book(asha, "upi")
    asha.go(f"/orders/{order_id}")
    asha.shoot(f"{file_name(ORDER)}.pending")
    checkout = asha.ask("POST", "/payments/process", {"order_id": order_id})["checkout"]
    asha.go(f"/pay/{checkout['payment_id']}")
    asha.shoot(file_name(PAY))
    _cancel(asha, order_id)
    asha.go(f"/orders/{order_id}")
    asha.shoot(f"{file_name(ORDER)}.cancelled", "Cancelled")


def _hand_in(ravi: Someone) -> None:
    payment_id = ravi.ask("POST", "/pilots/cash/settle", {})["checkout"]["payment_id"]
    ravi.go(f"/driver/pay/{payment_id}")
    ravi.shoot(file_name(HAND_IN))


def _look(meera: Someone, nobody: Someone) -> None:
    """The books of one account, and what somebody new to operations is sent."""
    account = meera.ask("GET", "/admin/ledger/accounts?kind=driver_payable")["accounts"][0]
    meera.go(f"/ops/ledger/account?id={account['id']}")
    meera.shoot(file_name(ACCOUNT))
    body = {"email": f"vikram-{uuid4().hex[:6]}@porter.example", "role": "dispatcher"}
    link = meera.ask("POST", "/auth/staff/invitations", body)["invitation"]["link"]
    nobody.go(f"/ops/invite/{link.rsplit('/', 1)[-1]}")
    nobody.shoot(file_name(INVITE), "Join operations")


def _book(asha: Someone, method: str) -> str:
    """From her first address to her second."""
    places = asha.ask("GET", "/users/addresses")["addresses"][:2]
    stops = [{"lat": one["lat"], "lng": one["lng"], "address": one["full_address"]} for one in places]
    quotes = asha.ask("POST", "/orders/estimate", {"stops": stops})["estimate"]["quotes"]
    quote = next(one for one in quotes if one["vehicle"]["code"] == VEHICLE)
    order = asha.ask("POST", "/orders", {"quote_id": quote["id"], "payment_method": method})["order"]
    return str(order["id"])


def _cancel(asha: Someone, order_id: str) -> None:
    preview = asha.ask("GET", f"/orders/{order_id}/cancellation-preview")["cancellation"]
    if preview["allowed"]:
        asha.ask("PUT", f"/orders/{order_id}/cancel", {"reason": "Plans changed", "expected_fee": preview["fee"]})


def _finish(ravi: Someone) -> None:
    """Every step that is left of the job in hand, if there is one."""
    until = time.monotonic() + SOON_S
    while _step(ravi) and time.monotonic() < until:
        continue


def _step(ravi: Someone) -> bool:
    """The next step of the job in hand; no when there is none."""
    job = ravi.ask("GET", "/pilots/jobs/current")["job"]
    if job is None:
        return False
    order_id, stop = job["order_id"], job["next_stop"]
    action = ACTIONS.get(job["step"], "hand_over")
    body = {"action": action, "stop_id": stop["id"], "lat": stop["lat"], "lng": stop["lng"], "accuracy_m": 5}
    if action == "hand_over":
        body["otp"] = ravi.ask("GET", f"/dev/handover-code?order_id={order_id}&stop_id={stop['id']}")["code"]
    ravi.ask("PUT", f"/pilots/jobs/{order_id}/status", body)
    return True


def file_name(route: str) -> str:
    """How the picture of a page is called."""
    return route.strip("/").replace("/", "-").replace("[", "").replace("]", "") or "landing"
