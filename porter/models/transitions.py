"""Who may take which edge. Every status change in the product is looked up here first (PRODUCT.md §3)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from porter.core.errors import Conflict
from porter.models.enums import (
    OfferStatus,
    OrderStatus,
    Party,
    PaymentStatus,
    PayoutStatus,
    QuoteStatus,
    RefundStatus,
    StopStatus,
    TripStatus,
)

S = TypeVar("S", bound=StrEnum)

Edges = Mapping[tuple[S, S], frozenset[Party]]

_C, _D, _S, _SYS = Party.CUSTOMER, Party.DRIVER, Party.STAFF, Party.SYSTEM
_O = OrderStatus


def _by(*actors: Party) -> frozenset[Party]:
    return frozenset(actors)


ORDER: Edges[OrderStatus] = {
    (_O.SCHEDULED, _O.SEARCHING_DRIVER): _by(_SYS, _S),
    (_O.PENDING, _O.SEARCHING_DRIVER): _by(_SYS),
    (_O.SEARCHING_DRIVER, _O.ASSIGNED): _by(_D, _S),
    (_O.SEARCHING_DRIVER, _O.NO_DRIVER): _by(_SYS),
    (_O.NO_DRIVER, _O.SEARCHING_DRIVER): _by(_C, _S),
    (_O.NO_DRIVER, _O.ASSIGNED): _by(_S),
    (_O.ASSIGNED, _O.SEARCHING_DRIVER): _by(_D, _S, _SYS),
    (_O.ASSIGNED, _O.PICKED_UP): _by(_D, _S),
    (_O.PICKED_UP, _O.IN_TRANSIT): _by(_D, _S, _SYS),
    (_O.IN_TRANSIT, _O.DELIVERED): _by(_D, _S),
    (_O.IN_TRANSIT, _O.FAILED): _by(_D, _S),
    (_O.FAILED, _O.RETURNING): _by(_D, _S),
    (_O.RETURNING, _O.RETURNED): _by(_D, _S),
    (_O.SCHEDULED, _O.CANCELLED): _by(_C, _S, _SYS),
    (_O.PENDING, _O.CANCELLED): _by(_C, _S, _SYS),
    (_O.SEARCHING_DRIVER, _O.CANCELLED): _by(_C, _S, _SYS),
    (_O.NO_DRIVER, _O.CANCELLED): _by(_C, _S, _SYS),
    (_O.ASSIGNED, _O.CANCELLED): _by(_C, _S),
    (_O.PICKED_UP, _O.CANCELLED): _by(_S),
    (_O.IN_TRANSIT, _O.CANCELLED): _by(_S),
}

STOP: Edges[StopStatus] = {
    (StopStatus.PENDING, StopStatus.ARRIVED): _by(_D, _S),
    (StopStatus.ARRIVED, StopStatus.DONE): _by(_D, _S),
    (StopStatus.ARRIVED, StopStatus.FAILED): _by(_D, _S),
    (StopStatus.PENDING, StopStatus.SKIPPED): _by(_S, _SYS),
    (StopStatus.ARRIVED, StopStatus.SKIPPED): _by(_S, _SYS),
}

OFFER: Edges[OfferStatus] = {
    (OfferStatus.SENT, OfferStatus.ACCEPTED): _by(_D),
    (OfferStatus.SENT, OfferStatus.DECLINED): _by(_D),
    (OfferStatus.SENT, OfferStatus.EXPIRED): _by(_SYS),
    (OfferStatus.SENT, OfferStatus.WITHDRAWN): _by(_SYS, _S, _C),
}

TRIP: Edges[TripStatus] = {
    (TripStatus.TO_PICKUP, TripStatus.LOADING): _by(_D, _S),
    (TripStatus.LOADING, TripStatus.IN_TRANSIT): _by(_D, _S),
    (TripStatus.IN_TRANSIT, TripStatus.COMPLETED): _by(_D, _S),
    (TripStatus.TO_PICKUP, TripStatus.ABORTED): _by(_C, _D, _S, _SYS),
    (TripStatus.LOADING, TripStatus.ABORTED): _by(_C, _D, _S, _SYS),
    (TripStatus.IN_TRANSIT, TripStatus.ABORTED): _by(_D, _S, _SYS),
}

QUOTE: Edges[QuoteStatus] = {
    (QuoteStatus.OPEN, QuoteStatus.USED): _by(_C, _S),
    (QuoteStatus.OPEN, QuoteStatus.EXPIRED): _by(_SYS),
}

_P = PaymentStatus

PAYMENT: Edges[PaymentStatus] = {
    (_P.CREATED, _P.AUTHORIZED): _by(_SYS),
    (_P.CREATED, _P.FAILED): _by(_SYS),
    (_P.CREATED, _P.VOIDED): _by(_SYS),
    # Late authorisation: a bank that had said no says yes after all.
    (_P.FAILED, _P.AUTHORIZED): _by(_SYS),
    (_P.AUTHORIZED, _P.CAPTURING): _by(_SYS),
    (_P.AUTHORIZED, _P.VOIDED): _by(_SYS),
    # A vendor may capture by itself, and its words come in any order.
    (_P.CREATED, _P.CAPTURED): _by(_SYS),
    (_P.FAILED, _P.CAPTURED): _by(_SYS),
    (_P.AUTHORIZED, _P.CAPTURED): _by(_SYS),
    (_P.VOIDED, _P.CAPTURED): _by(_SYS),
    (_P.CAPTURING, _P.CAPTURED): _by(_SYS),
    (_P.CAPTURED, _P.PARTIALLY_REFUNDED): _by(_SYS),
    (_P.CAPTURED, _P.REFUNDED): _by(_SYS),
    (_P.PARTIALLY_REFUNDED, _P.REFUNDED): _by(_SYS),
}

REFUND: Edges[RefundStatus] = {
    (RefundStatus.REQUESTED, RefundStatus.APPROVED): _by(_S, _SYS),
    (RefundStatus.REQUESTED, RefundStatus.REJECTED): _by(_S),
    (RefundStatus.APPROVED, RefundStatus.SENDING): _by(_SYS),
    (RefundStatus.SENDING, RefundStatus.DONE): _by(_SYS),
    (RefundStatus.SENDING, RefundStatus.FAILED): _by(_SYS),
}

PAYOUT: Edges[PayoutStatus] = {
    (PayoutStatus.REQUESTED, PayoutStatus.SENDING): _by(_SYS),
    (PayoutStatus.SENDING, PayoutStatus.PROCESSING): _by(_SYS),
    (PayoutStatus.SENDING, PayoutStatus.PAID): _by(_SYS),
    (PayoutStatus.SENDING, PayoutStatus.FAILED): _by(_SYS),
    (PayoutStatus.PROCESSING, PayoutStatus.PAID): _by(_SYS),
    (PayoutStatus.PROCESSING, PayoutStatus.FAILED): _by(_SYS),
    (PayoutStatus.PAID, PayoutStatus.REVERSED): _by(_SYS),
}

ACTIVE_ORDER = frozenset({_O.ASSIGNED, _O.PICKED_UP, _O.IN_TRANSIT, _O.FAILED, _O.RETURNING})
"""A driver holds the order in these states."""

LIVE_ORDER = ACTIVE_ORDER | {_O.SCHEDULED, _O.PENDING, _O.SEARCHING_DRIVER, _O.NO_DRIVER}
"""Not over yet."""


class IllegalStep(Conflict):
    """The thing is not in a state from which this step leads, or this person may not take it."""

    code = "illegal_step"
    default_message = "This is no longer possible, because something has changed. Please look again."


def sources(edges: Edges[S], to: S, actor: Party) -> frozenset[S]:
    """The states from which this actor may go to a state. Raises IllegalStep when there are none."""
    found = frozenset(start for (start, end), actors in edges.items() if end == to and actor in actors)
    if not found:
        raise IllegalStep()
    return found
