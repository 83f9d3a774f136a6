"""One's own profile and saved places."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from porter.core import clock
from porter.core.language import as_language
from porter.models import Account, Address
from porter.services.accounts import presence, queries
from porter.services.accounts.actor import Actor
from porter.services.accounts.errors import AddressNotFound, LabelTaken, SessionEnded, TooManyAddresses
from porter.services.accounts.views import AccountView, AddressInput, AddressView, ProfileInput

MAX_ADDRESSES = 50


async def profile(session: AsyncSession, actor: Actor) -> AccountView:
    """Who I am. Raises SessionEnded when the account is gone."""
    return AccountView.of(await _own(session, actor))


async def update_profile(session: AsyncSession, actor: Actor, changes: ProfileInput) -> AccountView:
    """Change what was sent and nothing else."""
    account = await _own(session, actor, lock=True)
    for field, value in changes.changes().items():
        setattr(account, field, value)
    account.updated_at = clock.now()
    session.add(account)
    await presence.forget(session, actor.id)
    return AccountView.of(account)


async def choose_language(session: AsyncSession, actor: Actor, language: str) -> AccountView:
    """Speak to me in this language from now on; one that we do not speak is English. Raises SessionEnded."""
    return await update_profile(session, actor, ProfileInput(language=as_language(language)))


async def addresses(session: AsyncSession, actor: Actor) -> tuple[AddressView, ...]:
    """Saved places, the default first."""
    return tuple(AddressView.of(row) for row in await queries.addresses(session, actor.id))


async def add_address(session: AsyncSession, actor: Actor, place: AddressInput) -> AddressView:
    """Keep a place; the first one becomes the default. Raises LabelTaken, TooManyAddresses."""
    await _own(session, actor, lock=True)
    kept = await queries.addresses(session, actor.id)
    if len(kept) >= MAX_ADDRESSES:
        raise TooManyAddresses()
    _check_label(kept, place.label)
    address = Address(account_id=actor.id, **place.model_dump())
    address.is_default = place.is_default or not kept
    return await _save(session, actor, address)


async def change_address(session: AsyncSession, actor: Actor, address_id: UUID, place: AddressInput) -> AddressView:
    """Replace a saved place. Raises AddressNotFound, LabelTaken."""
    await _own(session, actor, lock=True)
    address = await _own_address(session, actor, address_id)
    _check_label([row for row in await queries.addresses(session, actor.id) if row.id != address_id], place.label)
    for field, value in place.model_dump().items():
        setattr(address, field, value)
    return await _save(session, actor, address)


async def remove_address(session: AsyncSession, actor: Actor, address_id: UUID) -> None:
    """Forget a saved place. Raises AddressNotFound."""
    await session.delete(await _own_address(session, actor, address_id))


async def _own(session: AsyncSession, actor: Actor, *, lock: bool = False) -> Account:
    account = await queries.account(session, actor.id, lock=lock)
    if account is None:
        raise SessionEnded()
    return account


async def _own_address(session: AsyncSession, actor: Actor, address_id: UUID) -> Address:
    address = await queries.address(session, actor.id, address_id)
    if address is None:
        raise AddressNotFound()
    return address


def _check_label(kept: Sequence[Address], label: str) -> None:
    if any(row.label.casefold() == label.casefold() for row in kept):
        raise LabelTaken()


async def _save(session: AsyncSession, actor: Actor, address: Address) -> AddressView:
    if address.is_default:
        with session.no_autoflush:
            await queries.clear_default(session, actor.id, address.id)
    session.add(address)
    await session.flush()
    return AddressView.of(address)
