"""The table of contents of everything that follows from something: event -> who wants to know.

Names stand in the delivery rows: a renamed subscriber leaves its open deliveries without a home.
"""

from collections.abc import Mapping
from types import MappingProxyType

from porter.tasks import matching_jobs, notices, payment_jobs, payout_jobs, receipt_jobs, tracking_jobs
from porter.tasks.celery_app import DEFAULT, LOW, MATCH
from porter.tasks.facts import Subscriber

_SEARCH = Subscriber("matching.search", matching_jobs.search, MATCH)
_FINISH_PAYMENTS = Subscriber("payments.finish_order", payment_jobs.finish_order, DEFAULT)
_SEND_PAYOUT = Subscriber("payouts.send", payout_jobs.send, DEFAULT)
_TELL_REFUNDED = Subscriber("notices.refunded", payment_jobs.tell_refunded, DEFAULT)
_STOP_OFFERS = Subscriber("matching.stop_offers", matching_jobs.stop_offers, MATCH)

SUBSCRIPTIONS: Mapping[str, tuple[Subscriber, ...]] = MappingProxyType(
    {
        "account.created": (Subscriber("notices.welcome", notices.welcome, LOW),),
        "account.suspended": (_STOP_OFFERS,),
        "driver.offline": (_STOP_OFFERS,),
        "order.placed": (
            _SEARCH,
            Subscriber("payments.pay_from_wallet", payment_jobs.pay_from_wallet, DEFAULT),
            Subscriber("notices.order_placed", notices.order_placed, DEFAULT),
        ),
        "order.secured": (_SEARCH, Subscriber("notices.order_secured", notices.order_secured, DEFAULT)),
        "order.search_again": (_SEARCH,),
        "order.raised": (_SEARCH,),
        "offer.declined": (Subscriber("matching.go_on", matching_jobs.go_on, MATCH),),
        "driver.assigned": (
            Subscriber("tracking.promise", tracking_jobs.promise, DEFAULT),
            Subscriber("notices.driver_assigned", notices.driver_assigned, DEFAULT),
        ),
        "driver.dropped_out": (
            _SEARCH,
            Subscriber("notices.driver_dropped_out", notices.driver_dropped_out, DEFAULT),
        ),
        "payout.requested": (_SEND_PAYOUT,),
        "payout.due": (_SEND_PAYOUT,),
        "order.picked_up": (Subscriber("notices.picked_up", notices.picked_up, DEFAULT),),
        "order.delivered": (_FINISH_PAYMENTS, Subscriber("notices.delivered", notices.delivered, DEFAULT)),
        "order.returned": (_FINISH_PAYMENTS, Subscriber("notices.returned", notices.returned, DEFAULT)),
        "order.no_driver": (Subscriber("notices.no_driver", notices.no_driver, DEFAULT),),
        "order.cancelled": (
            Subscriber("matching.release", matching_jobs.release, MATCH),
            _FINISH_PAYMENTS,
            Subscriber("notices.cancelled", notices.cancelled, DEFAULT),
        ),
        "payment.webhook": (Subscriber("payments.take_webhook", payment_jobs.take_webhook, DEFAULT),),
        "payment.due": (Subscriber("payments.attend", payment_jobs.attend, DEFAULT),),
        "payment.captured": (Subscriber("notices.captured", payment_jobs.tell_captured, DEFAULT),),
        "payment.failed": (Subscriber("notices.payment_failed", payment_jobs.tell_failed, DEFAULT),),
        "refund.approved": (Subscriber("payments.send_refund", payment_jobs.send_refund, DEFAULT),),
        "refund.done": (
            Subscriber("receipts.credit_note", receipt_jobs.credit_note, LOW),
            _TELL_REFUNDED,
        ),
        "refund.failed": (_TELL_REFUNDED,),
        "receipt.issued": (Subscriber("receipts.send_by_email", receipt_jobs.send_by_email, LOW),),
    }
)

SUBSCRIBERS: Mapping[str, Subscriber] = MappingProxyType(
    {subscriber.name: subscriber for wanted in SUBSCRIPTIONS.values() for subscriber in wanted}
)
