"""Receipts: the numbered, immutable proof of a paid order, its corrections, and both as PDF."""

from porter.services.receipts.company import supplier
from porter.services.receipts.issue import ReceiptFacts, financial_year, issue, issue_credit_note
from porter.services.receipts.labels import said_label
from porter.services.receipts.lines import FareLineView, line_views
from porter.services.receipts.paper import file_name, pdf
from porter.services.receipts.read import Document, document, documents, has_invoice, mine
from porter.services.receipts.typesetting import typeset
from porter.services.receipts.views import DocumentView, ReceiptView, receipt_view

__all__ = [
    "Document",
    "DocumentView",
    "FareLineView",
    "ReceiptFacts",
    "ReceiptView",
    "document",
    "documents",
    "file_name",
    "financial_year",
    "has_invoice",
    "issue",
    "issue_credit_note",
    "line_views",
    "mine",
    "pdf",
    "receipt_view",
    "said_label",
    "supplier",
    "typeset",
]
