"""What Stripe says about requests and errors, as its twin follows it: the SDK's own types decide which parameters exist."""

import hmac
import re
import secrets
from hashlib import sha256
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl

from stripe._request_options import RequestOptions

from porter.core import clock
from porter.integrations.payments.twins.server import Json, Refusal

SECRET_KEY = "sk_test_twin"  # noqa: S105 - of a twin
WEBHOOK_SECRET = "whsec_twin"  # noqa: S105 - of a twin

_PART = re.compile(r"[^\[\]]+")
_OPTIONS = set(RequestOptions.__annotations__)


def read_form(text: str) -> Json:
    """Stripe's form encoding as nested data: metadata[key]=x, expand[0]=latest_charge."""
    tree: Json = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        *path, last = _PART.findall(name) or [name]
        place = tree
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return {name: _listed(value) for name, value in tree.items()}


def check_params(kind: str, form: Json) -> Json:
    """Refuse what the SDK's `<kind>Params` does not know, and what it requires and is not there."""
    module = re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()
    params = getattr(import_module(f"stripe.params._{module}_params"), f"{kind}Params")
    for name in form:
        if name not in set(params.__annotations__) - _OPTIONS:
            raise refusal(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)
    for name in sorted(params.__required_keys__ - set(form)):
        raise refusal(f"Missing required param: {name}.", code="parameter_missing", param=name)
    return form


def whole(form: Json, name: str, default: int | None = None) -> int:
    """A positive whole number of minor units."""
    text = str(form.get(name, "" if default is None else default))
    if not re.fullmatch(r"-?\d+", text):
        raise refusal(f"Invalid integer: {text}", code="parameter_invalid_integer", param=name)
    if int(text) < 1:
        raise refusal("This value must be greater than or equal to 1.", code="parameter_invalid_integer", param=name)
    if int(text) > 99_999_999:
        raise refusal("Amount must be no more than 999,999.99", code="amount_too_large", param=name)
    return int(text)


def refusal(
    text: str,
    *,
    code: str | None = None,
    param: str | None = None,
    status: int = 400,
    kind: str = "invalid_request_error",
    more: Json | None = None,
) -> Refusal:
    """An error in Stripe's form."""
    error: Json = {"type": kind, "message": text, "code": code, "param": param, **(more or {})}
    return Refusal(status, {"error": {name: value for name, value in error.items() if value is not None}})


def sign(raw: bytes, at: int | None = None, secret: str = WEBHOOK_SECRET) -> str:
    """A webhook's signature header."""
    stamp = now() if at is None else at
    mac = hmac.new(secret.encode(), f"{stamp}.".encode() + raw, sha256).hexdigest()
    return f"t={stamp},v1={mac}"


def listing(url: str, items: list[Json]) -> Json:
    """A list in Stripe's form."""
    return {"object": "list", "url": url, "has_more": False, "data": items}


def new_id(prefix: str) -> str:
    """An id of a kind."""
    return f"{prefix}_{secrets.token_hex(12)}"


def now() -> int:
    """This moment, as Stripe writes it."""
    return int(clock.now().timestamp())


def _listed(value: Any) -> Any:
    if isinstance(value, dict) and value and all(key.isdigit() for key in value):
        return [value[key] for key in sorted(value, key=int)]
    return value
