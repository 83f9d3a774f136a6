"""Matching: rounds of offers, who holds an order, and why each driver was or was not asked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlmodel import Field

from porter.core.rows import Row
from porter.models.columns import choice, created, document, instant, key, maybe_instant, minor, one_of, ref
from porter.models.enums import OfferStatus, Party, RoundStatus


class MatchingRound(Row, table=True):
    """One batch of asks for an order; due when its offers end. `search` counts searches of the order, from 1."""

    __tablename__ = "matching_round"
    __table_args__ = (
        one_of("status", RoundStatus),
        UniqueConstraint("order_id", "search", "number"),
        Index("uq_matching_round_open", "order_id", unique=True, postgresql_where=text("status = 'open'")),
        Index("ix_matching_round_due", "due_at", postgresql_where=text("status = 'open'")),
    )

    id: UUID = key()
    order_id: UUID = ref("orders.id", ondelete="CASCADE")
    search: int = 1
    number: int
    radius_m: int
    status: RoundStatus = choice(RoundStatus, RoundStatus.OPEN)
    considered: int = 0
    asked: int = 0
    started_at: datetime = created()
    due_at: datetime = instant()
    closed_at: datetime | None = maybe_instant()


class Offer(Row, table=True):
    """One ask to one driver with an end; a driver looks at one offer at a time."""

    __tablename__ = "offer"
    __table_args__ = (
        one_of("status", OfferStatus),
        UniqueConstraint("round_id", "driver_id"),
        Index("uq_offer_accepted", "order_id", "round_id", unique=True, postgresql_where=text("status = 'accepted'")),
        Index("uq_offer_open_per_driver", "driver_id", unique=True, postgresql_where=text("status = 'sent'")),
        Index("ix_offer_open_ends", "expires_at", postgresql_where=text("status = 'sent'")),
        Index("ix_offer_driver_sent", "driver_id", text("sent_at DESC")),
    )

    id: UUID = key()
    round_id: UUID = ref("matching_round.id", ondelete="CASCADE", index=False)
    order_id: UUID = ref("orders.id", ondelete="CASCADE")
    driver_id: UUID = ref("driver.id", index=False)
    status: OfferStatus = choice(OfferStatus, OfferStatus.SENT)
    payout_minor: int = minor()
    cash_minor: int = minor(0)
    currency: str = Field(max_length=3)
    pickup_distance_m: int
    pickup_eta_s: int
    sent_at: datetime = created()
    expires_at: datetime = instant()
    answered_at: datetime | None = maybe_instant()
    decline_reason: str | None = None


class Candidate(Row, table=True):
    """Why a driver was or was not asked in a round: `gate` is NULL when every gate was passed."""

    __tablename__ = "candidate"
    __table_args__ = (
        UniqueConstraint("round_id", "driver_id"),
        Index("ix_candidate_driver_created", "driver_id", "created_at"),
    )

    id: UUID = key()
    round_id: UUID = ref("matching_round.id", ondelete="CASCADE", index=False)
    order_id: UUID = ref("orders.id", ondelete="CASCADE")
    driver_id: UUID = ref("driver.id", index=False)
    gate: str | None = Field(default=None, max_length=32)
    rank: int | None = None
    score: int | None = None
    parts: dict[str, Any] = document()
    distance_m: int
    eta_s: int | None = None
    created_at: datetime = created()


class Assignment(Row, table=True):
    """Who holds an order, from when to when. The database refuses two drivers on one order and two orders on one driver."""

    __tablename__ = "assignment"
    __table_args__ = (
        one_of("assigned_by", Party),
        Index("uq_assignment_order_open", "order_id", unique=True, postgresql_where=text("upper_inf(during)")),
        Index("uq_assignment_driver_open", "driver_id", unique=True, postgresql_where=text("upper_inf(during)")),
        ExcludeConstraint(("driver_id", "="), ("during", "&&"), using="gist", name="driver_one_at_a_time"),
        ExcludeConstraint(("order_id", "="), ("during", "&&"), using="gist", name="order_one_at_a_time"),
    )

    id: UUID = key()
    order_id: UUID = ref("orders.id", ondelete="CASCADE")
    driver_id: UUID = ref("driver.id")
    vehicle_id: UUID = ref("vehicle.id", index=False)
    offer_id: UUID | None = ref("offer.id", nullable=True, default=None, index=False)
    assigned_by: Party = choice(Party)
    during: Range[datetime] = Field(sa_column=Column(TSTZRANGE, nullable=False))
    ended_because: str | None = None
