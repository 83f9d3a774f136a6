"""Somebody with a session: signs in as people do, stays signed in, and asks Porter in their own name."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from porter.simulator.api import Answer, Api, Refusal
from porter.simulator.keyring import Keyring, Keys
from porter.simulator.names import OPERATOR_EMAIL, OPERATOR_PASSWORD, Somebody

_CODE = re.compile(r"\b\d{6}\b")

SignIn = Callable[[Api], Awaitable[Keys]]


class Person:
    """A session that mends itself."""

    def __init__(self, api: Api, keyring: Keyring, who: str, sign_in: SignIn) -> None:
        self._api = api
        self._keyring = keyring
        self._who = who
        self._sign_in = sign_in
        self._renewing = asyncio.Lock()

    async def get(self, path: str, **params: Any) -> Answer:
        """Look something up. Raises Refusal."""
        return await self._ask("GET", path, params=params)

    async def put(self, path: str, body: Answer | None = None) -> Answer:
        """Change something; twice is once. Raises Refusal."""
        return await self._ask("PUT", path, json=body or {})

    async def post(self, path: str, body: Answer) -> Answer:
        """Make something, once, however often the network fails. Raises Refusal."""
        return await self._ask("POST", path, json=body, key=uuid4().hex)

    async def send(self, path: str, **body: Any) -> Answer:
        """POST any kind of body. Raises Refusal."""
        return await self._ask("POST", path, key=uuid4().hex, **body)

    async def post_once(self, path: str, body: Answer) -> Answer:
        """Try a POST without waiting for a server that is away. Raises Down, Refusal."""
        token = await self.token()
        try:
            return await self._api.once("POST", path, token=token, json=body)
        except Refusal as refusal:
            if refusal.status != 401:
                raise
            await self.renew(token)
            return await self._api.once("POST", path, token=await self.token(), json=body)

    async def token(self) -> str:
        """An access token; signs in when there is none."""
        keys = self._keyring.get(self._who)
        if keys is None:
            await self.renew("")
            keys = self._keyring.get(self._who)
        return keys.access if keys else ""

    async def renew(self, old: str) -> None:
        """Get new keys in place of an access token that is refused; whoever comes second finds them."""
        async with self._renewing:
            keys = self._keyring.get(self._who)
            if keys is not None and keys.access != old:
                return
            fresh = await self._refreshed(keys) if keys else None
            self._keyring.put(self._who, fresh or await self._sign_in(self._api))

    async def _ask(self, method: str, path: str, **more: Any) -> Answer:
        token = await self.token()
        try:
            return await self._api.call(method, path, token=token, **more)
        except Refusal as refusal:
            if refusal.status != 401:
                raise
            await self.renew(token)
            return await self._api.call(method, path, token=await self.token(), **more)

    async def _refreshed(self, keys: Keys) -> Keys | None:
        try:
            answer = await self._api.call("POST", "/auth/refresh-token", json={"refresh_token": keys.refresh})
        except Refusal:
            return None
        return _keys(answer)


def by_phone(who: Somebody) -> SignIn:
    """The way in with a code that is read from the development inbox."""

    async def sign_in(api: Api) -> Keys:
        sent = await api.call("POST", "/auth/send-otp", json={"phone": who.phone, "user_type": who.user_type})
        proof = {"otp_id": sent["otp_id"], "phone": who.phone, "otp": await _code(api, who.phone)}
        return _keys(await api.call("POST", "/auth/verify-otp", json=proof))

    return sign_in


async def as_operator(api: Api) -> Keys:
    """The way in of the demo city's operator. Raises Refusal when a second step is asked for."""
    login = {"email": OPERATOR_EMAIL, "password": OPERATOR_PASSWORD}
    answer = await api.call("POST", "/auth/staff/sign-in", json=login)
    if "token" not in answer:
        raise Refusal(401, "code_needed", "the operator's two-step sign-in is on, and we have no phone")
    return _keys(answer)


async def _code(api: Api, phone: str) -> str:
    inbox = await api.call("GET", "/dev/inbox", params={"phone": phone})
    codes = (_CODE.search(message["text"]) for message in inbox["messages"])
    newest = next((code[0] for code in codes if code), None)
    if newest is None:
        raise Refusal(404, "no_code", "the development inbox holds no code for this phone")
    return newest


def _keys(answer: Answer) -> Keys:
    return Keys(access=answer["token"], refresh=answer["refresh_token"])
