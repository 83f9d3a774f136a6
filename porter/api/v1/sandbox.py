"""The sandbox's hosted checkout: a page where a person decides how a payment goes. Not there in production."""

import asyncio
from collections.abc import Awaitable
from urllib.parse import parse_qs, urlencode

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from porter.api import checkout_page
from porter.core.config import settings
from porter.core.errors import GatewayUnavailable, Refused
from porter.core.redis import UNREACHABLE
from porter.integrations.payments import ProviderPayment, ProviderReturn, UnknownAtVendor, sandbox
from porter.integrations.payments.sandbox import AlreadyPaid, NothingToConfirm, Outcome, Travel
from porter.integrations.payments.sandbox.book import SandboxOrder
from porter.models.enums import PaymentMethod

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/sandbox", tags=["sandbox"], include_in_schema=False)

LONGEST_WAIT_S = 60
HEADERS = {"content-security-policy": checkout_page.POLICY, "cache-control": "no-store"}
STAYS = frozenset({Outcome.FAIL, Outcome.SECURE})
"""After these the person goes on here; after all others back where they came from."""

_deliveries: set[asyncio.Task[None]] = set()


class ChoiceWrong(Refused):
    """A form that our page does not send."""

    code = "choice_wrong"
    default_message = "Please choose on the page how the payment goes."


@router.get("/checkout.css")
async def stylesheet() -> Response:
    """How the page looks."""
    return Response(checkout_page.style(), media_type="text/css", headers={"cache-control": "no-cache"})


@router.get("/checkout/{order_id}")
async def show(order_id: str) -> Response:
    """The page."""
    try:
        order = await sandbox.order(order_id)
    except UnknownAtVendor:
        return HTMLResponse(checkout_page.missing(), 404, HEADERS)
    return HTMLResponse(checkout_page.page(order, _back(order)), headers=HEADERS)


@router.post("/checkout/{order_id}")
async def act(order_id: str, request: Request) -> Response:
    """What the person chose: back to the page, or back to where they came from with the sandbox's signature."""
    form = {name: values[0] for name, values in parse_qs((await request.body()).decode("latin-1")).items()}
    here = f"{router.prefix}/checkout/{order_id}"
    try:
        order = await sandbox.order(order_id)
        payment = await _chosen(order_id, form)
    except UnknownAtVendor:
        return HTMLResponse(checkout_page.missing(), 404, HEADERS)
    except (AlreadyPaid, NothingToConfirm):
        return _to(f"/api/v1{here}")
    _deliver_soon()
    stays = form.get("action") in STAYS or form.get("action") == "refuse"
    return _to(f"/api/v1{here}" if stays else _back(order, payment))


@router.get("/cards/{setup_id}")
async def show_cards(setup_id: str) -> Response:
    """The page on which a card is saved."""
    try:
        found = await sandbox.setup(setup_id)
        return HTMLResponse(checkout_page.card_page(found, _own(found.return_url)), headers=HEADERS)
    except UnknownAtVendor:
        return HTMLResponse(checkout_page.missing(), 404, HEADERS)


@router.post("/cards/{setup_id}")
async def keep_card(setup_id: str, request: Request) -> Response:
    """Keep the card, and back to where the person came from."""
    form = parse_qs((await request.body()).decode("latin-1"))
    try:
        kept = await sandbox.keep_card(setup_id, form.get("card", [""])[0])
        return _to(_own(kept.return_url))
    except UnknownAtVendor:
        return HTMLResponse(checkout_page.missing(), 404, HEADERS)


def _chosen(order_id: str, form: dict[str, str]) -> Awaitable[ProviderPayment]:
    try:
        travel = Travel(form.get("travel", Travel.ONCE))
        match form.get("action", ""):
            case "pass":
                return sandbox.pass_secure(order_id, travel)
            case "refuse":
                return sandbox.refuse_secure(order_id, travel)
            case action:
                return sandbox.pay(order_id, PaymentMethod(form.get("method", "")), Outcome(action), travel)
    except ValueError as error:
        raise ChoiceWrong() from error


def _back(order: SandboxOrder, payment: ProviderPayment | None = None) -> str:
    """Where the person came from, with who was paid, signed: an address of ours, whatever was asked for.

    Without a host: whichever of its names the person's browser came by, it stays signed in there.
    """
    url = _own(order.return_url)
    found = ProviderReturn(provider_order=order.id, provider_payment=payment.provider_payment if payment else None)
    params = {
        "sandbox_order": found.provider_order,
        "sandbox_payment": found.provider_payment or "",
        "sandbox_signature": sandbox.return_signature(found),
    }
    return f"{url}{'&' if '?' in url else '?'}{urlencode(params)}"


def _own(return_url: str) -> str:
    path = return_url.removeprefix(settings().origin)
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def _to(url: str) -> Response:
    return RedirectResponse(url, 303, headers={"cache-control": "no-store"})


def _deliver_soon() -> None:
    """Send the webhooks of this choice from here; the workers' clock sends what we do not live to send."""
    task = asyncio.get_running_loop().create_task(_deliver())
    _deliveries.add(task)
    task.add_done_callback(_deliveries.discard)


async def _deliver() -> None:
    try:
        while (wait_s := await sandbox.next_due_in_s()) is not None and wait_s <= LONGEST_WAIT_S:
            await asyncio.sleep(wait_s)
            await sandbox.deliver_due()
    except (GatewayUnavailable, *UNREACHABLE) as error:
        log.warning("sandbox_webhooks_wait", error=type(error).__name__)
