"""Mail by SMTP: any provider, one message a connection. The standard library blocks, so it runs in a thread."""

import asyncio
import os
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage as Letter
from email.utils import parseaddr
from functools import lru_cache

from porter.core import clock
from porter.core.config import settings
from porter.core.errors import GatewayRefused, GatewayUnavailable
from porter.integrations.email.base import EmailMessage

_REFUSED = "This address does not take our e-mail."
_UNAVAILABLE = "We could not send the e-mail. Please try again in a moment."
_PERMANENT = 500

THREADS = 8
"""Of its own: a server that hangs must not take the threads of everybody else."""


class SmtpEmail:
    """Sends by the server of PORTER_SMTP_HOST, from PORTER_EMAIL_FROM."""

    async def send(self, message: EmailMessage) -> None:
        """Hand one message to the server. Raises GatewayRefused when it says no for good, else GatewayUnavailable."""
        try:
            letter = _letter(message)
        except ValueError as error:  # a line break in an address or a subject
            raise GatewayRefused(_REFUSED) from error
        await asyncio.get_running_loop().run_in_executor(_pool(), _deliver, letter)


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="mail")


os.register_at_fork(after_in_child=_pool.cache_clear)


def _letter(message: EmailMessage) -> Letter:
    sender = settings().email_from
    domain = parseaddr(sender)[1].rpartition("@")[2]
    letter = Letter()
    letter["From"], letter["To"], letter["Subject"] = sender, message.to, message.subject
    letter["Date"] = clock.now()
    letter["Message-ID"] = f"<{message.key}@{domain}>"
    letter.set_content(message.text)
    for one in message.attachments:
        kind, _, subtype = one.content_type.partition("/")
        letter.add_attachment(one.body, maintype=kind, subtype=subtype, filename=one.name)
    return letter


def _deliver(letter: Letter) -> None:
    try:
        with _connected() as server:
            server.send_message(letter)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise _failure(min(codes, default=0)) from error
    except smtplib.SMTPResponseException as error:
        is_ours = isinstance(error, smtplib.SMTPAuthenticationError)  # our password is no fault of the address
        raise _failure(0 if is_ours else error.smtp_code) from error
    except (OSError, smtplib.SMTPException) as error:
        raise GatewayUnavailable(_UNAVAILABLE) from error


def _connected() -> smtplib.SMTP:
    config, context = settings(), ssl.create_default_context()
    if config.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            config.smtp_host, config.smtp_port, timeout=config.email_timeout_s, context=context
        )
    else:
        server = smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=config.email_timeout_s)
        if config.smtp_security == "starttls":
            server.starttls(context=context)
    if config.smtp_user:
        server.login(config.smtp_user, config.smtp_password)
    return server


def _failure(code: int) -> GatewayRefused | GatewayUnavailable:
    return GatewayRefused(_REFUSED) if code >= _PERMANENT else GatewayUnavailable(_UNAVAILABLE)
