"""One suite for every SMS vendor, and what only one of them can get wrong."""

import json

import httpx
import pytest
import respx

from porter.core.config import settings
from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.integrations import sms
from porter.integrations.sms import msg91
from porter.integrations.sms.templates import TEMPLATES, render

ASHA = "+919000000001"
FLOW = "https://sms.test/api/v5/flow/"


@pytest.fixture
def msg91_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTER_SMS_PROVIDER", "msg91")
    monkeypatch.setenv("PORTER_MSG91_URL", "https://sms.test")
    monkeypatch.setenv("PORTER_MSG91_AUTH_KEY", "key")
    monkeypatch.setenv("PORTER_MSG91_FLOWS", json.dumps({"otp": "flow-1"}))
    settings.cache_clear()


@pytest.mark.usefixtures("valkey")
async def test_the_sandbox_keeps_the_newest_message_on_top() -> None:
    for code in ("111111", "222222"):
        await sms.gateway().send(ASHA, "otp", {"code": code})
    assert [message.text[:6] for message in await sms.inbox(ASHA)] == ["222222", "111111"]
    assert await sms.inbox("+919000000002") == []


@pytest.mark.usefixtures("msg91_settings")
@respx.mock
async def test_msg91_gets_the_registered_text_and_our_values() -> None:
    route = respx.post(FLOW).mock(httpx.Response(200, json={"type": "success", "message": "id"}))
    await sms.gateway().send(ASHA, "otp", {"code": "123456"})
    request = route.calls.last.request
    assert request.headers["authkey"] == "key"
    assert json.loads(request.content) == {
        "template_id": "flow-1",
        "short_url": "0",
        "recipients": [{"mobiles": "919000000001", "code": "123456"}],
    }


@pytest.mark.usefixtures("msg91_settings")
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(200, json={"type": "error", "message": "invalid mobile"}), GatewayRefused),
        (httpx.Response(401, json={"type": "error"}), GatewayRefused),
        (httpx.Response(429), GatewayUnavailable),
        (httpx.Response(500, text="oops"), GatewayUnavailable),
        (httpx.Response(200, text="<html>"), GatewayUnavailable),
        (httpx.ConnectTimeout("slow"), GatewayUnavailable),
        (httpx.ConnectError("down"), GatewayUnavailable),
    ],
)
@respx.mock
async def test_what_msg91_answers_is_understood(answer: httpx.Response | Exception, error: type[Exception]) -> None:
    respx.post(FLOW).mock(side_effect=[answer])
    with pytest.raises(error):
        await sms.gateway().send(ASHA, "otp", {"code": "123456"})


@pytest.mark.usefixtures("msg91_settings")
def test_every_text_needs_a_registered_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    assert msg91.missing_flows() == []
    monkeypatch.setenv("PORTER_MSG91_FLOWS", json.dumps({"other": "flow-2"}))
    settings.cache_clear()
    assert msg91.missing_flows() == sorted(TEMPLATES)


def test_a_text_with_a_value_missing_is_an_error() -> None:
    assert render("otp", {"code": "123456"}).startswith("123456 ")
    with pytest.raises(KeyError):
        render("otp", {})
