"""What the benches share: people who sign in by the API of a running development Porter, percentiles, words."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count

import httpx

PICKUP = {"lat": 12.9349, "lng": 77.6189, "address": "Koramangala 5th Block"}
DROP = {"lat": 12.9719, "lng": 77.6412, "address": "100 Feet Road, Indiranagar"}

_batches = count(1)


async def signed_in(url: str, phone: str, user_type: str = "user") -> httpx.AsyncClient:
    """A client with somebody's token."""
    http = httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=30)
    sent = (await http.post("/auth/send-otp", json={"phone": phone, "user_type": user_type})).raise_for_status().json()
    inbox = (await http.get("/dev/inbox", params={"phone": phone})).raise_for_status().text
    code = re.search(r"\b\d{6}\b", inbox)
    assert code, "no code in the inbox"
    proof = {"otp_id": sent["otp_id"], "otp": code[0], "phone": phone}
    told = (await http.post("/auth/verify-otp", json=proof)).raise_for_status().json()
    http.headers["authorization"] = f"Bearer {told['token']}"
    return http


async def staff_signed_in(url: str, email: str, password: str) -> httpx.AsyncClient:
    """A client with the token of somebody of operations."""
    http = httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=30)
    proof = {"email": email, "password": password}
    told = (await http.post("/auth/staff/sign-in", json=proof)).raise_for_status().json()
    http.headers["authorization"] = f"Bearer {told['token']}"
    return http


async def quote(customer: httpx.AsyncClient) -> str:
    """A mini truck's price, ready to be booked."""
    answer = (await customer.post("/orders/estimate", json={"stops": [PICKUP, DROP]})).raise_for_status().json()
    found = answer["estimate"]["available_vehicles"]
    return str(next(one["quote_id"] for one in found if one["vehicle_type"] == "mini_truck"))


async def cancel(customer: httpx.AsyncClient, order_id: str) -> None:
    """Take it back, for nothing."""
    (await customer.put(f"/orders/{order_id}/cancel", json={"reason": "Bench"})).raise_for_status()


async def cancel_for_what_it_costs(customer: httpx.AsyncClient, order_id: str) -> None:
    """Also when a driver has set out."""
    shown = (await customer.get(f"/orders/{order_id}/cancellation-preview")).raise_for_status().json()["cancellation"]
    body = {"reason": "Bench", "expected_fee": shown["fee"]}
    (await customer.put(f"/orders/{order_id}/cancel", json=body)).raise_for_status()


async def stand(driver: httpx.AsyncClient, lat: float, lng: float) -> None:
    """Send a position of now."""
    fix = {"lat": lat, "lng": lng, "accuracy_m": 5, "at": datetime.now(UTC).isoformat()}
    body = {"batch_id": f"bench-{datetime.now(UTC).timestamp():.6f}-{next(_batches)}", "fixes": [fix]}
    (await driver.post("/pilots/location", json=body)).raise_for_status()


def said(name: str, times_s: Sequence[float]) -> str:
    """Percentiles in milliseconds."""
    parts = (f"p{share} {percentile(times_s, share) * 1000:.0f} ms" for share in (50, 95, 99))
    return f"{name}: {', '.join(parts)} ({len(times_s)} times)"


def percentile(times_s: Sequence[float], share: int) -> float:
    """By rank."""
    ordered = sorted(times_s)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def verdict(claim: str, value: float, limit: float, unit: str) -> None:
    """Say whether the claim holds. Raises SystemExit when it does not."""
    kept = value <= limit
    print(f"{'kept  ' if kept else 'BROKEN'} {claim}: {value:.0f} {unit}, at most {limit:.0f}")
    if not kept:
        raise SystemExit(1)
