"""The description of the API: what it shows can be sent, and money has one unit a name."""

import json
from typing import Any

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import TypeAdapter

from tests.people import api_app

REQUESTS = ("Body", "Input")
"""How the shapes of what is sent are called."""

SPELLED = {"raise_minor": "raised"}
"""Where the name without `_minor` is a word of Python."""


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """The document that `/api/v1/openapi.json` answers."""
    return api_app().openapi()


def test_every_body_has_an_example_that_it_accepts(described: dict[str, Any]) -> None:
    """By the model itself, which also knows what no schema can say."""
    bodies = _bodies()
    silent, wrong, seen = [], [], 0
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            media = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if media is None:
                continue
            seen += 1
            if not media.get("example"):
                silent.append(f"{method} {path}")
                continue
            try:
                TypeAdapter(bodies[method, path]).validate_json(json.dumps(media["example"]))
            except ValueError as error:
                wrong.append(f"{method} {path}: {error}")
    assert (silent, wrong) == ([], [])
    assert seen > 40


def test_money_that_is_answered_has_both_units_under_two_names(described: dict[str, Any]) -> None:
    """`payout_minor` is a whole number of paise, and `payout` a number of rupees."""
    odd, seen = [], 0
    for name, schema in described["components"]["schemas"].items():
        fields = schema.get("properties", {})
        for field in [] if name.endswith(REQUESTS) else [field for field in fields if field.endswith("_minor")]:
            seen += 1
            major = fields.get(SPELLED.get(field, field.removesuffix("_minor")), {})
            if (fields[field].get("type"), major.get("type")) != ("integer", "number"):
                odd.append(f"{name}.{field}")
    assert odd == []
    assert seen > 60


def test_no_body_takes_minor_units(described: dict[str, Any]) -> None:
    """What is sent is in major units, as the description promises."""
    schemas = described["components"]["schemas"]
    odd = [f"{name}.{field}" for name in schemas if name.endswith(REQUESTS) for field in schemas[name]["properties"]]
    assert [field for field in odd if field.endswith("_minor")] == []


def _bodies() -> dict[tuple[str, str], Any]:
    """What each route reads, by method and path."""
    found: dict[tuple[str, str], Any] = {}
    for context in iter_route_contexts(api_app().routes):
        route = context.original_route
        if isinstance(route, APIRoute) and route.body_field:
            found |= {
                (method.lower(), context.path or ""): route.body_field.field_info.annotation for method in route.methods
            }
    return found
