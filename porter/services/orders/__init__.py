"""Orders: from a quote to a receipt. `move` is the only way a status changes."""

from porter.services.orders.book import book, place
from porter.services.orders.cancel import cancel, cancellation_preview
from porter.services.orders.deliver import bring_back, deliver, settle
from porter.services.orders.errors import (
    AlreadyRated,
    CashDiffers,
    DriverBusy,
    FeeChanged,
    MethodNotOffered,
    NotCancellable,
    NotRateable,
    PriceChanged,
    QuoteExpired,
    QuoteUsed,
    RaiseRefused,
    TooManyOrders,
)
from porter.services.orders.final import total_now
from porter.services.orders.funding import give_up_unpaid, pay_by, start_searching
from porter.services.orders.inputs import BookInput, OrderFilter, Scope, Sort
from porter.services.orders.move import move, record
from porter.services.orders.panel import panel
from porter.services.orders.payment_methods import PaymentMethodView, payment_methods
from porter.services.orders.present import goods_text, stop_view
from porter.services.orders.queries.telling import OrderNews, news
from porter.services.orders.rate import rate
from porter.services.orders.read import active, again, get, history, receipt, stops, timeline
from porter.services.orders.search import raise_offer, search_again
from porter.services.orders.table import table
from porter.services.orders.views import (
    CancellationView,
    DriverCardView,
    OrderCard,
    OrderPanelView,
    OrderRow,
    OrderView,
    SearchView,
    StopView,
    TimelineView,
    WaitingView,
)
from porter.services.orders.waiting import waiting_view
from porter.services.orders.words import status_text, stop_when_text
from porter.services.receipts import ReceiptView

__all__ = [
    "AlreadyRated",
    "BookInput",
    "CancellationView",
    "CashDiffers",
    "DriverBusy",
    "DriverCardView",
    "FeeChanged",
    "MethodNotOffered",
    "NotCancellable",
    "NotRateable",
    "OrderCard",
    "OrderFilter",
    "OrderNews",
    "OrderPanelView",
    "OrderRow",
    "OrderView",
    "PaymentMethodView",
    "PriceChanged",
    "QuoteExpired",
    "QuoteUsed",
    "RaiseRefused",
    "ReceiptView",
    "Scope",
    "SearchView",
    "Sort",
    "StopView",
    "TimelineView",
    "TooManyOrders",
    "WaitingView",
    "active",
    "again",
    "book",
    "bring_back",
    "cancel",
    "cancellation_preview",
    "deliver",
    "get",
    "give_up_unpaid",
    "goods_text",
    "history",
    "move",
    "news",
    "panel",
    "pay_by",
    "payment_methods",
    "place",
    "raise_offer",
    "rate",
    "receipt",
    "record",
    "search_again",
    "settle",
    "start_searching",
    "status_text",
    "stop_view",
    "stop_when_text",
    "stops",
    "table",
    "timeline",
    "total_now",
    "waiting_view",
]
