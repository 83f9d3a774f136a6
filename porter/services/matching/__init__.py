"""Matching: who is asked to take an order, who takes it, and why."""

from porter.services.matching.answers import accept_offer, current_offer, decline_offer, open_offers
from porter.services.matching.choosing import ChoiceView, choices
from porter.services.matching.errors import (
    CannotTake,
    DriverBusy,
    OfferAnswered,
    OfferExpired,
    OfferTaken,
    OfferWithdrawn,
)
from porter.services.matching.gates import DriverFacts, Gate, Need, first_closed
from porter.services.matching.leaving import drop_out, release, stop_offers_to
from porter.services.matching.ranking import Contender, Ranked, rank
from porter.services.matching.rounds import Ask, Exhausted, OpenRound, Over, Plan, Search, Wait, decide_round, plan
from porter.services.matching.search import bring_raise, run_round, sweep
from porter.services.matching.staffing import MAY_ASSIGN, assign, reassign
from porter.services.matching.trace import trace
from porter.services.matching.views import CandidateView, OfferView, RoundView, TraceView

__all__ = [
    "MAY_ASSIGN",
    "Ask",
    "CandidateView",
    "CannotTake",
    "ChoiceView",
    "Contender",
    "DriverBusy",
    "DriverFacts",
    "Exhausted",
    "Gate",
    "Need",
    "OfferAnswered",
    "OfferExpired",
    "OfferTaken",
    "OfferView",
    "OfferWithdrawn",
    "OpenRound",
    "Over",
    "Plan",
    "Ranked",
    "RoundView",
    "Search",
    "TraceView",
    "Wait",
    "accept_offer",
    "assign",
    "bring_raise",
    "choices",
    "current_offer",
    "decide_round",
    "decline_offer",
    "drop_out",
    "first_closed",
    "open_offers",
    "plan",
    "rank",
    "reassign",
    "release",
    "run_round",
    "stop_offers_to",
    "sweep",
    "trace",
]
