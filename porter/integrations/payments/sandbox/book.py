"""The sandbox's memory: one document per order or payout in Redis, changed under optimistic locks with its webhooks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel, Field
from redis.exceptions import WatchError

from porter.core import clock
from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.core.redis import UNREACHABLE, bus
from porter.integrations.payments.base import (
    PaymentState,
    PayoutState,
    ProviderPayment,
    ProviderPayout,
    ProviderRefund,
    RefundState,
    furthest,
)
from porter.integrations.payments.errors import UnknownAtVendor
from porter.models.enums import PaymentMethod

KEPT_S = 90 * 24 * 3600
HOOKS = "sandbox:pay:hooks"
"""Webhooks on their way, sorted by when they are due."""

_TRIES = 100

T = TypeVar("T")


class Hook(BaseModel):
    """A webhook on its way; `copy_number` tells duplicates apart."""

    event_id: str
    name: str
    created_at: datetime
    due_at: datetime
    copy_number: int = 0
    tries: int = 0
    payment: ProviderPayment | None = None
    refund: ProviderRefund | None = None
    payout: ProviderPayout | None = None


class Document(BaseModel):
    """Something kept under one key. `hooks` leave together with the change that caused them."""

    id: str
    keys: dict[str, str] = Field(default_factory=dict)
    """Idempotency key -> the question asked with it and what came of it."""
    hooks: list[Hook] = Field(default_factory=list, exclude=True)

    def first_time(self, verb: str, key: str, question: str = "") -> bool:
        """Whether a verb's key is new. Raises GatewayRefused when it was used for another question."""
        name = f"{verb} {key}"
        known = name in self.keys
        if known and self.keys[name] != question:
            raise GatewayRefused("This key was used for another request.")
        self.keys[name] = question
        return not known


class Turn(BaseModel):
    """What will have become of an attempt at an instant, unless something happens before."""

    status: PaymentState
    at: datetime


class SandboxRefund(BaseModel):
    """A refund of an attempt."""

    id: str
    amount_minor: int
    key: str


class Attempt(BaseModel):
    """One try of a person to pay an order."""

    id: str
    method: PaymentMethod
    status: PaymentState = PaymentState.PENDING
    captured_minor: int = 0
    failure_code: str | None = None
    failure_text: str | None = None
    asks_3ds: bool = False
    turn: Turn | None = None
    refunds: list[SandboxRefund] = Field(default_factory=list)

    @property
    def refunded_minor(self) -> int:
        """What was given back so far."""
        return sum(refund.amount_minor for refund in self.refunds)


class SandboxOrder(Document):
    """A payment that was opened, and the tries to pay it."""

    payment_id: UUID
    amount_minor: int
    currency: str
    method: PaymentMethod
    captures: bool
    payer: str
    description: str
    return_url: str
    created_at: datetime
    card_label: str = ""
    attempts: list[Attempt] = Field(default_factory=list)

    def settle(self) -> None:
        """Let due turns happen."""
        for attempt in self.attempts:
            if attempt.turn and attempt.turn.at <= clock.now():
                self.turn_to(attempt, attempt.turn.status)

    def turn_to(self, attempt: Attempt, status: PaymentState) -> None:
        """Give an attempt its status; an order that captures by itself does so on authorisation."""
        attempt.turn = None
        captures = self.captures and status is PaymentState.AUTHORIZED
        attempt.status = PaymentState.CAPTURED if captures else status
        if captures:
            attempt.captured_minor = self.amount_minor
        if attempt.status is not PaymentState.FAILED:
            attempt.failure_code = attempt.failure_text = None

    def attempt(self, attempt_id: str) -> Attempt:
        """A try by its id. Raises UnknownAtVendor."""
        for attempt in self.attempts:
            if attempt.id == attempt_id:
                return attempt
        raise UnknownAtVendor()

    def shown(self, attempt: Attempt) -> ProviderPayment:
        """A try as it is told to the outside."""
        whole = 0 < attempt.captured_minor == attempt.refunded_minor
        return ProviderPayment(
            provider_order=self.id,
            provider_payment=attempt.id,
            status=PaymentState.REFUNDED if whole else attempt.status,
            amount_minor=self.amount_minor,
            captured_minor=attempt.captured_minor,
            refunded_minor=attempt.refunded_minor,
            currency=self.currency,
            method=attempt.method,
            failure_code=attempt.failure_code,
            failure_text=attempt.failure_text,
        )

    def refund_shown(self, attempt: Attempt, refund: SandboxRefund) -> ProviderRefund:
        """A refund as it is told to the outside: the sandbox's banks are quick."""
        return ProviderRefund(
            id=refund.id,
            reference=refund.key,
            provider_payment=attempt.id,
            status=RefundState.DONE,
            amount_minor=refund.amount_minor,
            currency=self.currency,
        )

    def standing(self) -> ProviderPayment:
        """The try that decides, or that nobody has tried yet."""
        found = furthest(tuple(self.shown(attempt) for attempt in self.attempts))
        return found or ProviderPayment(
            provider_order=self.id,
            status=PaymentState.PENDING,
            amount_minor=self.amount_minor,
            currency=self.currency,
            method=self.method,
        )

    @property
    def is_taken(self) -> bool:
        """Whether an attempt holds or moved money already, so that nobody pays twice."""
        return any(attempt.status not in (PaymentState.FAILED, PaymentState.PENDING) for attempt in self.attempts)


class SandboxPayout(Document):
    """Money on its way out."""

    amount_minor: int
    currency: str
    reference: str
    steps: list[tuple[datetime, PayoutState]]
    """What it becomes, and when."""
    failure_text: str | None = None

    def shown(self, at: datetime | None = None) -> ProviderPayout:
        """As it is told to the outside, now or at an instant."""
        when = at or clock.now()
        status = [state for since, state in self.steps if since <= when][-1]
        bad = status in (PayoutState.FAILED, PayoutState.REVERSED)
        return ProviderPayout(
            id=self.id,
            status=status,
            amount_minor=self.amount_minor,
            currency=self.currency,
            reference=self.reference,
            failure_text=self.failure_text if bad else None,
        )


D = TypeVar("D", bound=Document)


async def keep_new(document: Document) -> bool:
    """Keep a document and send its webhooks on their way; False when its id is taken."""
    try:
        async with bus().pipeline(transaction=True) as pipe:
            name = _name(document.id)
            await pipe.watch(name)
            if await pipe.exists(name):
                return False
            pipe.multi()  # type: ignore[no-untyped-call]
            _write(pipe, document)
            await pipe.execute()
    except WatchError:
        return False
    except UNREACHABLE as error:
        raise GatewayUnavailable() from error
    return True


async def find(kind: type[D], document_id: str) -> D:
    """A document by its id. Raises UnknownAtVendor, GatewayUnavailable."""
    try:
        raw = await bus().get(_name(document_id))
    except UNREACHABLE as error:
        raise GatewayUnavailable() from error
    return _read(kind, raw)


async def change(kind: type[D], document_id: str, step: Callable[[D], T]) -> T:
    """Apply a step to a document as if nobody else were there. Raises UnknownAtVendor, GatewayUnavailable, and its own."""
    name = _name(document_id)
    try:
        for _ in range(_TRIES):
            async with bus().pipeline(transaction=True) as pipe:
                await pipe.watch(name)
                document = _read(kind, await pipe.get(name))
                result = step(document)
                pipe.multi()  # type: ignore[no-untyped-call]
                _write(pipe, document)
                try:
                    await pipe.execute()
                except WatchError:
                    continue
                return result
    except UNREACHABLE as error:
        raise GatewayUnavailable() from error
    raise GatewayUnavailable()


def later(seconds: float) -> datetime:
    """An instant from now."""
    return clock.now() + timedelta(seconds=seconds)


def _write(pipe: "object", document: Document) -> None:
    pipe.set(_name(document.id), document.model_dump_json(), ex=KEPT_S)  # type: ignore[attr-defined]
    for hook in document.hooks:
        pipe.zadd(HOOKS, {hook.model_dump_json(): hook.due_at.timestamp()})  # type: ignore[attr-defined]


def _read(kind: type[D], raw: str | None) -> D:
    if raw is None:
        raise UnknownAtVendor()
    document = kind.model_validate_json(raw)
    if isinstance(document, SandboxOrder):
        document.settle()
    return document


def _name(document_id: str) -> str:
    return f"sandbox:pay:{document_id}"
