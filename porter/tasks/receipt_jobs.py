"""What follows for the papers of an order when money has gone back."""

from porter.core import db
from porter.models import Refund
from porter.models.enums import LedgerAccountKind
from porter.services import ledger, receipts
from porter.tasks.facts import Fact


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
