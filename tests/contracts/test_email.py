"""One suite for every e-mail vendor, and what only SMTP can get wrong."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from pydantic import ValidationError

from porter.core.config import settings
from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.integrations import email
from porter.integrations.email import Attachment, EmailMessage
from tests.contracts.mail_server import MailServer, mail_server
from tests.contracts.test_payments_choice import PRODUCTION, RAZORPAY

PDF = Attachment("PRT-2627-000001.pdf", "application/pdf", b"%PDF-1.7 \x00\xff\r\n.\r\nend")
INVOICE = EmailMessage("asha@example.com", "Your invoice PRT/2627/000001", "Dear Asha,\n\n…\n", uuid4().hex, (PDF,))


@pytest.fixture
async def smtp(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[MailServer]:
    """A mail server without encryption, and the settings that lead there."""
    async with mail_server() as server:
        monkeypatch.setenv("PORTER_EMAIL_PROVIDER", "smtp")
        monkeypatch.setenv("PORTER_EMAIL_FROM", "Porter <receipts@porter.in>")
        monkeypatch.setenv("PORTER_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("PORTER_SMTP_PORT", str(server.port))
        monkeypatch.setenv("PORTER_SMTP_SECURITY", "none")
        settings.cache_clear()
        yield server


@pytest.mark.usefixtures("valkey")
async def test_the_sandbox_keeps_the_newest_message_on_top() -> None:
    await email.gateway().send(INVOICE)
    [kept] = await email.inbox()
    assert (kept.to, kept.subject, kept.attachments) == (INVOICE.to, INVOICE.subject, (PDF.name,))
    with pytest.raises(GatewayRefused):
        await email.gateway().send(EmailMessage("nobody", "", "", "key"))


async def test_smtp_carries_the_paper_unharmed(smtp: MailServer) -> None:
    await email.gateway().send(INVOICE)
    [letter] = smtp.letters
    assert (letter["To"], letter["Subject"], letter["From"]) == (
        INVOICE.to,
        INVOICE.subject,
        "Porter <receipts@porter.in>",
    )
    assert letter["Message-ID"] == f"<{INVOICE.key}@porter.in>"
    [paper] = letter.iter_attachments()
    assert (paper.get_filename(), paper.get_content_type(), paper.get_content()) == (
        PDF.name,
        "application/pdf",
        PDF.body,
    )


@pytest.mark.parametrize(
    ("answer", "error"), [("550 no such person", GatewayRefused), ("451 later, please", GatewayUnavailable)]
)
async def test_a_no_for_good_is_not_a_no_for_now(smtp: MailServer, answer: str, error: type[Exception]) -> None:
    smtp.to_recipients = answer
    with pytest.raises(error):
        await email.gateway().send(INVOICE)
    assert smtp.letters == []


async def test_a_server_that_is_away_is_tried_again_later(smtp: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTER_SMTP_PORT", "9")
    settings.cache_clear()
    with pytest.raises(GatewayUnavailable):
        await email.gateway().send(INVOICE)


async def test_nobody_writes_headers_into_our_mail(smtp: MailServer) -> None:
    with pytest.raises(GatewayRefused):
        await email.gateway().send(EmailMessage("asha@example.com\r\nBcc: nikhil@example.com", "Hi", "", "key"))
    assert smtp.letters == []


@pytest.mark.parametrize(
    "spoiled",
    [{"PORTER_EMAIL_PROVIDER": "sandbox"}, {"PORTER_SMTP_HOST": ""}, {"PORTER_EMAIL_FROM": "a@porter.example"}],
)
def test_production_refuses_mail_that_reaches_nobody(monkeypatch: pytest.MonkeyPatch, spoiled: dict[str, str]) -> None:
    for name, value in {**PRODUCTION, **RAZORPAY}.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    assert settings().email_provider == "smtp"
    for name, value in spoiled.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    with pytest.raises(ValidationError, match="EMAIL"):
        settings()
