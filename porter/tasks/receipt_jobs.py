"""What follows for the papers of an order: one more when money has gone back, and each by e-mail to whoever wants it."""

import logging

from porter.core import db
from porter.core.errors import GatewayRefused
from porter.integrations import email
from porter.integrations.email import Attachment, EmailMessage
from porter.models import Account, Refund
from porter.models.enums import LedgerAccountKind
from porter.services import ledger, receipts
from porter.tasks.facts import Fact

log = logging.getLogger(__name__)


async def credit_note(fact: Fact) -> None:
    """A refund of an order that was invoiced: its credit note, with the tax that the books gave back."""
    async with db.transaction() as session:
        refund = await session.get_one(Refund, fact.uuid("refund_id"))
        if await ledger.booked_minor(session, f"refund:{refund.id}", LedgerAccountKind.WALLET_HOLDS):
            return  # money that was kept and never earned: nothing was invoiced
        tax = await ledger.booked_minor(session, f"refund:{refund.id}", LedgerAccountKind.TAXES)
        if refund.order_id and await receipts.has_invoice(session, refund.order_id):
            await receipts.issue_credit_note(
                session,
                refund.order_id,
                refund_id=refund.id,
                amount_minor=refund.amount_minor,
                tax_minor=max(tax, 0),
                reason=f"Refund: {refund.reason.replace('_', ' ')}",
            )


async def send_by_email(fact: Fact) -> None:
    """A paper was issued: its PDF goes to the customer who has given an address for receipts.

    Under the same key: a mail program that gets it twice shows it once. An address that refuses is not tried again.
    """
    async with db.reading() as session:
        customer = await session.get(Account, fact.uuid("customer_id"))
        if customer is None or not customer.email:
            return
        paper = await receipts.document(session, fact.uuid("order_id"), fact.uuid("receipt_id"))
    number, kind = fact.payload["number"], fact.payload["kind"]
    message = EmailMessage(
        to=customer.email,
        subject=f"{_CALLED[kind]} {number}",
        text=f"Dear {customer.name or 'customer'},\n\n{_SAID[kind]} {number} is attached.\n\nPorter\n",
        key=str(fact.uuid("receipt_id")),
        attachments=(Attachment(paper.name, "application/pdf", paper.body),),
    )
    try:
        await email.gateway().send(message)
    except GatewayRefused as error:
        log.warning("receipt %s was not taken by its address: %s", number, error.code)


_CALLED = {"invoice": "Your invoice", "cancellation": "Your cancellation invoice", "credit_note": "Your credit note"}
_SAID = {
    "invoice": "thank you for your order. The invoice",
    "cancellation": "your order was cancelled for a fee. The invoice",
    "credit_note": "money has gone back to you. The credit note",
}
