"""The sandbox's checkout as a page: plain HTML under a strict policy, drawn with the design's own tokens."""

import re
from functools import lru_cache
from html import escape
from pathlib import Path

from porter.core.config import ROOT
from porter.core.money import format_money
from porter.integrations.payments.base import PaymentState
from porter.integrations.payments.sandbox import TEST_CARDS, Outcome, Travel
from porter.integrations.payments.sandbox.book import Attempt, SandboxOrder
from porter.integrations.payments.sandbox.cards import SandboxSetup
from porter.models.enums import PaymentMethod

STYLE = "/api/v1/sandbox/checkout.css"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

METHODS = {PaymentMethod.UPI: "UPI", PaymentMethod.CARD: "Card"}
OUTCOMES = {
    Outcome.SECURE: ("Ask for 3-D Secure", "The bank wants a confirmation first."),
    Outcome.DELAY: ("Approve in 10 seconds", "Pending until then."),
    Outcome.FAIL: ("Decline", "The bank says no. It can be tried again."),
    Outcome.LATE: ("Decline, then approve", "The bank says no, and yes after 20 seconds."),
}
TRAVELS = {
    Travel.ONCE: "Once",
    Travel.DUPLICATED: "Three times",
    Travel.REORDERED: "In reverse",
    Travel.LOST: "Never",
}


def page(order: SandboxOrder, back: str) -> str:
    """The page for an order as it stands; `back` is where the person came from."""
    last = order.attempts[-1] if order.attempts else None
    if order.is_taken:
        return _document(order, _done("good", "This is paid.", "There is nothing more to do here.", back))
    if last and last.turn:
        return _document(order, _done("warn", *_waiting(last), back))
    if last and last.asks_3ds:
        return _document(order, _secure(back))
    return _document(order, _choice(order, last, back))


def card_page(found: SandboxSetup, back: str) -> str:
    """The page on which a card is chosen that is kept for later; `back` is where the person came from."""
    cards = _radios("card", TEST_CARDS, next(iter(TEST_CARDS)))
    head = (
        f'<header class="top"><span class="badge">Sandbox</span><p class="what">Save a card</p>'
        f'<p class="who">{escape(found.payer)}</p></header>'
    )
    form = f"""<form method="post">
<fieldset><legend>Test cards</legend>{cards}</fieldset>
<button class="btn main">Save this card</button>
</form>{_back(back, "Cancel and go back")}"""
    return _shell("Save a card", f'<section class="card">{head}{form}</section>')


def missing() -> str:
    """The page for an address that leads to no order."""
    text = "This checkout does not exist, or it is too old. Please go back to Porter and start the payment again."
    return _shell("Checkout not found", f'<section class="card"><h1>Checkout not found</h1><p>{text}</p></section>')


@lru_cache(maxsize=1)
def style() -> str:
    """The page's stylesheet: the design's tokens, dark where the device is dark, and what this page adds."""
    tokens = (ROOT / "assets" / "css" / "tokens.css").read_text()
    own = Path(__file__).with_name("checkout.css").read_text()
    blocks = dict(re.findall(r"^(:root|\.dark) (\{.*?^\})", tokens, re.DOTALL | re.MULTILINE))
    return f":root {blocks[':root']}\n@media (prefers-color-scheme: dark) {{ :root {blocks['.dark']} }}\n{own}"


def _document(order: SandboxOrder, inner: str) -> str:
    amount = format_money(order.amount_minor, order.currency)
    head = (
        f'<header class="top"><span class="badge">Sandbox</span><p class="what">{escape(order.description)}</p>'
        f'<p class="amount">{amount}</p><p class="who">{escape(order.payer)}</p></header>'
    )
    return _shell(f"Pay {amount}", f'<section class="card">{head}{inner}</section>')


def _choice(order: SandboxOrder, last: Attempt | None, back: str) -> str:
    amount, card, method = format_money(order.amount_minor, order.currency), order.card_label, order.method
    failed = last is not None and last.status is PaymentState.FAILED
    notice = _notice("bad", last.failure_text or "", "You can try again.") if last and failed else ""
    methods = _radios("method", {str(key): text for key, text in METHODS.items()}, str(method))
    kept = f'<p class="kept">Your saved card: <b>{escape(card)}</b></p>' if card else ""
    travels = _radios("travel", {str(key): text for key, text in TRAVELS.items()}, str(Travel.ONCE))
    others = "".join(_outcome(outcome, *words) for outcome, words in OUTCOMES.items())
    return f"""{notice}{kept}<form method="post">
<fieldset><legend>Pay with</legend>{methods}</fieldset>
<button class="btn main" name="action" value="{Outcome.PAY}">Pay {amount}</button>
<fieldset><legend>Or try what can happen</legend><div class="others">{others}</div></fieldset>
<fieldset><legend>Webhooks arrive</legend>{travels}</fieldset>
</form>{_back(back, "Cancel and go back")}"""


def _secure(back: str) -> str:
    travels = _radios("travel", {str(key): text for key, text in TRAVELS.items()}, str(Travel.ONCE))
    return f"""{_notice("info", "Your bank asks for a confirmation.", "This step is called 3-D Secure.")}<form method="post">
<button class="btn main" name="action" value="pass">Confirm the payment</button>
<button class="btn" name="action" value="refuse">Refuse</button>
<fieldset><legend>Webhooks arrive</legend>{travels}</fieldset>
</form>{_back(back, "Go back without confirming")}"""


def _done(tone: str, title: str, text: str, back: str) -> str:
    return f'{_notice(tone, title, text)}<a class="btn main" href="{escape(back)}">Go back to Porter</a>'


def _waiting(last: Attempt) -> tuple[str, str]:
    if last.status is PaymentState.FAILED:
        return "The bank declined the payment.", "In a moment it will approve it all the same."
    return "The bank is still thinking.", "It will approve in a few seconds."


def _outcome(outcome: Outcome, title: str, text: str) -> str:
    return f'<button class="other" name="action" value="{outcome}"><b>{title}</b><span>{text}</span></button>'


def _radios(name: str, choices: dict[str, str], chosen: str) -> str:
    boxes = "".join(
        f'<label><input type="radio" name="{name}" value="{value}"{" checked" * (value == chosen)}><span>{text}</span></label>'
        for value, text in choices.items()
    )
    return f'<div class="radios">{boxes}</div>'


def _notice(tone: str, title: str, text: str) -> str:
    return f'<div class="notice {tone}" role="status"><b>{escape(title)}</b><span>{text}</span></div>'


def _back(back: str, text: str) -> str:
    return f'<a class="back" href="{escape(back)}">{text}</a>'


def _shell(title: str, inner: str) -> str:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title} · Porter sandbox</title>
<link rel="stylesheet" href="{STYLE}">
<link rel="icon" href="data:,">
</head>
<body><main>{inner}<p class="foot">No money moves here. In production this page does not exist.</p></main></body>
</html>
"""
