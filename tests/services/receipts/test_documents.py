"""Invoices and credit notes: numbered, immutable, on paper in three scripts."""

import asyncio
import re
import zlib
from contextlib import suppress
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from porter.core import db
from porter.core.errors import NotFound, Refused
from porter.core.ids import new_id
from porter.models import Payment, Receipt, Refund
from porter.models.enums import PaymentMethod, PaymentPurpose, PaymentStatus, Provider, RefundStatus
from porter.services import orders, receipts
from porter.services.accounts import Actor
from porter.services.receipts import ReceiptFacts, paper, typesetting
from tests import booking

pytestmark = pytest.mark.usefixtures("database")

LINES = [
    {"code": "base", "label": "Base fare", "minor": 8_000, "kind": "ride"},
    {"code": "CGST", "label": "CGST", "minor": 720, "kind": "tax"},
    {"code": "SGST", "label": "SGST", "minor": 721, "kind": "tax"},
]


async def invoiced(who: Actor) -> Receipt:
    """The invoice of an order."""
    order = await booking.booked(who)
    facts = ReceiptFacts(
        order_id=order.id,
        customer_id=who.id,
        lines=LINES,
        total_minor=9_441,
        tax_minor=1_441,
        currency="INR",
        time_zone="Asia/Kolkata",
        details={"customer_name": "आशा ಆಶಾ", "pickup_address": "ಕೋರಮಂಗಲ, ಬೆಂಗಳೂರು 560095", "sac": "996511"},
        state_code="KA",
    )
    async with db.transaction() as session:
        return await receipts.issue(session, facts)


async def refunded(who: Actor, minor: int) -> UUID:
    """A refund that is done."""
    async with db.transaction() as session:
        payment = Payment(
            id=new_id(),
            account_id=who.id,
            purpose=PaymentPurpose.TOP_UP,
            provider=Provider.SANDBOX,
            method=PaymentMethod.UPI,
            status=PaymentStatus.CAPTURED,
            amount_minor=minor,
            captured_minor=minor,
            currency="INR",
        )
        session.add(payment)
        await session.flush()
        refund = Refund(
            payment_id=payment.id, amount_minor=minor, currency="INR", reason="late", status=RefundStatus.DONE
        )
        session.add(refund)
    return refund.id


async def credited(invoice: Receipt, refund_id: UUID, minor: int, tax: int) -> Receipt:
    """A credit note."""
    async with db.transaction() as session:
        return await receipts.issue_credit_note(
            session, invoice.order_id, refund_id=refund_id, amount_minor=minor, tax_minor=tax, reason="Refund: late"
        )


def opened(pdf: bytes) -> bytes:
    """A PDF with its compressed parts laid open."""
    parts = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            parts.append(zlib.decompress(found[1]))
    return b"".join(parts)


@pytest.fixture
async def asha() -> Actor:
    """A customer in the demo city."""
    await booking.demo_city()
    return await booking.customer()


async def test_a_credit_note_corrects_its_invoice_once_per_refund(asha: Actor) -> None:
    invoice, refund_id = await invoiced(asha), await refunded(asha, 4_720)
    notes = await asyncio.gather(*(credited(invoice, refund_id, 4_720, 721) for _ in range(4)))
    assert {note.id for note in notes} == {notes[0].id}
    note = notes[0]
    assert re.fullmatch(r"PRTC/\d{4}/000001", note.number)
    assert (note.corrects_id, note.total_minor, note.tax_minor) == (invoice.id, 4_720, 721)
    assert [(line["code"], line["minor"]) for line in note.lines] == [("refund", 3_999), ("CGST", 360), ("SGST", 361)]


async def test_credit_notes_never_exceed_the_invoice(asha: Actor) -> None:
    invoice = await invoiced(asha)
    await credited(invoice, await refunded(asha, 9_000), 9_000, 1_374)
    for minor, tax in ((442, 0), (0, 0), (-1, 0), (441, 442)):
        with pytest.raises(Refused):
            await credited(invoice, await refunded(asha, max(minor, 1)), minor, tax)
    await credited(invoice, await refunded(asha, 441), 441, 67)
    with pytest.raises(NotFound):
        order = await booking.booked(asha)
        await credited(Receipt(**{**invoice.model_dump(), "order_id": order.id}), await refunded(asha, 1), 1, 0)


async def test_numbers_have_no_gap_when_a_transaction_is_thrown_away(asha: Actor) -> None:
    first = await invoiced(asha)
    order = await booking.booked(asha)
    facts = ReceiptFacts(order.id, asha.id, LINES, 9_441, 1_441, "INR", "Asia/Kolkata", {})
    with pytest.raises(RuntimeError):
        async with db.transaction() as session:
            await receipts.issue(session, facts)
            raise RuntimeError
    second = await invoiced(asha)
    assert [int(found.number[-6:]) for found in (first, second)] == [1, 2]


async def test_an_invoice_cannot_be_changed(asha: Actor) -> None:
    await invoiced(asha)
    for statement in ("UPDATE receipt SET total_minor = 1", "DELETE FROM receipt"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with db.transaction() as session:
                await (await session.connection()).execute(text(statement))


async def test_the_pdf_holds_all_three_scripts_and_is_the_same_ever_after(asha: Actor) -> None:
    invoice = await invoiced(asha)
    async with db.reading() as session:
        found = await receipts.document(session, invoice.order_id)
        typesetting.compiled.cache_clear()
        again = await receipts.document(session, invoice.order_id)
    assert found.body.startswith(b"%PDF-")
    assert found.body == again.body
    assert found.name == f"{invoice.number.replace('/', '-')}.pdf"
    inside = opened(found.body)
    assert re.search(rb"\+NotoSans-", inside)
    assert re.search(rb"\+NotoSansKannada-", inside)
    for letter in "आಆ₹":  # in the fonts' tables from glyph to text: drawn, and found by whoever searches the document
        assert f"{ord(letter):04X}".encode() in inside


async def test_what_the_law_asks_for_stands_on_it(asha: Actor) -> None:
    invoice = await invoiced(asha)
    content = paper._content(invoice, "Asia/Kolkata", None)
    assert content["title"] == "Tax invoice"
    assert content["supplier"]["gstin"]
    assert content["place_of_supply"] == "29 Karnataka"
    assert (content["recipient"]["pin"], content["recipient"]["state"]) == ("560095", "29 Karnataka")
    assert (content["sac"], content["taxable"], content["total"]) == ("996511", "₹80.00", "₹94.41")
    assert [(tax["label"], tax["rate"], tax["amount"]) for tax in content["taxes"]] == [
        ("CGST", "9 %", "₹7.20"),
        ("SGST", "9 %", "₹7.21"),
    ]
    assert len(invoice.number) <= 16


async def test_without_a_tax_number_it_is_only_a_receipt(asha: Actor) -> None:
    invoice = await invoiced(asha)
    plain = Receipt(
        **{
            **invoice.model_dump(),
            "details": {**invoice.details, "supplier": {**invoice.details["supplier"], "gstin": ""}},
        }
    )
    assert paper._content(plain, "Asia/Kolkata", None)["title"] == "Receipt"


async def test_a_delivered_order_has_its_state_on_the_invoice_and_its_view_still_works(asha: Actor) -> None:
    ravi = await booking.driver()
    order = await booking.booked(asha)
    await booking.delivered(order.id, ravi)
    async with db.reading() as session:
        shown = await orders.receipt(session, asha, order.id)
        (listed,) = await receipts.documents(session, order.id)
        body = (await receipts.document(session, order.id, listed.id)).body
        with pytest.raises(NotFound):
            await receipts.document(session, order.id, new_id())
        found = await session.get_one(Receipt, listed.id)
    assert (shown.number, listed.number, listed.total_minor) == (found.number, found.number, order.total_minor)
    assert (found.details["state_code"], found.details["supplier"]["state_code"]) == ("KA", "KA")
    assert body.startswith(b"%PDF-")
