"""Quotes: priced promises for one vehicle class that end."""

from porter.services.quotes.checks import check_allowed, check_eway_bill
from porter.services.quotes.errors import (
    ContactPhoneWrong,
    EwayBillNeeded,
    GoodsKindUnknown,
    GoodsProhibited,
    NothingFits,
    SamePlace,
    TooManyStops,
)
from porter.services.quotes.expiry import expire_due
from porter.services.quotes.inputs import UNSAID_KIND, GoodsInput, StopInput, Text, TripInput
from porter.services.quotes.trip import quote_trip, trip_of_estimate
from porter.services.quotes.views import EstimateStopView, EstimateView, QuoteView, WaitingText
from porter.services.receipts import FareLineView, line_views

__all__ = [
    "UNSAID_KIND",
    "ContactPhoneWrong",
    "EstimateStopView",
    "EstimateView",
    "EwayBillNeeded",
    "FareLineView",
    "GoodsInput",
    "GoodsKindUnknown",
    "GoodsProhibited",
    "NothingFits",
    "QuoteView",
    "SamePlace",
    "StopInput",
    "Text",
    "TooManyStops",
    "TripInput",
    "WaitingText",
    "check_allowed",
    "check_eway_bill",
    "expire_due",
    "line_views",
    "quote_trip",
    "trip_of_estimate",
]
