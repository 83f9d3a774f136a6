"""What an address may ask: query parameters that a route does not know are refused, as unknown fields of a body are."""

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel

_found: dict[Callable[..., Any], frozenset[str]] = {}


async def known_only(request: Request) -> None:
    """A filter with a slip of the pen must not answer with everything. Raises 422 that names the parameter.

    Where a vendor sends people back to, outside of the description, it adds what it likes.
    """
    route = request.scope["route"]
    if not request.query_params or not route.include_in_schema:
        return
    known = _known(route)
    odd = [name for name in request.query_params if name not in known]
    if odd:
        said = [
            {"type": "extra_forbidden", "loc": ("query", name), "msg": "", "input": ""} for name in dict.fromkeys(odd)
        ]
        raise RequestValidationError(said)


def _known(route: APIRoute) -> frozenset[str]:
    """The parameters that a route and what it depends on declare."""
    if route.endpoint not in _found:  # a route has no hash
        _found[route.endpoint] = frozenset(_names(route.dependant))
    return _found[route.endpoint]


def _names(dependant: Dependant) -> Iterator[str]:
    for field in dependant.query_params:
        kind = field.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from (info.alias or name for name, info in kind.model_fields.items())
        else:
            yield field.alias
    for each in dependant.dependencies:
        yield from _names(each)
