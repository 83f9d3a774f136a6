"""Who is simulated, what they keep, and how they stay signed in."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from porter.seed import people
from porter.simulator import names
from porter.simulator.api import Api, Down, Refusal
from porter.simulator.blocks import NoBlockFree, block
from porter.simulator.keyring import Keyring, Keys
from porter.simulator.person import Person, as_operator, by_phone

Handler = Callable[[httpx.Request], httpx.Response]


def api(handler: Handler) -> Api:
    """An API that a function answers for."""
    return Api(httpx.AsyncClient(transport=httpx.MockTransport(handler), base_url="http://localhost"))


def test_the_demo_city_has_the_people_we_move() -> None:
    assert [names.driver(n).phone for n in (1, 60)] == [people.driver_phone(n) for n in (1, 60)]
    assert names.customer(20).phone == people.customer_phone(20)
    assert names.DEMO_DRIVER_PHONE == people.RAVI_PHONE
    assert (names.OPERATOR_EMAIL, names.OPERATOR_PASSWORD) == (people.MEERA_EMAIL, people.PASSWORD)


def test_keys_outlive_us_and_are_nobody_elses(tmp_path: Path) -> None:
    path = tmp_path / "simulator" / "keys.json"
    keyring = Keyring(path)
    keyring.put("a", Keys("access", "refresh"))
    keyring.put("b", Keys("other", "other"))
    keyring.put("b", None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Keyring(path).get("a") == Keys("access", "refresh")
    assert Keyring(path).get("b") is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 1}', '{"a": {"access": "x"}}'])
def test_a_torn_file_of_keys_means_signing_in_again(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text)
    assert Keyring(path).get("a") is None


def test_two_simulators_move_different_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("porter.simulator.blocks.MOST_BLOCKS", 2)
    with block(tmp_path) as first, block(tmp_path) as second:
        assert (first, second) == (0, 1)
        with pytest.raises(NoBlockFree), block(tmp_path):
            pass
    with block(tmp_path) as again:
        assert again == 0


async def test_a_server_that_is_away_or_busy_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("porter.simulator.api.FIRST_PAUSE_S", 0)
    monkeypatch.setattr("porter.simulator.api.LONGEST_PAUSE_S", 0)
    keys: list[str] = []
    answers = iter(
        [
            httpx.Response(503),
            httpx.Response(429, headers={"retry-after": "0"}),
            httpx.Response(502, text="<html>"),
            httpx.Response(409, json={"code": "idempotency_in_flight", "retryable": True}),
        ]
    )

    def server(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["idempotency-key"])
        if len(keys) == 1:
            raise httpx.ConnectError("refused")
        return next(answers, httpx.Response(201, json={"success": True}))

    assert await api(server).call("POST", "/orders", key="k", json={}) == {"success": True}
    assert keys == ["k"] * 6


async def test_a_busy_server_says_how_long_to_wait() -> None:
    busy = api(lambda _: httpx.Response(429, headers={"retry-after": "7"}))
    with pytest.raises(Down) as caught:
        await busy.once("GET", "/orders")
    assert caught.value.wait_s == 7


async def test_a_refusal_is_not_repeated() -> None:
    asked: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(409, json={"code": "offer_taken", "detail": "Another driver has taken this job."})

    with pytest.raises(Refusal) as caught:
        await api(server).call("PUT", "/pilots/jobs/1/accept")
    assert (caught.value.status, caught.value.code) == (409, "offer_taken")
    assert asked == ["/api/v1/pilots/jobs/1/accept"]


class Desk:
    """A Porter that knows one phone; tokens end when it says so."""

    def __init__(self) -> None:
        self.valid = "first"
        self.refreshes = True
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer like the API."""
        path = request.url.path.removeprefix("/api/v1")
        self.asked.append(path)
        match path:
            case "/auth/send-otp":
                return httpx.Response(200, json={"otp_id": "1"})
            case "/dev/inbox":
                messages = [{"text": "123456 is your Porter code."}, {"text": "999999 is your Porter code."}]
                return httpx.Response(200, json={"messages": messages})
            case "/auth/verify-otp":
                right = json.loads(request.content)["otp"] == "123456"
                return httpx.Response(200, json=self._keys()) if right else httpx.Response(400, json={})
            case "/auth/refresh-token":
                return httpx.Response(200, json=self._keys()) if self.refreshes else httpx.Response(401, json={})
        known = request.headers.get("authorization") == f"Bearer {self.valid}"
        return httpx.Response(200, json={"seen": True}) if known else httpx.Response(401, json={})

    def _keys(self) -> dict[str, str]:
        return {"token": self.valid, "refresh_token": f"refresh-{self.valid}"}


@pytest.fixture
def desk() -> Desk:
    """A Porter that can be told to end sessions."""
    return Desk()


@pytest.fixture
def person(desk: Desk, tmp_path: Path) -> Person:
    """Somebody who has not signed in yet."""
    return Person(api(desk), Keyring(tmp_path / "keys.json"), "bindu", by_phone(names.customer(1)))


async def test_people_sign_in_once(desk: Desk, person: Person) -> None:
    assert await person.get("/orders") == {"seen": True}
    assert await person.get("/orders") == {"seen": True}
    assert desk.asked == ["/auth/send-otp", "/dev/inbox", "/auth/verify-otp", "/orders", "/orders"]


async def test_an_old_token_is_renewed(desk: Desk, person: Person) -> None:
    await person.get("/orders")
    desk.valid, desk.asked = "second", []
    assert await person.get("/orders") == {"seen": True}
    assert desk.asked == ["/orders", "/auth/refresh-token", "/orders"]


async def test_an_ended_session_is_begun_anew(desk: Desk, person: Person) -> None:
    await person.post_once("/pilots/location", {})
    desk.valid, desk.refreshes, desk.asked = "second", False, []
    assert await person.post_once("/pilots/location", {}) == {"seen": True}
    assert desk.asked[1:-1] == ["/auth/refresh-token", "/auth/send-otp", "/dev/inbox", "/auth/verify-otp"]


async def test_an_operator_who_is_asked_for_a_code_is_refused_in_words() -> None:
    """A developer may try two-step sign-in with the demo login; the simulated desk then rests."""
    waiting = {"success": True, "next": "code", "step": "abc", "expires_in": 300}
    with pytest.raises(Refusal, match="code_needed"):
        await as_operator(api(lambda _: httpx.Response(200, json=waiting)))
