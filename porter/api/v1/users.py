"""One's own profile and saved places."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from porter.api.answers import Done, answer, done, shape
from porter.api.deps import AnyActor, Customer, IdempotencyKey, Reading, Session
from porter.services import accounts
from porter.services.accounts import AccountView, AddressInput, AddressView, ProfileInput

router = APIRouter(prefix="/users", tags=["users"])


@router.get("/profile", response_model=shape("user", AccountView), summary="My profile")
async def profile(actor: AnyActor, session: Reading) -> Response:
    """Whoever is signed in."""
    return answer("user", await accounts.profile(session, actor))


@router.put("/profile", response_model=shape("user", AccountView), summary="Change my profile")
async def update_profile(body: ProfileInput, actor: AnyActor, session: Session) -> Response:
    """Changes the fields that are sent."""
    return answer("user", await accounts.update_profile(session, actor, body))


@router.get("/addresses", response_model=shape("addresses", tuple[AddressView, ...]), summary="My saved places")
async def addresses(actor: Customer, session: Reading) -> Response:
    """The default one first."""
    return answer("addresses", await accounts.addresses(session, actor))


@router.post(
    "/addresses", status_code=201, response_model=shape("address", AddressView), dependencies=[IdempotencyKey],
    summary="Keep a place",
)  # fmt: skip
async def add_address(body: AddressInput, actor: Customer, session: Session) -> Response:
    """The first one becomes the default."""
    return answer("address", await accounts.add_address(session, actor, body), 201)


@router.put("/addresses/{address_id}", response_model=shape("address", AddressView), summary="Change a saved place")
async def change_address(address_id: UUID, body: AddressInput, actor: Customer, session: Session) -> Response:
    """Replaces it."""
    return answer("address", await accounts.change_address(session, actor, address_id, body))


@router.delete("/addresses/{address_id}", response_model=Done, summary="Forget a saved place")
async def remove_address(address_id: UUID, actor: Customer, session: Session) -> Response:
    """For good."""
    await accounts.remove_address(session, actor, address_id)
    return done()
