"""Receipts: the numbered, immutable proof of a paid order, its corrections, and both as PDF."""

from porter.services.receipts.paper import file_name, pdf
from porter.services.receipts.issue import ReceiptFacts, financial_year, issue, issue_credit_note
from porter.services.receipts.lines import FareLineView, line_views
from porter.services.receipts.read import document, documents
from porter.services.receipts.views import DocumentView, ReceiptView, receipt_view

__all__ = [
    "DocumentView",
    "FareLineView",
    "ReceiptFacts",
    "ReceiptView",
    "document",
    "documents",
    "file_name",
    "financial_year",
    "issue",
    "issue_credit_note",
    "line_views",
    "pdf",
    "receipt_view",
]
