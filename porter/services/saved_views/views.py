"""What a saved view holds, and how it is shown."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from porter.core.views import Input, View

Table = Literal["orders", "customers", "drivers", "ledger_accounts", "payments", "refunds", "payouts"]

_Word = Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00]*$")]
_Key = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]+$")]


class ViewContent(Input):
    """Filters, sort and hidden columns. What they mean is known to the table, which checks them when they are applied."""

    filters: dict[_Key, _Word | bool | tuple[_Word, ...]] = Field(default_factory=dict, max_length=20)
    sort: str = Field(default="", max_length=40, pattern=r"^-?[a-z_]*$")
    hidden: tuple[_Key, ...] = Field(default=(), max_length=40)


class KeepInput(Input):
    """A view to keep; the same name of the same person is written over."""

    name: str = Field(min_length=1, max_length=60, pattern=r"^[^\x00]*$")
    shared: bool = False
    content: ViewContent


class SavedViewView(View):
    """A view of one's own, or one that a colleague shares."""

    id: UUID
    name: str
    is_mine: bool
    is_shared: bool
    owner_name: str
    content: ViewContent
