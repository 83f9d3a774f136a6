"""Tables, words and transition tables. No I/O happens here.

Importing this package gives `SQLModel.metadata` every table; Alembic and the tests rely on it.
"""

from porter.core.outbox import OutboxDelivery, OutboxEvent
from porter.models.accounts import (
    Account,
    Address,
    Authenticator,
    Invitation,
    LoginSession,
    LoginTicket,
    OtpChallenge,
    RecoveryCode,
    RefreshToken,
    SecondStep,
    StoredAnswer,
)
from porter.models.books import (
    LedgerAccount,
    LedgerBalance,
    LedgerCheck,
    LedgerEntry,
    LedgerPeriod,
    Posting,
    Receipt,
    ReceiptSeries,
)
from porter.models.desk import SavedView
from porter.models.drivers import Driver, Vehicle, VehicleClass
from porter.models.fares import CancellationRule, FarePolicy, TaxRegime
from porter.models.matching import Assignment, Candidate, MatchingRound, Offer
from porter.models.notices import Notification
from porter.models.orders import Order, Proof, Rating, Stop, TimelineEntry
from porter.models.payments import (
    Payment,
    PaymentPreference,
    PaymentStep,
    Payout,
    PayoutDestination,
    Refund,
    SavedMethod,
    WebhookEvent,
)
from porter.models.places import City, Zone
from porter.models.quotes import Estimate, Quote
from porter.models.trips import LocationBatch, Position, Trip

__all__ = [
    "Account",
    "Address",
    "Assignment",
    "Authenticator",
    "CancellationRule",
    "Candidate",
    "City",
    "Driver",
    "Estimate",
    "FarePolicy",
    "Invitation",
    "LedgerAccount",
    "LedgerBalance",
    "LedgerCheck",
    "LedgerEntry",
    "LedgerPeriod",
    "LocationBatch",
    "LoginSession",
    "LoginTicket",
    "MatchingRound",
    "Notification",
    "Offer",
    "Order",
    "OtpChallenge",
    "OutboxDelivery",
    "OutboxEvent",
    "Payment",
    "PaymentPreference",
    "PaymentStep",
    "Payout",
    "PayoutDestination",
    "Position",
    "Posting",
    "Proof",
    "Quote",
    "Rating",
    "Receipt",
    "ReceiptSeries",
    "RecoveryCode",
    "RefreshToken",
    "Refund",
    "SavedMethod",
    "SavedView",
    "SecondStep",
    "Stop",
    "StoredAnswer",
    "TaxRegime",
    "TimelineEntry",
    "Trip",
    "Vehicle",
    "VehicleClass",
    "WebhookEvent",
    "Zone",
]
