"""The people of the demo city at real pages: they sign in as people do, or, when signing in is not the story, at once."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

import httpx
from playwright.async_api import Page, expect

from porter.seed import people as seeded
from tests.browser.looks import until_awake
from tests.browser.stack import signed_in

Audience = Literal["customer", "driver", "staff"]

SIGN_IN = {"customer": "/sign-in", "driver": "/driver/sign-in", "staff": "/ops/sign-in"}
USER_TYPES = {"customer": "user", "driver": "pilot"}


@dataclass(frozen=True)
class Visitor:
    """Somebody who comes with a browser."""

    name: str
    audience: Audience
    phone: str = ""
    email: str = ""


ASHA = Visitor("Asha", "customer", phone=seeded.ASHA_PHONE)
RAVI = Visitor("Ravi", "driver", phone=seeded.RAVI_PHONE)
MEERA = Visitor("Meera", "staff", email=seeded.MEERA_EMAIL)


def driver(number: int) -> Visitor:
    """Another approved driver of the demo city, from 1 (1 two-wheeler, 2 mini truck, 3 three-wheeler, 4 electric two-wheeler, …)."""
    return Visitor(f"Driver {number}", "driver", phone=seeded.driver_phone(number))


def customer(number: int) -> Visitor:
    """Another customer of the demo city, from 1."""
    return Visitor(f"Customer {number}", "customer", phone=seeded.customer_phone(number))


async def sign_in(page: Page, origin: str, who: Visitor) -> None:
    """Through the pages, as a person does; the page that follows is open afterwards."""
    await page.goto(SIGN_IN[who.audience])
    await until_awake(page)
    if who.audience == "staff":
        await page.get_by_label("E-mail").fill(who.email)
        await page.get_by_label("Password", exact=True).fill(seeded.PASSWORD)
        await page.get_by_role("button", name="Sign in", exact=True).click()
    else:
        await page.get_by_label("Mobile number").fill(who.phone.removeprefix("+91"))
        await page.get_by_role("button", name="Send code").click()
        await expect(page.get_by_label("Six-digit code")).to_be_visible(timeout=20_000)
        await page.get_by_label("Six-digit code").press_sequentially(await newest_code(origin, who.phone))
    await page.wait_for_url(lambda url: "sign-in" not in url)


async def enter_as(page: Page, origin: str, who: Visitor) -> None:
    """With the cookies that signing in would have set; no page is opened."""
    keys = await _keys(origin, who)
    name = f"porter_{who.audience}"
    await page.context.add_cookies(
        [
            {"name": name, "value": keys["token"], "url": origin, "httpOnly": True, "sameSite": "Lax"},
            {
                "name": f"{name}_refresh",
                "value": keys["refresh_token"],
                "url": f"{origin}/api/v1/auth",
                "httpOnly": True,
            },
        ]
    )


@asynccontextmanager
async def api_of(origin: str, who: Visitor) -> AsyncIterator[httpx.AsyncClient]:
    """The same person by REST."""
    keys = await _keys(origin, who)
    headers = {"authorization": f"Bearer {keys['token']}"}
    async with httpx.AsyncClient(base_url=f"{origin}/api/v1", headers=headers, timeout=20) as api:
        yield api


async def newest_code(origin: str, phone: str) -> str:
    """The code in the newest message to a phone."""
    async with httpx.AsyncClient(base_url=f"{origin}/api/v1", timeout=20) as api:
        answer = await api.get("/dev/inbox", params={"phone": phone})
    found = re.search(r"\b\d{6}\b", answer.json()["messages"][0]["text"])
    assert found, answer.text
    return found.group()


async def _keys(origin: str, who: Visitor) -> dict[str, str]:
    """Remembered until the city is fresh again: a phone gets one code a minute."""
    if (origin, who) not in signed_in:
        signed_in[origin, who] = await _signed_in(origin, who)
    return signed_in[origin, who]


async def _signed_in(origin: str, who: Visitor) -> dict[str, str]:
    async with httpx.AsyncClient(base_url=f"{origin}/api/v1/auth", timeout=20) as api:
        if who.audience == "staff":
            body = {"email": who.email, "password": seeded.PASSWORD}
            return _told(await api.post("/staff/sign-in", json=body))
        sent = _told(await api.post("/send-otp", json={"phone": who.phone, "user_type": USER_TYPES[who.audience]}))
        code = await newest_code(origin, who.phone)
        body = {"otp_id": sent["otp_id"], "phone": who.phone, "otp": code}
        return _told(await api.post("/verify-otp", json=body))


def _told(answer: httpx.Response) -> dict[str, str]:
    assert answer.is_success, answer.text
    found: dict[str, str] = answer.json()
    return found
