"""What the API's description says beyond its routes."""

from typing import Any

from fastapi import FastAPI

from porter.api.errors import MEDIA_TYPE, Problem

TITLE = "Porter API"
VERSION = "1.0.0"

DESCRIPTION = """Book, match, drive, deliver and pay inside a city.

**Signing in.** `POST /auth/send-otp`, then `POST /auth/verify-otp`; send the `token` as `Authorization: Bearer …`. It lives
a day. `POST /auth/refresh-token` gives a new pair; a refresh token works once. Staff: `POST /auth/staff/sign-in`; where it
answers `"next": "code"`, two-step sign-in is on: send `step` and the code to `POST /auth/staff/sign-in/code`.

**Money** is written in major units with two decimals (`94.40`) beside a `currency`. Read it as a decimal, never as a float.
Beside it stands the same in whole minor units, under a name that ends in `_minor`; live events write both alike. What you
send is in major units.

**Errors** are `application/problem+json` with a stable `code`, words for people in `detail`, and the `request_id` to tell
support. Fields that an address does not know are refused.

**Idempotency-Key** is honoured on every POST: the same key and body get the same answer for a day; another body gets 422;
while the first is still being worked on, 409.

**Lists** have `next_cursor`; send it back as `cursor`. **Limits**: `RateLimit-*` headers say where you stand; 429 comes
with `Retry-After`. Bodies: 1 MB, uploads 10 MB.

**Live events**: WebSocket `/api/v1/live`. First message `{"type": "auth", "token": "…"}` within 5 s, then
`{"type": "subscribe", "room": "order:<id>" | "driver" | "account" | "ops", "last_event_id": "…"}`. The answer
`subscribed` says with `complete` whether everything since that event follows; if not, read the state anew. Events:
`order:created driver:assigned driver:location order:status_changed order:delivered job:new job:cancelled order:updated`.
Close codes: 4401 signed out, 4403 foreign page, 4408 no token in time, 4413 too slow to listen,
4429 too many messages, 1009 message too large.
"""

TAGS = [
    {"name": "auth", "description": "Signing in and out."},
    {"name": "users", "description": "One's own profile and saved places."},
    {"name": "notifications", "description": "The inbox."},
    {"name": "city", "description": "Vehicle classes, zones, places, ways of paying."},
    {"name": "orders", "description": "Estimates, orders, tracking."},
    {"name": "payments", "description": "Paying, and what became of it."},
    {"name": "wallet", "description": "A customer's wallet."},
    {"name": "payouts", "description": "A driver's money: balance, cash in hand, withdrawals."},
    {"name": "pilots", "description": "The driver's side: `pilot` in addresses."},
    {"name": "admin", "description": "Operations."},
    {"name": "health", "description": "For load balancers."},
    {"name": "dev", "description": "Only outside production."},
]

_REFERENCES = "#/components/schemas/{model}"
_PROBLEM: dict[str, Any] = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}

PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"description": "Cannot be done.", **_PROBLEM},
    401: {"description": "Not signed in.", **_PROBLEM},
    403: {"description": "Not for this role.", **_PROBLEM},
    404: {"description": "Not found, or somebody else's.", **_PROBLEM},
    409: {"description": "Changed in the meantime.", **_PROBLEM},
    410: {"description": "Has ended.", **_PROBLEM},
    413: {"description": "Too large.", **_PROBLEM},
    422: {"description": "A field is wrong.", **_PROBLEM},
    429: {"description": "Too many requests; see `Retry-After`.", **_PROBLEM},
    503: {"description": "Something we need is not answering.", **_PROBLEM},
}
"""Every route may answer these."""


class DescribedApi(FastAPI):
    """An app whose description knows the problem document, which no route returns by itself."""

    def openapi(self) -> dict[str, Any]:
        """The description, made once."""
        if not self.openapi_schema:
            described = super().openapi()
            problem = Problem.model_json_schema(ref_template=_REFERENCES)
            schemas = described.setdefault("components", {}).setdefault("schemas", {})
            schemas.update(problem.pop("$defs", {}))
            schemas["Problem"] = problem
            _show_bodies(described, schemas)
        return super().openapi()


def _show_bodies(described: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Give every body an example, so that nobody has to guess one from its types."""
    for path in described["paths"].values():
        for operation in path.values():
            for media in operation.get("requestBody", {}).get("content", {}).values():
                if (example := _example(media["schema"], schemas)) is not None:
                    media["example"] = example


def _example(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """The example that a schema names, else one made of those of its fields; None without any."""
    if "examples" in schema:
        return schema["examples"][0]
    if "$ref" in schema:
        return _example(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], schemas)
    if "items" in schema:
        item = _example(schema["items"], schemas)
        return None if item is None else [item]
    fields = {name: _example(field, schemas) for name, field in schema.get("properties", {}).items()}
    return {name: example for name, example in fields.items() if example is not None} or None
