"""What payment providers tell us: checked, kept and answered at once; worked off by the workers."""

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from porter.api.answers import Done, done
from porter.api.deps import IdempotencyKey
from porter.core.errors import NotFound
from porter.integrations.payments import configured
from porter.models.enums import Provider
from porter.services import payments

router = APIRouter(prefix="/webhooks", tags=["payments"])


@router.post("/{provider}", response_model=Done, dependencies=[IdempotencyKey], summary="A provider's webhook")
async def receive(provider: Literal["razorpay", "stripe", "sandbox"], request: Request) -> Response:
    """Signed by the provider over the raw body. The same event again changes nothing."""
    if Provider(provider) not in configured():
        raise NotFound()
    await payments.receive_webhook(Provider(provider), await request.body(), dict(request.headers))
    return done()
