"""Sessions of our own pages: cookies that scripts cannot read, one pair per app, and only for our own pages."""

import pytest
from httpx import Response

from porter.core.config import settings
from porter.services import accounts
from tests.people import ASHA, ORIGIN, RAVI, Person, client, newest_code

pytestmark = pytest.mark.usefixtures("database")

OWN = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}


async def _ticket(who: Person) -> str:
    sent = await accounts.send_otp(who.phone, who.audience, client_address=who.address)
    return (await accounts.verify_otp(sent.otp_id, who.phone, await newest_code(who.phone))).ticket


def _cookies(answer: Response) -> dict[str, str]:
    return {line.split("=", 1)[0]: line.lower() for line in answer.headers.get_list("set-cookie")}


async def test_a_ticket_becomes_two_cookies_once() -> None:
    ticket = await _ticket(ASHA)
    async with client() as api:
        opened = await api.post("/api/v1/auth/session", json={"ticket": ticket}, headers=OWN)
        again = await api.post("/api/v1/auth/session", json={"ticket": ticket}, headers=OWN)
    assert opened.status_code == 200
    cookies = _cookies(opened)
    assert set(cookies) == {"porter_customer", "porter_customer_refresh"}
    assert "httponly" in cookies["porter_customer"]
    assert "samesite=lax" in cookies["porter_customer"]
    assert "path=/;" in cookies["porter_customer"]
    assert "samesite=strict" in cookies["porter_customer_refresh"]
    assert "path=/api/v1/auth;" in cookies["porter_customer_refresh"]
    assert "secure" not in cookies["porter_customer"]
    assert "token" not in opened.text
    assert (again.status_code, again.json()["code"]) == (401, "ticket_ended")


async def test_cookies_are_secure_when_the_address_is(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = await _ticket(ASHA)
    monkeypatch.setenv("PORTER_PUBLIC_URL", "https://porter.example")
    settings.cache_clear()
    async with client() as api:
        opened = await api.post(
            "/api/v1/auth/session",
            json={"ticket": ticket},
            headers={"origin": "https://porter.example", "sec-fetch-site": "same-origin"},
        )
    assert all("secure" in cookie for cookie in _cookies(opened).values())


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "cross-site"},
        {"origin": ORIGIN, "sec-fetch-site": "same-site"},
        {"origin": "null"},
    ],
)
async def test_foreign_pages_cannot_sign_anybody_in(headers: dict[str, str]) -> None:
    ticket = await _ticket(ASHA)
    async with client() as api:
        refused = await api.post("/api/v1/auth/session", json={"ticket": ticket}, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "foreign_page")
        opened = await api.post("/api/v1/auth/session", json={"ticket": ticket}, headers=OWN)
    assert opened.status_code == 200


async def test_cookies_count_for_our_own_pages_only() -> None:
    async with client() as api:
        await api.post("/api/v1/auth/session", json={"ticket": await _ticket(ASHA)}, headers=OWN)
        own = await api.get("/api/v1/users/profile", headers={"sec-fetch-site": "same-origin"})
        foreign = await api.get("/api/v1/users/profile", headers={"sec-fetch-site": "cross-site"})
        program = await api.get("/api/v1/users/profile")
    assert (own.status_code, foreign.status_code, program.status_code) == (200, 401, 401)


async def test_one_browser_is_a_customer_and_a_driver_and_leaves_one_by_one() -> None:
    async with client() as api:
        for who in (ASHA, RAVI):
            await api.post("/api/v1/auth/session", json={"ticket": await _ticket(who)}, headers=OWN)
        customer, driver = api.cookies["porter_customer"], api.cookies["porter_driver"]
        renewed = await api.post("/api/v1/auth/session/refresh", json={"audience": "driver"}, headers=OWN)
        assert renewed.json()["session"]["role"] == "driver"
        left = await api.request("DELETE", "/api/v1/auth/session?audience=driver", headers=OWN)
        assert left.status_code == 200
        assert "porter_driver" not in api.cookies
    assert await accounts.identify(driver, "driver") is None
    assert await accounts.identify(customer, "customer") is not None


async def test_without_a_refresh_cookie_there_is_nothing_to_renew() -> None:
    async with client() as api:
        answer = await api.post("/api/v1/auth/session/refresh", json={"audience": "customer"}, headers=OWN)
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")


async def test_the_phone_of_a_driver_is_told_whose_it_is() -> None:
    """Its queue keeps drivers apart by it. It comes and goes together with the session, is of this app only, and opens nothing."""
    async with client() as api:
        opened = await api.post("/api/v1/auth/session", json={"ticket": await _ticket(RAVI)}, headers=OWN)
        named = _cookies(opened)["porter_driver_id"]
        profile = await api.get("/api/v1/users/profile", headers={"sec-fetch-site": "same-origin"})
        assert api.cookies["porter_driver_id"] == profile.json()["user"]["id"]
        assert "httponly" not in named
        assert "samesite=lax" in named
        renewed = await api.post("/api/v1/auth/session/refresh", json={"audience": "driver"}, headers=OWN)
        assert "porter_driver_id" in _cookies(renewed)
        await api.request("DELETE", "/api/v1/auth/session?audience=driver", headers=OWN)
        assert "porter_driver_id" not in api.cookies
    async with client() as alone:
        alone.cookies.set("porter_driver_id", profile.json()["user"]["id"])
        answer = await alone.get("/api/v1/users/profile", headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 401


async def test_a_phone_that_lost_the_name_hears_it_again() -> None:
    """From the session that it has; a customer's session names nobody."""
    async with client() as api:
        nobody = await api.get("/api/v1/auth/session?audience=driver", headers=OWN)
        assert nobody.status_code == 401
        for who in (ASHA, RAVI):
            await api.post("/api/v1/auth/session", json={"ticket": await _ticket(who)}, headers=OWN)
        name = api.cookies["porter_driver_id"]
        del api.cookies["porter_driver_id"]
        foreign = await api.get("/api/v1/auth/session?audience=driver", headers={"sec-fetch-site": "cross-site"})
        assert (foreign.status_code, "porter_driver_id" in api.cookies) == (403, False)
        customer = await api.get("/api/v1/auth/session?audience=customer", headers=OWN)
        assert (customer.json()["session"]["role"], _cookies(customer)) == ("customer", {})
        driver = await api.get("/api/v1/auth/session?audience=driver", headers=OWN)
    assert driver.json()["session"]["audience"] == "driver"
    assert set(_cookies(driver)) == {"porter_driver_id"}
    assert api.cookies["porter_driver_id"] == name
