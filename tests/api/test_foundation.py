"""What holds for every route: problem documents, request ids, sizes, limits, unknown addresses, the description."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.responses import Response
from httpx import AsyncClient
from starlette.types import Receive, Scope, Send

from porter.api import limits as api_limits
from porter.api.answers import answer, plain
from porter.api.app import create_api
from porter.api.body import MAX_BYTES, MAX_UPLOAD_BYTES, UPLOADS, limit_of
from porter.api.deps import Session
from porter.core import db
from porter.core.config import Settings, settings
from porter.core.limits import per_minute
from porter.core.redis import bus
from porter.core.views import Amount, View
from porter.models import Account
from porter.models.enums import Audience, Role
from tests.people import ASHA, NIKHIL, client, signed_in

pytestmark = pytest.mark.usefixtures("database")


class _Price(View):
    total_minor: Amount


def _with_probes() -> FastAPI:
    """The API with routes of the test's own, in front of the catch-all."""
    app = create_api()
    probes = APIRouter(prefix="/api/v1/probe")

    @probes.get("/fails")
    async def fails() -> Response:
        raise ZeroDivisionError("the card number is 4111 1111 1111 1111")

    @probes.get("/price")
    async def price() -> Response:
        return answer("price", _Price(total_minor=9440))

    @probes.post("/commit-fails")
    async def commit_fails(session: Session) -> Response:
        session.add(Account(audience=Audience.CUSTOMER, role=Role.CUSTOMER, name="nobody can be reached"))
        return plain({})

    catch_all = app.router.routes.pop()
    app.include_router(probes)
    app.router.routes.append(catch_all)
    return app


@pytest.fixture(scope="module")
def probed() -> FastAPI:
    return _with_probes()


@pytest.fixture
async def api() -> AsyncIterator[AsyncClient]:
    async with client() as stranger:
        yield stranger


async def test_an_unexpected_error_is_bland_and_has_an_id(probed: FastAPI) -> None:
    async with client(app=probed) as api:
        answered = await api.get("/api/v1/probe/fails", headers={"x-request-id": "my-request-1"})
    assert answered.status_code == 500
    assert answered.headers["content-type"] == "application/problem+json"
    assert answered.json()["code"] == "unexpected"
    assert answered.json()["request_id"] == answered.headers["x-request-id"] == "my-request-1"
    assert "4111" not in answered.text
    assert "Zero" not in answered.text


async def test_money_is_a_number_with_two_decimals(probed: FastAPI) -> None:
    async with client(app=probed) as api:
        answered = await api.get("/api/v1/probe/price")
    assert answered.content == b'{"success":true,"price":{"total_minor":94.40}}'


async def test_nobody_is_told_of_what_could_not_be_committed(probed: FastAPI) -> None:
    async with client(app=probed) as api:
        answered = await api.post("/api/v1/probe/commit-fails")
    assert answered.status_code == 500
    assert answered.json()["success"] is False


async def test_with_no_connection_left_the_answer_says_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    async with signed_in(ASHA) as asha:
        monkeypatch.setenv("PORTER_DB_PATIENCE_S", "0.05")
        settings.cache_clear()
        await db.dispose()
        try:
            async with AsyncExitStack() as held:
                for _ in range(settings().db_pool_size):
                    await held.enter_async_context(db.engine().connect())
                in_the_route = await asha.get("/api/v1/orders")
                await bus().flushdb()  # now the session itself has to be looked up
                before_the_route = await asha.get("/api/v1/orders")
            later = await asha.get("/api/v1/orders")
        finally:
            await db.dispose()
    for answered in (in_the_route, before_the_route):
        assert (answered.status_code, answered.headers["content-type"]) == (503, "application/problem+json")
        assert int(answered.headers["retry-after"]) >= 1
        assert (answered.json()["code"], answered.json()["retryable"]) == ("overloaded", True)
    assert later.status_code == 200


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "with space!", "line\tbreak"])
async def test_strange_request_ids_are_replaced(api: AsyncClient, given: str) -> None:
    answered = await api.get("/api/v1/users/profile", headers={"x-request-id": given})
    assert answered.headers["x-request-id"] != given
    assert len(answered.headers["x-request-id"]) == 32


async def test_unknown_addresses_and_methods_are_problems(api: AsyncClient) -> None:
    missing = await api.get("/api/v1/nothing/here")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    wrong = await api.request("DELETE", "/api/v1/users/profile")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert {"GET", "PUT"} <= set(wrong.headers["allow"].split(", "))
    options = await api.request("OPTIONS", "/api/v1/nothing")
    assert options.status_code == 404


async def test_fields_are_named_in_plain_words_and_the_input_is_not_repeated(api: AsyncClient) -> None:
    answered = await api.post(
        "/api/v1/auth/verify-otp", json={"otp": "secret-otp", "phone": "9000000001", "is_admin": True}
    )
    assert answered.status_code == 422
    problem = answered.json()
    assert problem["code"] == "invalid"
    assert {error["field"]: error["message"] for error in problem["errors"]} == {
        "otp_id": "This is needed.",
        "otp": "This does not have the right form.",
        "is_admin": "This field is not known.",
    }
    assert "secret-otp" not in answered.text


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"", 422), (b"[]", 422), (b"null", 422), (b"\xff\xfe", 400), (b'"x"', 422), (b"[" * 100_000, 400)],
)
async def test_bodies_that_are_not_what_was_asked_for(api: AsyncClient, body: bytes, status: int) -> None:
    answered = await api.post("/api/v1/auth/send-otp", content=body, headers={"content-type": "application/json"})
    assert answered.status_code == status
    assert answered.json()["code"] in {"bad_json", "invalid", "bad_request"}


async def test_two_megabytes_are_too_large_whatever_the_length_header_says(api: AsyncClient) -> None:
    async def stream() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    claimed = await api.post("/api/v1/auth/send-otp", content=b" " * 2_000_000)
    streamed = await api.post("/api/v1/auth/send-otp", content=stream())
    keyed = await api.post("/api/v1/auth/send-otp", content=stream(), headers={"idempotency-key": "k"})
    for answered in (claimed, streamed, keyed):
        assert (answered.status_code, answered.json()["code"]) == (413, "body_too_large")


async def test_a_body_just_within_the_limit_is_read(api: AsyncClient) -> None:
    body = json.dumps({"phone": "9000000001"}).encode()
    answered = await api.post(
        "/api/v1/auth/send-otp",
        content=body + b" " * (MAX_BYTES - len(body)),
        headers={"content-type": "application/json"},
    )
    assert answered.status_code == 200


def test_only_upload_routes_take_more() -> None:
    assert limit_of("/api/v1/pilots/jobs/1/photos") == MAX_UPLOAD_BYTES
    assert limit_of("/api/v1/pilots/jobs/1/accept") == MAX_BYTES
    assert limit_of("/api/v1/orders/x/photos/../../..") == MAX_BYTES


async def test_every_route_that_takes_a_file_has_its_larger_limit_and_no_other(api: AsyncClient) -> None:
    described = (await api.get("/api/v1/openapi.json")).json()
    with_files = {
        path
        for path, methods in described["paths"].items()
        for operation in methods.values()
        if "multipart/form-data" in operation.get("requestBody", {}).get("content", {})
    }
    assert {path for path in described["paths"] if limit_of(path) == MAX_UPLOAD_BYTES} == with_files
    assert [pattern.pattern for pattern in UPLOADS if not any(map(pattern.fullmatch, with_files))] == []


async def test_limits_are_told_and_kept_per_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_limits, "PER_PERSON", per_minute("api-person", 3))
    async with signed_in(ASHA) as asha, signed_in(NIKHIL) as nikhil:
        answers = [await asha.get("/api/v1/users/profile") for _ in range(4)]
        others = await nikhil.get("/api/v1/users/profile")
    assert [answered.status_code for answered in answers] == [200, 200, 200, 429]
    assert [answered.headers["ratelimit-remaining"] for answered in answers] == ["2", "1", "0", "0"]
    assert 1 <= int(answers[3].headers["retry-after"]) <= 60
    assert answers[3].json()["code"] == "rate_limited"
    assert others.status_code == 200


async def test_strangers_are_counted_by_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_limits, "PER_ADDRESS", per_minute("api-address", 2))
    async with client("192.0.2.50") as one, client("192.0.2.51") as other:
        answers = [
            await one.get("/api/v1/users/profile", headers={"x-forwarded-for": f"198.51.100.{n}"}) for n in range(3)
        ]
        assert [answered.status_code for answered in answers] == [401, 401, 429]
        assert (await other.get("/api/v1/users/profile")).status_code == 401


async def test_behind_a_proxy_the_address_that_it_saw_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTER_TRUSTED_PROXY_HOPS", "1")
    monkeypatch.setattr(api_limits, "PER_ADDRESS", per_minute("api-address", 1))
    settings.cache_clear()
    async with client("10.0.0.1") as proxy:
        seen = ["203.0.113.1", "evil, 203.0.113.1", "203.0.113.2"]
        answers = [await proxy.get("/api/v1/users/profile", headers={"x-forwarded-for": value}) for value in seen]
    assert [answered.status_code for answered in answers] == [401, 429, 401]


async def test_the_description_is_openapi_3_1_and_complete(api: AsyncClient) -> None:
    described = (await api.get("/api/v1/openapi.json")).json()
    assert described["openapi"].startswith("3.1")
    operations = [
        operation
        for path in described["paths"].values()
        for method, operation in path.items()
        if method != "parameters"
    ]
    ids = [operation["operationId"] for operation in operations]
    assert len(ids) == len(set(ids))
    assert all(operation.get("tags") and operation.get("summary") for operation in operations)
    problem = described["paths"]["/api/v1/users/profile"]["get"]["responses"]["401"]
    assert list(problem["content"]) == ["application/problem+json"]
    assert {"Problem", "FieldProblem"} <= set(described["components"]["schemas"])
    assert "HTTPBearer" in described["components"]["securitySchemes"]
    keyed = described["paths"]["/api/v1/auth/send-otp"]["post"]["parameters"]
    assert [parameter["name"] for parameter in keyed] == ["Idempotency-Key"]


async def test_every_post_says_that_it_takes_an_idempotency_key(api: AsyncClient) -> None:
    described = (await api.get("/api/v1/openapi.json")).json()
    silent = [
        path
        for path, methods in described["paths"].items()
        if "post" in methods
        and not path.startswith("/api/v1/auth/session")
        and "Idempotency-Key" not in [p["name"] for p in methods["post"].get("parameters", [])]
    ]
    assert silent == []


async def test_the_documentation_loads_nothing_from_elsewhere(api: AsyncClient) -> None:
    page = await api.get("/api/docs")
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "//" not in page.text.replace("<!doctype html>", "")
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js"):
        assert name in page.text
        assert (await api.get(f"/api/docs/{name}")).status_code == 200


async def test_health_and_metrics(api: AsyncClient) -> None:
    assert (await api.get("/health/live")).status_code == 200
    ready = await api.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json()["checks"] == {"database": "ok", "redis": "ok", "migrations": "ok"}
    metrics = (await api.get("/metrics")).text
    assert "porter_api_requests_total" in metrics


async def test_readiness_says_what_is_missing(api: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("porter.core.readiness._heads", lambda: {"a-newer-one"})
    ready = await api.get("/health/ready")
    assert ready.status_code == 503
    assert ready.json()["checks"]["migrations"].startswith("behind")


async def test_production_has_no_development_inbox_and_shows_metrics_to_its_own_network_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings()  # read before the switch: real production settings would refuse the sandbox
    monkeypatch.setattr(Settings, "is_production", property(lambda _: True))
    app = create_api()
    async with client("8.8.8.8", app) as stranger, client("10.0.0.2", app) as inside:
        assert (await stranger.get("/api/v1/dev/inbox")).status_code == 404
        assert (await stranger.get("/metrics")).status_code == 404
        assert (await inside.get("/metrics")).status_code == 200
        assert "/api/v1/dev/inbox" not in (await stranger.get("/api/v1/openapi.json")).json()["paths"]


async def test_garbage_in_headers_never_fails(api: AsyncClient) -> None:
    for value in (
        "",
        "Bearer",
        "Bearer ",
        "Basic x",
        "Bearer " + "x" * 5000,
        "Bearer a.b.c",
        "bearer é".encode().decode("latin-1"),
    ):
        answered = await api.get("/api/v1/users/profile", headers={"authorization": value.encode("latin-1")})
        assert answered.status_code == 401
    for value in ("porter_customer", "porter_customer=;;;", "a=b; porter_customer=x", '"'):
        answered = await api.get("/api/v1/users/profile", headers={"cookie": value, "sec-fetch-site": "same-origin"})
        assert answered.status_code == 401


async def test_many_at_once_are_all_answered(api: AsyncClient) -> None:
    answers = await asyncio.gather(*(api.get("/health/live") for _ in range(50)))
    assert {answered.status_code for answered in answers} == {200}


async def test_what_is_not_the_api_goes_on_to_what_lies_behind() -> None:
    async def pages(scope: Scope, receive: Receive, send: Send) -> None:
        await Response("a page")(scope, receive, send)

    app = create_api()
    app.mount("", pages)  # as Reflex does
    async with client(app=app) as api:
        page = await api.get("/orders/1")
        missing = await api.get("/api/v1/orders-that-are-not")
        wrong = await api.request("PATCH", "/api/v1/users/profile")
    assert page.text == "a page"
    assert "x-request-id" not in page.headers
    assert (missing.status_code, wrong.status_code) == (404, 405)
