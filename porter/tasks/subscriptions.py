"""The table of contents of everything that follows from something: event -> who wants to know.

Names stand in the delivery rows: a renamed subscriber leaves its open deliveries without a home.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from porter.tasks import (
    desk_money,
    desk_orders,
    desk_people,
    matching_jobs,
    notices,
    payment_jobs,
    payout_jobs,
    receipt_jobs,
    tracking_jobs,
)
from porter.tasks.celery_app import DEFAULT, LOW, MATCH
from porter.tasks.facts import Subscriber

_SEARCH = Subscriber("matching.search", matching_jobs.search, MATCH)
_FINISH_PAYMENTS = Subscriber("payments.finish_order", payment_jobs.finish_order, DEFAULT)
_SEND_PAYOUT = Subscriber("payouts.send", payout_jobs.send, DEFAULT)
_TELL_REFUNDED = Subscriber("notices.refunded", payment_jobs.tell_refunded, DEFAULT)
_SETTLE_ORDER = Subscriber("desk.settle_order", desk_orders.settle, LOW)
_SETTLE_REFUND = Subscriber("desk.refund_decided", desk_money.refund_decided, LOW)
_SETTLE_PAYMENT = Subscriber("desk.payment_moved", desk_money.payment_moved, LOW)
_PAYMENT_ATTENTION = Subscriber("desk.payment_attention", desk_money.payment_attention, DEFAULT)
_SETTLE_DRIVER = Subscriber("desk.driver_decided", desk_people.driver_decided, LOW)
_PAYOUT_CAME_BACK = Subscriber("desk.payout_came_back", desk_money.payout_came_back, DEFAULT)
_STOP_OFFERS = Subscriber("matching.stop_offers", matching_jobs.stop_offers, MATCH)

SUBSCRIPTIONS: Mapping[str, tuple[Subscriber, ...]] = MappingProxyType(
    {
        "account.created": (Subscriber("notices.welcome", notices.welcome, LOW),),
        "account.two_step_on": (Subscriber("desk.two_step_on", desk_people.two_step_on, DEFAULT),),
        "account.two_step_off": (Subscriber("desk.two_step_off", desk_people.two_step_off, DEFAULT),),
        "account.suspended": (_STOP_OFFERS,),
        "driver.registered": (Subscriber("desk.driver_waits", desk_people.driver_waits, DEFAULT),),
        "driver.approved": (_SETTLE_DRIVER,),
        "driver.rejected": (_SETTLE_DRIVER,),
        "driver.offline": (_STOP_OFFERS,),
        "order.placed": (
            replace(_SEARCH, wants=payment_jobs.in_cash),
            Subscriber("payments.pay_from_wallet", payment_jobs.pay_from_wallet, DEFAULT, wants=payment_jobs.by_wallet),
            Subscriber("notices.order_placed", notices.order_secured, DEFAULT, wants=payment_jobs.in_cash),
        ),
        "order.secured": (_SEARCH, Subscriber("notices.order_secured", notices.order_secured, DEFAULT)),
        "order.search_again": (_SEARCH, _SETTLE_ORDER),
        "order.raised": (_SEARCH,),
        "offer.declined": (Subscriber("matching.go_on", matching_jobs.go_on, MATCH),),
        "driver.assigned": (
            Subscriber("tracking.promise", tracking_jobs.promise, DEFAULT),
            Subscriber("notices.driver_assigned", notices.driver_assigned, DEFAULT),
            _SETTLE_ORDER,
        ),
        "driver.dropped_out": (
            _SEARCH,
            Subscriber("notices.driver_dropped_out", notices.driver_dropped_out, DEFAULT),
            Subscriber("desk.dropped_out", desk_orders.dropped_out, DEFAULT),
        ),
        "stop.failed": (Subscriber("desk.stop_failed", desk_orders.stop_failed, DEFAULT),),
        "stop.unlocked": (_SETTLE_ORDER,),
        "ops.attention": (Subscriber("desk.attention", desk_orders.attention, DEFAULT),),
        "ops.attended": (_SETTLE_ORDER,),
        "payout.requested": (_SEND_PAYOUT,),
        "payout.due": (_SEND_PAYOUT,),
        "payout.paid": (Subscriber("desk.payout_paid", desk_money.payout_paid, LOW),),
        "payout.failed": (_PAYOUT_CAME_BACK,),
        "payout.reversed": (_PAYOUT_CAME_BACK,),
        "order.picked_up": (Subscriber("notices.picked_up", notices.picked_up, DEFAULT),),
        "order.late": (Subscriber("desk.late", desk_orders.late, DEFAULT),),
        "order.delivered": (
            _FINISH_PAYMENTS,
            Subscriber("notices.delivered", notices.delivered, DEFAULT),
            _SETTLE_ORDER,
        ),
        "order.returned": (
            _FINISH_PAYMENTS,
            Subscriber("notices.returned", notices.returned, DEFAULT),
            _SETTLE_ORDER,
        ),
        "order.no_driver": (
            Subscriber("notices.no_driver", notices.no_driver, DEFAULT),
            Subscriber("desk.no_driver", desk_orders.no_driver, DEFAULT),
        ),
        "order.cancelled": (
            Subscriber("matching.release", matching_jobs.release, MATCH),
            _FINISH_PAYMENTS,
            Subscriber("notices.cancelled", notices.cancelled, DEFAULT),
            _SETTLE_ORDER,
        ),
        "payment.webhook": (Subscriber("payments.take_webhook", payment_jobs.take_webhook, DEFAULT),),
        "payment.due": (Subscriber("payments.attend", payment_jobs.attend, DEFAULT),),
        "payment.captured": (
            Subscriber("notices.captured", payment_jobs.tell_captured, DEFAULT),
            _SETTLE_PAYMENT,
        ),
        "payment.voided": (_SETTLE_PAYMENT,),
        "payment.failed": (
            Subscriber("notices.payment_failed", payment_jobs.tell_failed, DEFAULT),
            _SETTLE_PAYMENT,
        ),
        "payment.attention": (_PAYMENT_ATTENTION,),
        "payment.differs": (_PAYMENT_ATTENTION,),
        "payment.agrees": (_SETTLE_PAYMENT,),
        "refund.requested": (Subscriber("desk.refund_waits", desk_money.refund_waits, DEFAULT),),
        "refund.approved": (
            Subscriber("payments.send_refund", payment_jobs.send_refund, DEFAULT),
            _SETTLE_REFUND,
        ),
        "refund.rejected": (_SETTLE_REFUND,),
        "refund.done": (
            Subscriber("receipts.credit_note", receipt_jobs.credit_note, LOW),
            _TELL_REFUNDED,
        ),
        "refund.failed": (_TELL_REFUNDED,),
        "ledger.checked": (Subscriber("desk.books_checked", desk_money.books_checked, DEFAULT),),
        "receipt.issued": (Subscriber("receipts.send_by_email", receipt_jobs.send_by_email, LOW),),
    }
)

SUBSCRIBERS: Mapping[str, Subscriber] = MappingProxyType(
    {subscriber.name: subscriber for wanted in SUBSCRIPTIONS.values() for subscriber in wanted}
)
