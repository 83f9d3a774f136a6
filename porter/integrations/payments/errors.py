"""What a gateway can refuse, beyond the vendor's own no."""

from porter.core.errors import GatewayRefused, Refused


class AmountWrong(GatewayRefused):
    """Not an amount that can be moved."""

    code = "amount_wrong"
    default_message = "This amount cannot be paid."


class CurrencyWrong(GatewayRefused):
    """The vendor does not take this currency."""

    code = "currency_wrong"
    default_message = "This currency cannot be paid here."


class VoidImpossible(GatewayRefused):
    """The vendor cannot let go of an authorisation on request."""

    code = "void_impossible"
    default_message = "This payment cannot be let go of; it has to be taken and given back."


class UnknownAtVendor(GatewayRefused):
    """The vendor knows nothing by this id."""

    code = "unknown_at_vendor"
    default_message = "The payment provider does not know this payment."


class WebhookForged(Refused):
    """A webhook that is not from the vendor, not for us, not of now, or not readable."""

    code = "webhook_forged"
    default_message = "This webhook cannot be believed."
