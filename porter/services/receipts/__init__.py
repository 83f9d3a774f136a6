"""Receipts: the numbered, immutable proof of a paid order."""

from porter.services.receipts.issue import ReceiptFacts, financial_year, issue
from porter.services.receipts.lines import FareLineView, line_views
from porter.services.receipts.views import ReceiptView, receipt_view

__all__ = [
    "FareLineView",
    "ReceiptFacts",
    "ReceiptView",
    "financial_year",
    "issue",
    "line_views",
    "receipt_view",
]
