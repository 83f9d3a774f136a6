"""Money to drivers: where it goes, what may be withdrawn, and its way to the bank."""

from porter.services.payouts.balance import MIN_PAYOUT_MINOR
from porter.services.payouts.cash import CashView, cash
from porter.services.payouts.desk import (
    PayoutNotFound,
    PayoutOver,
    is_paid_since,
    look_again,
    panel,
    table,
)
from porter.services.payouts.destinations import (
    DestinationInput,
    DestinationNotFound,
    add_destination,
    destinations,
    make_default,
    remove_destination,
)
from porter.services.payouts.inputs import PayoutFilter, PayoutSort
from porter.services.payouts.monthly import month_statement, statement_pdf
from porter.services.payouts.read import balance, cash_statement, mine, statement
from porter.services.payouts.record import record, record_word
from porter.services.payouts.request import (
    MAX_UNDER_WAY,
    NoDestination,
    TooManyPayouts,
    WithdrawalTooLarge,
    WithdrawalTooSmall,
    request,
    set_off_cash,
)
from porter.services.payouts.roles import MAY_HURRY, MAY_SEE
from porter.services.payouts.send import send, settle
from porter.services.payouts.statement_views import StatementAccount, StatementView
from porter.services.payouts.views import (
    DestinationView,
    DriverBalanceView,
    LockView,
    PayoutPanelView,
    PayoutRow,
    PayoutView,
)

__all__ = [
    "MAX_UNDER_WAY",
    "MAY_HURRY",
    "MAY_SEE",
    "MIN_PAYOUT_MINOR",
    "CashView",
    "DestinationInput",
    "DestinationNotFound",
    "DestinationView",
    "DriverBalanceView",
    "LockView",
    "NoDestination",
    "PayoutFilter",
    "PayoutNotFound",
    "PayoutOver",
    "PayoutPanelView",
    "PayoutRow",
    "PayoutSort",
    "PayoutView",
    "StatementAccount",
    "StatementView",
    "TooManyPayouts",
    "WithdrawalTooLarge",
    "WithdrawalTooSmall",
    "add_destination",
    "balance",
    "cash",
    "cash_statement",
    "destinations",
    "is_paid_since",
    "look_again",
    "make_default",
    "mine",
    "month_statement",
    "panel",
    "record",
    "record_word",
    "remove_destination",
    "request",
    "send",
    "set_off_cash",
    "settle",
    "statement",
    "statement_pdf",
    "table",
]
