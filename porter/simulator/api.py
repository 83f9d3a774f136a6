"""Requests to Porter's public API: patient with servers that are down or busy, plain about refusals."""

import asyncio
import random
from typing import Any

import httpx
import structlog

log = structlog.get_logger("simulator.api")

ROOT = "/api/v1"
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 8.0
TIMEOUT_S = 10.0

Answer = dict[str, Any]

_AGAIN = frozenset({408, 425, 500, 502, 503, 504})


class Down(Exception):
    """No answer, or one that says nothing about the request."""

    def __init__(self, why: str, wait_s: float = 0) -> None:
        super().__init__(why)
        self.wait_s = wait_s


class Refusal(Exception):
    """Porter said no, and will say it again."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code


class Api:
    """One Porter, for everybody in the simulation."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._is_down = False

    async def call(self, method: str, path: str, *, token: str = "", key: str = "", **more: Any) -> Answer:
        """Ask until there is an answer; a POST that changes something brings its idempotency key. Raises Refusal."""
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                return await self.once(method, path, token=token, key=key, **more)
            except Down as down:
                wait_s = max(down.wait_s, random.uniform(FIRST_PAUSE_S, pause_s))
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
                await asyncio.sleep(wait_s)

    async def once(self, method: str, path: str, *, token: str = "", key: str = "", **more: Any) -> Answer:
        """Ask once. Raises Down, Refusal."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        headers |= {"idempotency-key": key} if key else {}
        try:
            response = await self._http.request(method, ROOT + path, headers=headers, **more)
        except httpx.TransportError as error:
            self._note(down=True, why=type(error).__name__)
            raise Down(type(error).__name__) from error
        answer = _read(response)
        self._note(down=False)
        return answer

    def _note(self, *, down: bool, why: str = "") -> None:
        if down != self._is_down:
            self._is_down = down
            log.warning("porter_is_away", why=why) if down else log.info("porter_is_back")


def _read(response: httpx.Response) -> Answer:
    if response.is_success:
        answer: Answer = response.json()
        return answer
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise Down("too many requests", _retry_after_s(response))
    problem = _problem(response)
    if response.status_code in _AGAIN or problem.get("retryable") is True:
        raise Down(f"status {response.status_code}")
    raise Refusal(response.status_code, str(problem.get("code", "")), str(problem.get("detail", "")))


def _retry_after_s(response: httpx.Response) -> float:
    text = response.headers.get("retry-after", "")
    return float(text) if text.isdigit() else LONGEST_PAUSE_S


def _problem(response: httpx.Response) -> Answer:
    try:
        problem = response.json()
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}
