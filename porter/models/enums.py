"""The words of the product: every state, role and kind, spelled once."""

from enum import StrEnum


class Audience(StrEnum):
    """Which of the three apps a session belongs to."""

    CUSTOMER = "customer"
    DRIVER = "driver"
    STAFF = "staff"


class Role(StrEnum):
    """What a person may do."""

    CUSTOMER = "customer"
    DRIVER = "driver"
    DISPATCHER = "dispatcher"
    DELIVERY_MANAGER = "delivery_manager"
    SUPPORT = "support"
    FINANCE = "finance"
    ADMIN = "admin"


STAFF_ROLES = frozenset({Role.DISPATCHER, Role.DELIVERY_MANAGER, Role.SUPPORT, Role.FINANCE, Role.ADMIN})


class AccountStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    DELETED = "deleted"


class Verification(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class VehicleKind(StrEnum):
    CYCLE = "cycle"
    TWO_WHEELER = "two_wheeler"
    THREE_WHEELER = "three_wheeler"
    MINI_TRUCK = "mini_truck"
    TRUCK = "truck"
    CAR = "car"


class Fuel(StrEnum):
    NONE = "none"
    EV = "ev"
    CNG = "cng"
    DIESEL = "diesel"
    PETROL = "petrol"


class VehicleStatus(StrEnum):
    AVAILABLE = "available"
    IN_SERVICE = "in_service"
    MAINTENANCE = "maintenance"
    OFFLINE = "offline"


class ServiceType(StrEnum):
    GOODS = "goods"
    PASSENGER = "passenger"


class PaymentMethod(StrEnum):
    CASH = "cash"
    UPI = "upi"
    CARD = "card"
    WALLET = "wallet"


class MatchingMode(StrEnum):
    ONE_BY_ONE = "one_by_one"
    BATCH = "batch"
    BROADCAST = "broadcast"
    MANUAL = "manual"


class QuoteStatus(StrEnum):
    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"


class OrderStatus(StrEnum):
    SCHEDULED = "scheduled"
    PENDING = "pending"
    SEARCHING_DRIVER = "searching_driver"
    ASSIGNED = "assigned"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    NO_DRIVER = "no_driver"
    FAILED = "failed"
    RETURNING = "returning"
    RETURNED = "returned"


class StopKind(StrEnum):
    PICKUP = "pickup"
    DROP = "drop"


class StopStatus(StrEnum):
    PENDING = "pending"
    ARRIVED = "arrived"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


class RoundStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class OfferStatus(StrEnum):
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class TripStatus(StrEnum):
    TO_PICKUP = "to_pickup"
    LOADING = "loading"
    IN_TRANSIT = "in_transit"
    COMPLETED = "completed"
    ABORTED = "aborted"


class Party(StrEnum):
    """Who took an edge, in timelines and cancellations."""

    CUSTOMER = "customer"
    DRIVER = "driver"
    STAFF = "staff"
    SYSTEM = "system"


class Fault(StrEnum):
    CUSTOMER = "customer"
    DRIVER = "driver"
    PLATFORM = "platform"
    NONE = "none"


class ProofKind(StrEnum):
    PHOTO = "photo"
    SIGNATURE = "signature"


class LedgerAccountKind(StrEnum):
    CUSTOMER_WALLET = "customer_wallet"
    DRIVER_PAYABLE = "driver_payable"
    DRIVER_CASH_IN_HAND = "driver_cash_in_hand"
    PLATFORM_COMMISSION = "platform_commission"
    TAXES = "taxes"
    GATEWAY_CLEARING = "gateway_clearing"
    PROMOTIONS = "promotions"
    INCENTIVES = "incentives"
    CUSTOMER_RECEIVABLE = "customer_receivable"
    WALLET_HOLDS = "wallet_holds"
    GATEWAY_FEES = "gateway_fees"
    PAYOUTS_IN_TRANSIT = "payouts_in_transit"
    REFUNDS_IN_TRANSIT = "refunds_in_transit"
    COMPENSATION = "compensation"
    TIPS = "tips"
    STORE_PAYABLE = "store_payable"
    AFFILIATE_PAYABLE = "affiliate_payable"


class Provider(StrEnum):
    """Who moves the money."""

    SANDBOX = "sandbox"
    RAZORPAY = "razorpay"
    STRIPE = "stripe"
    WALLET = "wallet"
    CASH = "cash"


class PaymentPurpose(StrEnum):
    ORDER = "order"
    TOP_UP = "top_up"
    TIP = "tip"
    CASH_SETTLEMENT = "cash_settlement"


class PaymentStatus(StrEnum):
    CREATED = "created"
    AUTHORIZED = "authorized"
    CAPTURING = "capturing"
    CAPTURED = "captured"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    FAILED = "failed"
    VOIDED = "voided"


class RefundStatus(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    SENDING = "sending"
    DONE = "done"
    FAILED = "failed"
    REJECTED = "rejected"


class DestinationKind(StrEnum):
    BANK = "bank"
    UPI = "upi"


class PayoutStatus(StrEnum):
    REQUESTED = "requested"
    SENDING = "sending"
    PROCESSING = "processing"
    PAID = "paid"
    FAILED = "failed"
    REVERSED = "reversed"


class NotificationKind(StrEnum):
    WELCOME = "welcome"
    ORDER_PLACED = "order_placed"
    DRIVER_ASSIGNED = "driver_assigned"
    DRIVER_ARRIVED = "driver_arrived"
    PICKED_UP = "picked_up"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    NO_DRIVER = "no_driver"
    DELAY = "delay"
    OFFER = "offer"
    RECEIPT = "receipt"
    PAYMENT_CAPTURED = "payment_captured"
    PAYMENT_FAILED = "payment_failed"
    REFUND = "refund"
    PAYOUT = "payout"
    WALLET = "wallet"
    TRIP_PROBLEM = "trip_problem"
    DRIVER_WAITING = "driver_waiting"
    PAYMENT_ATTENTION = "payment_attention"
    BOOKS = "books"
    SECURITY = "security"
