"""Everybody is told in the language of their account, whoever and whatever caused the message."""

import pytest

from porter.core import db
from porter.core.ids import new_id
from porter.core.language import msg, speaking
from porter.integrations import sms
from porter.models.enums import NotificationKind
from porter.services import accounts, notifications
from porter.services.accounts import ProfileInput
from tests.people import ASHA, NIKHIL, actor

pytestmark = pytest.mark.usefixtures("database")

TITLE, BODY = msg("Order cancelled"), msg("Order {number} was cancelled. Fee: {fee}.")


async def test_a_message_is_written_in_the_language_of_its_reader() -> None:
    """Asha reads Kannada, Nikhil has said nothing; the one whose act it was speaks Hindi."""
    asha, nikhil = await actor(ASHA), await actor(NIKHIL)
    async with db.transaction() as session:
        await accounts.update_profile(session, asha, ProfileInput(language="kn"))
    with speaking("hi"):
        async with db.transaction() as session:
            for person in (asha, nikhil):
                await notifications.notify(
                    session, person.id, NotificationKind.CANCELLED, TITLE, BODY,
                    dedupe="x", values={"number": "BLR-1", "fee": "₹40.00"},
                )  # fmt: skip
    async with db.reading() as session:
        (hers,) = (await notifications.inbox(session, asha)).items
        (his,) = (await notifications.inbox(session, nikhil)).items
    assert (hers.title, hers.body) == ("ಆರ್ಡರ್ ರದ್ದಾಗಿದೆ", "ಆರ್ಡರ್ BLR-1 ರದ್ದಾಗಿದೆ. ಶುಲ್ಕ: ₹40.00.")
    assert (his.title, his.body) == ("Order cancelled", "Order BLR-1 was cancelled. Fee: ₹40.00.")


async def test_a_text_with_braces_of_somebodys_own_does_not_break_the_message() -> None:
    asha = await actor(ASHA)
    async with db.transaction() as session:
        view = await notifications.notify(
            session, asha.id, NotificationKind.PAYOUT, "Withdrawal failed", "{amount} is back in your balance. {why}",
            dedupe=str(new_id()), values={"amount": "₹5.00", "why": "{amount}"},
        )  # fmt: skip
    assert view is not None
    assert view.body == "₹5.00 is back in your balance. {amount}"


async def test_the_code_comes_in_the_language_of_the_page_and_the_account_keeps_it() -> None:
    phone = "+919812345671"
    sent = await accounts.send_otp(phone, "driver", client_address="192.0.2.7", language="kn")
    text = (await sms.inbox(phone))[0].text
    assert "ನಿಮ್ಮ Porter ಕೋಡ್" in text
    verified = await accounts.verify_otp(sent.otp_id, phone, text[:6], language="kn")
    tokens = await accounts.redeem_ticket(verified.ticket, "test")
    assert tokens.account.language == "kn"
    known = await accounts.identify(tokens.access, "driver")
    assert known is not None
    assert known.language == "kn"
    assert await accounts.identify(tokens.access, "driver") == known  # the second time from the record in Redis


async def test_a_changed_language_counts_from_the_next_request_on() -> None:
    phone = "+919812345672"
    sent = await accounts.send_otp(phone, "customer", client_address="192.0.2.8")
    verified = await accounts.verify_otp(sent.otp_id, phone, (await sms.inbox(phone))[0].text[:6])
    tokens = await accounts.redeem_ticket(verified.ticket, "test")
    asha = await accounts.identify(tokens.access, "customer")
    assert asha is not None
    async with db.transaction() as session:
        await accounts.choose_language(session, asha, "hi")
    again = await accounts.identify(tokens.access, "customer")
    assert again is not None
    assert (asha.language, again.language) == ("en", "hi")
