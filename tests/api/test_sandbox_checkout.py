"""The sandbox's checkout page: what a person can do on it, and what nobody can do with it."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from porter.api.app import create_api
from porter.api.v1 import sandbox as checkout_api
from porter.core import clock
from porter.core.config import settings
from porter.core.ids import new_id
from porter.integrations.payments import Payer, PaymentState, sandbox
from porter.integrations.payments.sandbox import SandboxGateway
from porter.models.enums import PaymentMethod
from tests.people import client

pytestmark = pytest.mark.usefixtures("database")

GATEWAY = SandboxGateway()


@pytest.fixture
async def api(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncClient]:
    # Who delivers is tested by itself; here nobody may take the webhooks that a test looks at.
    monkeypatch.setattr(checkout_api, "_deliver_soon", lambda: None)
    async with client() as stranger:
        yield stranger


async def opened(return_url: str = "/orders/7?tab=pay", *, payer: str = "Asha", description: str = "Trip") -> str:
    checkout = await GATEWAY.open(
        new_id(),
        9440,
        "INR",
        method=PaymentMethod.UPI,
        customer=Payer(id=new_id(), name=payer),
        description=description,
        capture=True,
        return_url=return_url,
    )
    return str(checkout.payload["url"])


async def choose(api: AsyncClient, url: str, **form: Any) -> str:
    answered = await api.post(url, data={"method": "upi", "travel": "once", **form})
    assert answered.status_code == 303, answered.text
    return str(answered.headers["location"])


async def test_the_page_shows_the_amount_under_a_strict_policy(api: AsyncClient) -> None:
    answered = await api.get(await opened())
    assert "₹94.40" in answered.text
    policy = answered.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "<script" not in answered.text
    assert answered.headers["cache-control"] == "no-store"
    style = await api.get("/api/v1/sandbox/checkout.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "prefers-color-scheme: dark" in style.text


async def test_what_people_are_called_is_text(api: AsyncClient) -> None:
    answered = await api.get(await opened(payer="<b>Asha</b>", description='"><script>x</script>'))
    assert "<script>" not in answered.text
    assert "<b>Asha" not in answered.text


async def test_paying_leads_back_with_a_signature(api: AsyncClient) -> None:
    url = await opened()
    back = await choose(api, url, action="pay")
    assert back.startswith("/orders/7?tab=pay&")
    params = dict(re.findall(r"(sandbox_\w+)=([^&]*)", back))
    found = GATEWAY.verify_return(params)
    assert found
    assert (await GATEWAY.fetch(found.provider_order, found.provider_payment)).status is PaymentState.CAPTURED
    assert "This is paid." in (await api.get(url)).text
    assert await choose(api, url, action="pay") == url
    assert len(await GATEWAY.list_payments(found.provider_order)) == 1


async def test_a_declined_person_stays_and_passes_3d_secure(api: AsyncClient) -> None:
    url = await opened()
    assert await choose(api, url, action="fail", method="card") == url
    assert "The bank declined the payment." in (await api.get(url)).text
    assert await choose(api, url, action="secure", method="card") == url
    assert "3-D Secure" in (await api.get(url)).text
    assert await choose(api, url, action="refuse") == url
    assert await choose(api, url, action="pass") == url
    await choose(api, url, action="secure")
    assert (await choose(api, url, action="pass")).startswith("/orders/7")


@pytest.mark.parametrize(("action", "words"), [("delay", "still thinking"), ("late", "will approve it all the same")])
async def test_what_comes_later_is_said(api: AsyncClient, action: str, words: str) -> None:
    url = await opened()
    assert (await choose(api, url, action=action)).startswith("/orders/7")
    assert words in (await api.get(url)).text
    with clock.travel(timedelta(seconds=21)):
        assert "This is paid." in (await api.get(url)).text


async def test_the_person_chooses_how_webhooks_travel(api: AsyncClient) -> None:
    await choose(api, await opened(), action="pay", travel="lost")
    assert await sandbox.next_due_in_s() is None
    await choose(api, await opened(), action="pay", travel="duplicated")
    with clock.travel(timedelta(seconds=1)):
        assert len(await sandbox.take_webhooks()) == 9


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
async def test_nobody_is_led_elsewhere(api: AsyncClient, where: str) -> None:
    url = await opened(where)
    assert "evil" not in (await api.get(url)).text
    assert (await choose(api, url, action="pay")).startswith("/?sandbox_order=")


@pytest.mark.parametrize(
    "form", [{}, {"action": "win"}, {"action": "pay", "method": "gold"}, {"action": "pay", "travel": "by boat"}]
)
async def test_forms_that_are_not_ours_are_refused(api: AsyncClient, form: dict[str, str]) -> None:
    url = await opened()
    answered = await api.post(url, data={"method": "upi", **form})
    assert (answered.status_code, answered.json()["code"]) == (400, "choice_wrong")
    assert (await api.get(url)).status_code == 200


async def test_the_way_back_keeps_the_name_that_the_browser_came_by(api: AsyncClient) -> None:
    url = await opened(f"{settings().origin}/orders/7")
    assert (await choose(api, url, action="pay")).startswith("/orders/7?")


async def test_an_unknown_checkout_is_not_found(api: AsyncClient) -> None:
    for answered in (
        await api.get("/api/v1/sandbox/checkout/sbo_nothing"),
        await api.post("/api/v1/sandbox/checkout/sbo_nothing", data={"action": "pay", "method": "upi"}),
    ):
        assert answered.status_code == 404
        assert "Checkout not found" in answered.text


async def test_production_has_no_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    url = await opened()
    monkeypatch.setattr(type(settings()), "is_production", True)
    async with client(app=create_api()) as stranger:
        assert (await stranger.get(url)).status_code == 404
