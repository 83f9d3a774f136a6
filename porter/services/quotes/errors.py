"""What can be wrong with a trip."""

from porter.core.errors import Refused


class SamePlace(Refused):
    """Two stops in a row are the same place; `stop` in `extra` is the second of them."""

    code = "same_place"
    default_message = "Pickup and drop are the same place. Please choose another drop."


class TooManyStops(Refused):
    """More drops than a trip may have."""

    code = "too_many_stops"
    default_message = "There are too many drops. Please book the rest as a second order."


class GoodsProhibited(Refused):
    """We may not carry this."""

    code = "goods_prohibited"
    default_message = "We cannot carry these goods."


class GoodsKindUnknown(Refused):
    """The city does not list this kind of goods; `kinds` in `extra` are those it does."""

    code = "goods_kind_unknown"
    default_message = "Please choose what you send from the list."


class EwayBillNeeded(Refused):
    """The declared value asks for an e-way bill."""

    code = "eway_bill_needed"
    default_message = "Goods of this value need an e-way bill. Please enter its 12-digit number."


class NothingFits(Refused):
    """No vehicle class can be booked for this trip."""

    code = "nothing_fits"
    default_message = "No vehicle can be booked for this trip right now. Please try again later."


class ContactPhoneWrong(Refused):
    """The phone of a contact is none; `stop` in `extra` is the place of the stop."""

    code = "contact_phone_wrong"
    default_message = "Please enter the contact's 10-digit mobile number."
