"""Answers in one shape: `{"success": true, "<name>": …}`, written by the same rules everywhere."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi.responses import Response
from pydantic import BaseModel, Field, create_model

from porter.core.pages import Page
from porter.core.views import to_json

JSON = "application/json"


def answer(name: str, view: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """One named object."""
    return plain({name: view}, status, headers)


def answer_page(name: str, page: Page[Any]) -> Response:
    """One page of a list, and the cursor of the next; `next_cursor` is "" at the end."""
    return plain({name: page.items, "next_cursor": page.next_cursor})


def plain(members: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Several members beside `success`. Nothing of a person is to be kept by anybody on the way."""
    body = to_json({"success": True, **members})
    return Response(body, status, {"cache-control": "no-store", **(headers or {})}, JSON)


def done(status: int = 200) -> Response:
    """Nothing to tell but that it was done."""
    return plain({}, status)


@cache
def shape(name: str, view: Any, *more: tuple[str, Any]) -> type[BaseModel]:
    """The documented shape of `answer(name, view)`, for `response_model=`."""
    title = f"{name.title().replace('_', '')}{getattr(view, '__name__', 'Answer').replace('[', '').replace(']', '')}"
    fields: dict[str, Any] = {"success": (bool, Field(True, examples=[True])), name: (view, ...)}
    return create_model(f"{title}Answer", **fields, **dict(more))


@cache
def page_shape(name: str, item: Any) -> type[BaseModel]:
    """The documented shape of `answer_page(name, page)`."""
    return shape(name, tuple[item, ...], ("next_cursor", (str, Field("", description='"" at the end'))))


class Done(BaseModel):
    """It was done."""

    success: bool = True
