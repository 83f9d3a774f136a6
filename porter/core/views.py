"""Views: what a person or a program is shown. Built by a domain, served by the API and the screens alike."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, SerializationInfo, WithJsonSchema, field_validator

from porter.core.money import to_decimal


class View(BaseModel):
    """A frozen value that holds only what may be shown."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)

    def plain(self) -> dict[str, Any]:
        """The view as plain JSON values, as a screen's state holds it."""
        return self.model_dump(mode="json")


class Input(BaseModel):
    """What a caller may send: unknown fields are refused, text is stripped."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        if isinstance(value, str) and "\0" in value:  # valid JSON, and no text of Postgres
            raise ValueError("must not contain the character NUL")
        return value


Id = Annotated[UUID, Field(examples=["019aa5c6-3f1e-7b52-9c1d-5d2f0f6a1b27"])]
"""An id in a body, with an example for the API's description."""


def _major_for_the_api(minor: int, info: SerializationInfo) -> Any:
    return to_decimal(minor) if info.context and info.context.get("api") else minor


Amount = Annotated[
    int,
    PlainSerializer(_major_for_the_api),
    WithJsonSchema({"type": "number", "examples": [94.40], "description": "Major units with two decimals."}),
]
"""Minor units inside and in screens' states; the API writes it as a number of major units with two decimals."""


def to_json(value: Any) -> bytes:
    """JSON as the API writes it: views with money in major units, exact decimals, instants in ISO 8601."""
    return orjson.dumps(_for_api(value), default=_default)


def _for_api(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(context={"api": True})
    if isinstance(value, dict):
        return {key: _for_api(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_for_api(item) for item in value]
    return value


def _default(value: Any) -> Any:
    if isinstance(value, Decimal):
        return orjson.Fragment(str(value))
    if isinstance(value, UUID):  # asyncpg reads ids as a subclass of its own
        return str(value)
    raise TypeError(f"cannot write {type(value).__name__} as JSON")
