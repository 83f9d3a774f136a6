"""Errors as problem documents (RFC 9457): a stable `code`, words for people, the request's id, and never the input."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from prometheus_client import Counter
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from porter.core.errors import Overloaded, PorterError, RateLimited
from porter.core.money import to_decimal
from porter.core.views import to_json

log = structlog.get_logger(__name__)

FAILURES = Counter("porter_api_failures_total", "Requests that failed unexpectedly", ["error"])

MEDIA_TYPE = "application/problem+json"
BLAND = "Something went wrong on our side. Please try again; nothing was half done."

CODES = {
    400: "bad_request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "media_type_wrong",
}
DETAILS = {
    400: "We could not read this request.",
    404: "There is nothing at this address.",
    405: "This address does not know that method.",
    413: "This is too large.",
}

WORDS = {
    "missing": "This is needed.",
    "extra_forbidden": "This field is not known.",
    "string_type": "This must be text.",
    "int_type": "This must be a whole number.",
    "int_parsing": "This must be a whole number.",
    "int_from_float": "This must be a whole number.",
    "float_type": "This must be a number.",
    "float_parsing": "This must be a number.",
    "finite_number": "This must be a finite number.",
    "bool_type": "This must be true or false.",
    "bool_parsing": "This must be true or false.",
    "uuid_parsing": "This is not an id.",
    "uuid_type": "This is not an id.",
    "list_type": "This must be a list.",
    "tuple_type": "This must be a list.",
    "model_type": "This must be an object.",
    "model_attributes_type": "This must be an object.",
    "dict_type": "This must be an object.",
    "string_pattern_mismatch": "This does not have the right form.",
    "string_too_short": "At least {min_length} characters are needed.",
    "string_too_long": "At most {max_length} characters are possible.",
    "too_short": "At least {min_length} are needed.",
    "too_long": "At most {max_length} are possible.",
    "greater_than_equal": "This must be {ge} or more.",
    "greater_than": "This must be more than {gt}.",
    "less_than_equal": "This must be {le} or less.",
    "less_than": "This must be less than {lt}.",
    "enum": "Possible values: {expected}.",
    "literal_error": "Possible values: {expected}.",
}
UNCLEAR = "This is not valid."


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str = Field(examples=["phone"])
    message: str = Field(examples=["This is needed."])


class Problem(BaseModel):
    """A problem document. Errors may add members of their own, such as `tries_left`."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:porter:problem:otp_wrong"])
    title: str = Field(examples=["Bad Request"])
    status: int = Field(examples=[400])
    detail: str = Field(examples=["That code is not right. Please check the message again."])
    code: str = Field(examples=["otp_wrong"])
    request_id: str = Field(examples=["0192f3c8a1"])
    retryable: bool = False
    success: bool = False
    errors: list[FieldProblem] | None = None


def install(app: FastAPI) -> None:
    """Answer every kind of error as a problem document."""
    app.add_exception_handler(PorterError, _own)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def problem(error: PorterError, request_id: str) -> Response:
    """The answer to an error of ours."""
    headers = {"retry-after": str(max(1, error.retry_after_s))} if isinstance(error, (RateLimited, Overloaded)) else {}
    return document(
        error.http_status,
        error.code,
        error.message,
        request_id,
        extra={**_in_both_units(error.extra), "retryable": error.retryable},
        headers=headers,
    )


def document(
    status: int,
    code: str,
    detail: str,
    request_id: str,
    *,
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Write a problem document."""
    body = {
        "retryable": False,
        **(extra or {}),
        "success": False,
        "type": f"urn:porter:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": request_id,
    }
    wanted = {"cache-control": "no-store", **(headers or {})}
    if status == 401:
        wanted["www-authenticate"] = "Bearer"
    return Response(to_json(body), status, wanted, MEDIA_TYPE)


def _in_both_units(extra: Mapping[str, Any]) -> dict[str, Any]:
    """What an error adds, its amounts also in major units, as everywhere in the API."""
    amounts = {name: minor for name, minor in extra.items() if name.endswith("_minor")}
    return {**extra, **{name.removesuffix("_minor"): to_decimal(minor) for name, minor in amounts.items()}}


def request_id_of(request: Request) -> str:
    """The id under which this request stands in our logs."""
    return str(request.scope.get("porter.request_id", ""))


async def _own(request: Request, error: Exception) -> Response:
    assert isinstance(error, PorterError)  # noqa: S101 - registered for this type only
    return problem(error, request_id_of(request))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type only
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return document(400, "bad_json", "This is not valid JSON.", request_id_of(request))
    fields = [{"field": _field(item["loc"]), "message": _words(item)} for item in found]
    detail = "Please check what you entered."
    return document(422, "invalid", detail, request_id_of(request), extra={"errors": fields})


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type only
    code = CODES.get(error.status_code, "refused")
    detail = DETAILS.get(error.status_code, HTTPStatus(error.status_code).phrase)
    return document(error.status_code, code, detail, request_id_of(request), headers=error.headers)


async def _unexpected(request: Request, error: Exception) -> Response:
    FAILURES.labels(type(error).__name__).inc()
    log.error("request_failed", error=type(error).__name__, request_id=request_id_of(request), exc_info=error)
    # The server answers outside of our middleware here, so the id has to be set once more.
    headers = {"x-request-id": request_id_of(request)}
    return document(500, "unexpected", BLAND, request_id_of(request), extra={"retryable": True}, headers=headers)


def _field(loc: tuple[Any, ...]) -> str:
    parts = [str(part) for part in loc]
    return ".".join(parts[1:]) or parts[0]


def _words(item: dict[str, Any]) -> str:
    if item["type"] == "value_error":
        return str(item["msg"]).removeprefix("Value error, ")
    template = WORDS.get(item["type"], UNCLEAR)
    try:
        return template.format(**item.get("ctx", {}))
    except KeyError:
        return UNCLEAR
