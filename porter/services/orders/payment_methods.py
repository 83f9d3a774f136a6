"""Which ways of paying work today."""

from porter.core.language import here, msg
from porter.core.views import View
from porter.models.enums import PaymentMethod
from porter.services.orders.errors import MethodNotOffered
from porter.services.orders.words import PAYMENT_TEXT


class PaymentMethodView(View):
    """A way of paying."""

    method: PaymentMethod
    name: str
    hint: str


_HINTS = {
    PaymentMethod.CASH: msg("Pay the driver when the last drop is done"),
    PaymentMethod.UPI: msg("Kept for the order, taken when it is delivered"),
    PaymentMethod.CARD: msg("Kept for the order, taken when it is delivered"),
    PaymentMethod.WALLET: msg("Kept for the order, taken when it is delivered"),
}
_OFFERED = tuple(
    PaymentMethodView(method=method, name=PAYMENT_TEXT[method], hint=hint) for method, hint in _HINTS.items()
)


def payment_methods() -> tuple[PaymentMethodView, ...]:
    """The ways of paying that can be chosen, in the language of whoever is asking."""
    return tuple(one.model_copy(update={"name": here(one.name), "hint": here(one.hint)}) for one in _OFFERED)


def check_method(method: PaymentMethod) -> None:
    """Raises MethodNotOffered."""
    if method not in {offered.method for offered in _OFFERED}:
        raise MethodNotOffered(
            here("Paying by {way} is not offered yet. Please choose cash.", way=here(PAYMENT_TEXT[method]))
        )
