"""Staff sign in over REST in two steps: the endpoint says what comes next, and takes the code."""

from typing import Any

import pytest
from httpx import AsyncClient, Response

from porter.models.enums import Role
from tests.authenticator import enrol
from tests.people import ASHA, MEERA, PASSWORD, Person, actor, api_app, client, staff, tokens

pytestmark = pytest.mark.usefixtures("database")

NOBODY = Person("Nobody", MEERA.audience, email="nobody@porter.example")
SAM = staff("Sam", Role.SUPPORT)


async def password(api: AsyncClient, who: Person = MEERA, secret: str = PASSWORD, **more: Any) -> Response:
    """E-mail and password."""
    return await api.post("/api/v1/auth/staff/sign-in", json={"email": who.email, "password": secret, **more})


async def code(api: AsyncClient, step: Any, given: Any) -> Response:
    """The code for a sign-in that waits."""
    return await api.post("/api/v1/auth/staff/sign-in/code", json={"step": step, "code": given})


async def test_the_answer_says_that_a_code_comes_next_and_takes_it() -> None:
    meera = await actor(MEERA)
    app = await enrol(meera)
    async with client() as api:
        asked = await password(api)
        body = asked.json()
        assert (asked.status_code, body["success"], body["next"], body["expires_in"]) == (200, True, "code", 300)
        assert "token" not in body
        done = await code(api, body["step"], app.code())
        assert (done.status_code, done.json()["user"]["id"]) == (200, str(meera.id))
        api.headers["authorization"] = f"Bearer {done.json()['token']}"
        assert (await api.get("/api/v1/admin/fleet")).status_code == 200


async def test_a_program_sends_everything_at_once() -> None:
    app = await enrol(await actor(MEERA))
    await tokens(SAM)
    async with client() as api:
        assert (await password(api, code=app.code())).json()["token"]
        wrong = await password(api, code=app.wrong())
        assert (wrong.status_code, wrong.json()["code"], wrong.json()["tries_left"]) == (400, "code_wrong", 4)
        assert (await password(api, code=app.recovery[0])).json()["token"]
        assert (await password(api, SAM, code="123456")).json()["token"]  # who has no second step is asked for none


async def test_problems_and_the_tries_that_are_left() -> None:
    app = await enrol(await actor(MEERA))
    async with client() as api:
        step = (await password(api)).json()["step"]
        for left in (4, 3, 2, 1):
            wrong = await code(api, step, app.wrong())
            assert wrong.headers["content-type"] == "application/problem+json"
            assert (wrong.status_code, wrong.json()["code"], wrong.json()["tries_left"]) == (400, "code_wrong", left)
        out = await code(api, step, app.wrong())
        assert (out.status_code, out.json()["code"]) == (429, "too_many_codes")
        assert int(out.headers["retry-after"]) >= 1
        ended = await code(api, "no such sign-in", app.code())
        assert (ended.status_code, ended.json()["code"]) == (410, "second_step_ended")


async def test_a_used_code_says_so() -> None:
    app = await enrol(await actor(MEERA))
    async with client() as api:
        given = app.code()
        assert (await code(api, (await password(api)).json()["step"], given)).status_code == 200
        again = await code(api, (await password(api)).json()["step"], given)
    assert (again.status_code, again.json()["code"]) == (400, "code_used")


async def test_who_does_not_know_the_password_learns_nothing() -> None:
    await enrol(await actor(MEERA))
    await tokens(SAM)
    async with client() as api:
        answers = [
            await password(api, who, "not this one at all", code="123456") for who in (MEERA, SAM, NOBODY, ASHA, MEERA)
            if who.email
        ]  # fmt: skip
    told = [{**answer.json(), "request_id": ""} for answer in answers]
    assert [answer.status_code for answer in answers] == [401] * 4
    assert all(each == told[0] for each in told)


@pytest.mark.parametrize(
    ("step", "given"),
    [("", "123456"), ("x", ""), (None, "123456"), ("x", 123456), ("x" * 201, "1" * 6), ("a\0", "1" * 6)],
)
async def test_garbage_is_refused(step: Any, given: Any) -> None:
    async with client() as api:
        assert (await code(api, step, given)).status_code == 422


def test_the_description_shows_both_answers_and_examples() -> None:
    described = api_app().openapi()
    answer = described["paths"]["/api/v1/auth/staff/sign-in"]["post"]["responses"]["200"]["content"]["application/json"]
    assert {each["$ref"].rsplit("/", 1)[-1] for each in answer["schema"]["anyOf"]} == {
        "TokenAnswer",
        "CodeNeededAnswer",
    }
    assert described["components"]["schemas"]["SecondStepInput"]["properties"]["code"]["examples"]
