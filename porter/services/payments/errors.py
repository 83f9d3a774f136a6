"""What can stand in the way of a payment or a refund."""

from porter.core.errors import Conflict, NotFound, PaymentNeeded, Refused


class PaymentNotFound(NotFound):
    """There is none, or it is somebody else's."""

    code = "payment_not_found"
    default_message = "We could not find this payment."


class NothingToPay(Conflict):
    """The order is not waiting for money."""

    code = "nothing_to_pay"
    default_message = "There is nothing to pay for this order."


class WalletTooLow(PaymentNeeded):
    """The wallet does not hold enough; `short_minor` in `extra` is what is missing."""

    code = "wallet_too_low"
    default_message = "There is not enough money in your wallet. Add money, or choose another way of paying."


class ReturnForged(Refused):
    """What the browser brought back was not signed by the vendor, or belongs to another payment."""

    code = "payment_return_forged"
    default_message = "We could not confirm this payment from your browser. We will ask the bank ourselves."


class AmountRefused(Refused):
    """Not an amount that can be paid or given back here."""

    code = "amount_refused"
    default_message = "This amount is not possible."


class NotRefundable(Conflict):
    """Nothing was taken, or it cannot go back this way."""

    code = "not_refundable"
    default_message = "This payment cannot be refunded."


class NotToWallet(Refused):
    """Only what a customer has paid for an order may go into the wallet instead."""

    code = "not_to_wallet"
    default_message = "This money can only go back to where it came from."


class RefundTooLarge(Conflict):
    """More than is left of the payment."""

    code = "refund_too_large"
    default_message = "That is more than can still be refunded."


class SecondPersonNeeded(Conflict):
    """Whoever asks for a refund does not approve it."""

    code = "second_person_needed"
    default_message = "Somebody else has to approve this refund."


class RefundDecided(Conflict):
    """Somebody was faster."""

    code = "refund_decided"
    default_message = "This refund has already been decided."


class TipRefused(Refused):
    """Tips are for drivers who have delivered, and within reason."""

    code = "tip_refused"
    default_message = "A tip can be given once the order has been delivered."


class CardNotFound(NotFound):
    """There is none, it was removed, or it is somebody else's."""

    code = "card_not_found"
    default_message = "We could not find this card among your saved cards."


class CardsNotKept(Refused):
    """The payment provider of this installation does not keep cards."""

    code = "cards_not_kept"
    default_message = "Cards cannot be saved here. You enter your card when you pay."
