"""Payments: a checkout, what vendors say about it, what the order makes of it, and money that goes back."""

from porter.services.payments.cards import (
    cards,
    forget_card,
    prefer,
    preference,
    refresh_cards,
    start_saving_card,
)
from porter.services.payments.checkout import book, pay_from_wallet, raise_offer, start_checkout
from porter.services.payments.deciding import approve_refund, reject_refund, request_refund
from porter.services.payments.errors import (
    AmountRefused,
    CardNotFound,
    CardsNotKept,
    NothingToPay,
    NotRefundable,
    NotToWallet,
    PaymentNotFound,
    RefundDecided,
    RefundTooLarge,
    ReturnForged,
    SecondPersonNeeded,
    TipRefused,
    WalletTooLow,
)
from porter.services.payments.extras import start_cash_settlement, start_top_up, top_up_choice
from porter.services.payments.inbox import process_due, process_event, receive_webhook
from porter.services.payments.inputs import (
    PaymentFilter,
    PaymentSort,
    RefundFilter,
    RefundInput,
    RefundReason,
    RefundTo,
)
from porter.services.payments.look import look
from porter.services.payments.outside import record_refund
from porter.services.payments.panel import panel, refund_panel
from porter.services.payments.present import DRIVERS_PAY_PAGE, needs_somebody, page_of
from porter.services.payments.preview import preview_refund
from porter.services.payments.read import get, history, methods
from porter.services.payments.reconcile import reconcile
from porter.services.payments.record import record
from porter.services.payments.resume import resume
from porter.services.payments.roles import MAY_ASK, MAY_DECIDE
from porter.services.payments.send import send_refund
from porter.services.payments.table import refunds, table
from porter.services.payments.take import attend, capture, finish_order
from porter.services.payments.tips import start_tip, tip_choice
from porter.services.payments.verify import come_back, refresh, verify
from porter.services.payments.views import (
    AmountChoiceView,
    CardCheckoutView,
    CardView,
    CheckoutView,
    MethodView,
    PaymentPanelView,
    PaymentRow,
    PaymentStepView,
    PaymentView,
    PreferenceView,
    RefundPanelView,
    RefundPreviewView,
    RefundView,
)

__all__ = [
    "DRIVERS_PAY_PAGE",
    "MAY_ASK",
    "MAY_DECIDE",
    "AmountChoiceView",
    "AmountRefused",
    "CardCheckoutView",
    "CardNotFound",
    "CardView",
    "CardsNotKept",
    "CheckoutView",
    "MethodView",
    "NotRefundable",
    "NotToWallet",
    "NothingToPay",
    "PaymentFilter",
    "PaymentNotFound",
    "PaymentPanelView",
    "PaymentRow",
    "PaymentSort",
    "PaymentStepView",
    "PaymentView",
    "PreferenceView",
    "RefundDecided",
    "RefundFilter",
    "RefundInput",
    "RefundPanelView",
    "RefundPreviewView",
    "RefundReason",
    "RefundTo",
    "RefundTooLarge",
    "RefundView",
    "ReturnForged",
    "SecondPersonNeeded",
    "TipRefused",
    "WalletTooLow",
    "approve_refund",
    "attend",
    "book",
    "capture",
    "cards",
    "come_back",
    "finish_order",
    "forget_card",
    "get",
    "history",
    "look",
    "methods",
    "needs_somebody",
    "page_of",
    "panel",
    "pay_from_wallet",
    "prefer",
    "preference",
    "preview_refund",
    "process_due",
    "process_event",
    "raise_offer",
    "receive_webhook",
    "reconcile",
    "record",
    "record_refund",
    "refresh",
    "refresh_cards",
    "refund_panel",
    "refunds",
    "reject_refund",
    "request_refund",
    "resume",
    "send_refund",
    "start_cash_settlement",
    "start_checkout",
    "start_saving_card",
    "start_tip",
    "start_top_up",
    "table",
    "tip_choice",
    "top_up_choice",
    "verify",
]
