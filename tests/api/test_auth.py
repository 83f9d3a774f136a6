"""Signing in over REST: the shapes of the examples, tokens that rotate, sessions that end at once."""

import asyncio
from datetime import timedelta

import pytest

from porter.core import clock
from tests.people import ASHA, MEERA, PASSWORD, client, newest_code, signed_in, tokens

pytestmark = pytest.mark.usefixtures("database")


async def test_the_shapes_of_the_examples() -> None:
    async with client() as api:
        sent = await api.post(
            "/api/v1/auth/send-otp", json={"phone": "9000000001", "country_code": "+91", "user_type": "user"}
        )
        assert sent.status_code == 200
        body = sent.json()
        assert (body["success"], body["message"], body["expires_in"]) == (True, "OTP sent successfully", 300)
        verified = await api.post(
            "/api/v1/auth/verify-otp",
            json={"otp_id": body["otp_id"], "otp": await newest_code(ASHA.phone), "phone": "9000000001"},
        )
    assert verified.status_code == 200
    answer = verified.json()
    assert answer["success"] is True
    assert answer["user"]["phone"] == "9000000001"
    assert answer["user"]["is_new_user"] is True
    assert {"token", "refresh_token"} <= set(answer)


async def test_the_wrong_code_is_a_problem_that_says_how_many_tries_are_left() -> None:
    async with client() as api:
        sent = await api.post("/api/v1/auth/send-otp", json={"phone": "9000000001"})
        wrong = f"{(int(await newest_code(ASHA.phone)) + 1) % 10**6:06}"
        answer = await api.post(
            "/api/v1/auth/verify-otp", json={"otp_id": sent.json()["otp_id"], "otp": wrong, "phone": "9000000001"}
        )
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["tries_left"], problem["success"]) == ("otp_wrong", 4, False)
    assert problem["request_id"] == answer.headers["x-request-id"]


async def test_asking_again_at_once_says_when_to_come_back() -> None:
    async with client() as api:
        await api.post("/api/v1/auth/send-otp", json={"phone": "9000000001"})
        again = await api.post("/api/v1/auth/send-otp", json={"phone": "9000000001"})
    assert again.status_code == 429
    assert 1 <= int(again.headers["retry-after"]) <= 61


async def test_a_refresh_token_rotates_and_its_reuse_ends_the_family() -> None:
    first = await tokens(ASHA)
    async with client() as api:
        renewed = await api.post("/api/v1/auth/refresh-token", json={"refresh_token": first.refresh})
        second = renewed.json()
        with clock.travel(timedelta(seconds=11)):
            reused = await api.post("/api/v1/auth/refresh-token", json={"refresh_token": first.refresh})
            after = await api.post("/api/v1/auth/refresh-token", json={"refresh_token": second["refresh_token"]})
            profile = await api.get("/api/v1/users/profile", headers={"authorization": f"Bearer {second['token']}"})
    assert renewed.status_code == 200
    assert second["refresh_token"] != first.refresh
    assert (reused.status_code, reused.json()["code"]) == (401, "refresh_reused")
    assert (after.status_code, profile.status_code) == (401, 401)


async def test_two_tabs_that_refresh_at_once_stay_signed_in_with_the_same_token() -> None:
    first = await tokens(ASHA)
    async with client() as api:
        answers = await asyncio.gather(
            *(api.post("/api/v1/auth/refresh-token", json={"refresh_token": first.refresh}) for _ in range(5))
        )
        successors = {answer.json()["refresh_token"] for answer in answers}
        assert [answer.status_code for answer in answers] == [200] * 5
        assert len(successors) == 1
        third = await api.post("/api/v1/auth/refresh-token", json={"refresh_token": successors.pop()})
    assert third.status_code == 200


async def test_the_grace_ends_when_the_successor_was_used() -> None:
    first = await tokens(ASHA)
    async with client() as api:
        second = (await api.post("/api/v1/auth/refresh-token", json={"refresh_token": first.refresh})).json()
        await api.post("/api/v1/auth/refresh-token", json={"refresh_token": second["refresh_token"]})
        stolen = await api.post("/api/v1/auth/refresh-token", json={"refresh_token": first.refresh})
    assert stolen.json()["code"] == "refresh_reused"


async def test_signing_out_counts_at_once() -> None:
    async with signed_in(ASHA) as asha:
        assert (await asha.get("/api/v1/users/profile")).status_code == 200
        assert (await asha.post("/api/v1/auth/logout")).status_code == 200
        refused = await asha.get("/api/v1/users/profile")
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated")
    assert refused.headers["www-authenticate"] == "Bearer"


async def test_signing_out_by_refresh_token_and_twice() -> None:
    keys = await tokens(ASHA)
    async with client() as api:
        for _ in range(2):
            out = await api.post("/api/v1/auth/logout", json={"refresh_token": keys.refresh})
            assert out.status_code == 200
        refused = await api.get("/api/v1/users/profile", headers={"authorization": f"Bearer {keys.access}"})
    assert refused.status_code == 401


async def test_a_token_of_one_app_does_not_open_another() -> None:
    async with signed_in(ASHA) as asha:
        refused = await asha.post("/api/v1/auth/staff/invitations", json={"email": "a@b.example", "role": "admin"})
        elsewhere = await asha.get("/api/v1/admin/orders")
    assert refused.status_code == 404
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "not_found"), "signing in again would not help"


async def test_an_access_token_ends_after_a_day() -> None:
    async with signed_in(ASHA) as asha:
        with clock.travel(timedelta(hours=23)):
            assert (await asha.get("/api/v1/users/profile")).status_code == 200
        with clock.travel(timedelta(hours=25)):
            assert (await asha.get("/api/v1/users/profile")).status_code == 401


async def test_staff_are_invited_and_choose_a_password() -> None:
    async with signed_in(MEERA) as meera:
        made = await meera.post(
            "/api/v1/auth/staff/invitations", json={"email": "Vikram@Porter.example", "role": "dispatcher"}
        )
        assert made.status_code == 201
        token = made.json()["invitation"]["link"].rsplit("/", 1)[1]
    async with client() as api:
        shown = await api.get(f"/api/v1/auth/staff/invitations/{token}")
        assert shown.json()["invitation"]["email"] == "vikram@porter.example"
        weak = await api.post(f"/api/v1/auth/staff/invitations/{token}/accept", json={"name": "V", "password": "vik"})
        assert weak.json()["code"] == "password_weak"
        accepted = await api.post(
            f"/api/v1/auth/staff/invitations/{token}/accept", json={"name": "Vikram", "password": PASSWORD}
        )
        assert accepted.status_code == 201
        assert accepted.json()["user"]["role"] == "dispatcher"
        again = await api.post(
            f"/api/v1/auth/staff/invitations/{token}/accept", json={"name": "Vikram", "password": PASSWORD}
        )
        assert (again.status_code, again.json()["code"]) == (410, "invitation_ended")
        signed = await api.post(
            "/api/v1/auth/staff/sign-in", json={"email": "VIKRAM@porter.example", "password": PASSWORD}
        )
        assert signed.status_code == 200
        refused = await api.post(
            "/api/v1/auth/staff/invitations",
            json={"email": "more@porter.example", "role": "admin"},
            headers={"authorization": f"Bearer {signed.json()['token']}"},
        )
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


async def test_nobody_chooses_a_role_of_customers_or_drivers_by_invitation() -> None:
    async with signed_in(MEERA) as meera:
        made = await meera.post(
            "/api/v1/auth/staff/invitations", json={"email": "v@porter.example", "role": "customer"}
        )
    assert made.status_code == 400


async def test_wrong_passwords_are_counted_and_unknown_people_answer_alike() -> None:
    await tokens(MEERA)
    async with client() as api:
        answers = [
            await api.post("/api/v1/auth/staff/sign-in", json={"email": email, "password": "not this one at all"})
            for email in [MEERA.email] * 5 + ["nobody@porter.example"]
        ]
        blocked = await api.post("/api/v1/auth/staff/sign-in", json={"email": MEERA.email, "password": PASSWORD})
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(401, "password_wrong")}
    assert (blocked.status_code, blocked.json()["code"]) == (429, "too_many_sign_ins")
    assert (await tokens(MEERA)).account.email == MEERA.email  # from elsewhere, Meera still gets in
