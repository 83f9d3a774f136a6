"""Reporting: what operations look at across domains. It reads, and changes nothing."""

from porter.services.reporting.attention import attention
from porter.services.reporting.find import find
from porter.services.reporting.overview import overview
from porter.services.reporting.people import customers, invitations, staff
from porter.services.reporting.views import (
    MONEY_LABELS,
    NOW_LABELS,
    TODAY_LABELS,
    AttentionView,
    CustomerFilter,
    CustomerRow,
    CustomerSort,
    FoundView,
    InvitedRow,
    OverviewView,
    StaffRow,
    StatView,
)

__all__ = [
    "MONEY_LABELS",
    "NOW_LABELS",
    "TODAY_LABELS",
    "AttentionView",
    "CustomerFilter",
    "CustomerRow",
    "CustomerSort",
    "FoundView",
    "InvitedRow",
    "OverviewView",
    "StaffRow",
    "StatView",
    "attention",
    "customers",
    "find",
    "invitations",
    "overview",
    "staff",
]
