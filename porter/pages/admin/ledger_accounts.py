"""The accounts of a kind: whose they are and what is in them."""

from typing import Any

import reflex as rx

from porter.components.data_table import Column
from porter.components.ui import breadcrumb, empty_state, route_link, select
from porter.pages.admin.desk import admin_desk
from porter.pages.admin.ledger_parts import books_or_nothing
from porter.pages.admin.table_parts import rows_of, save_dialog, search_of, tools_of
from porter.pages.shells import ops_page
from porter.state.admin.ledger_accounts import KINDS, LedgerAccountsState
from porter.state.admin.table_setup import AccountsSetup


@ops_page(route="/ops/ledger/accounts", title="Accounts", on_load=(LedgerAccountsState.load, AccountsSetup.load))
def ledger_accounts() -> rx.Component:
    """Everybody's account of one kind."""
    return admin_desk(
        books_or_nothing(_filters(), _table()),
        active="ledger",
        title="Accounts",
        breadcrumb=breadcrumb(("Ledger", "/ops/ledger"), ("Accounts", None)),
        error=LedgerAccountsState.error,
        on_retry=LedgerAccountsState.refresh,
        overlays=save_dialog(AccountsSetup),
    )


def _filters() -> rx.Component:
    return rx.el.div(
        select(
            None,
            KINDS,
            name="kind",
            value=LedgerAccountsState.kind,
            on_change=lambda kind: LedgerAccountsState.narrow("kind", kind),
            aria_label="Kind of account",
            class_name="w-[220px]",
        ),
        search_of(LedgerAccountsState, "account", "Name of the owner", "Search accounts"),
        tools_of(AccountsSetup, _COLUMNS, "ledger/accounts", LedgerAccountsState.export),
        class_name="flex flex-wrap items-center gap-3",
    )


def _table() -> rx.Component:
    return rows_of(
        LedgerAccountsState,
        _COLUMNS,
        one="account",
        many="accounts",
        setup=AccountsSetup,
        on_open=lambda account_id: rx.redirect("/ops/ledger/account?id=" + account_id.to(str)),
        empty=empty_state("No account fits", "Nothing was ever booked on such an account.", icon="search_x"),
    )


def _owner(row: rx.Var[dict[str, Any]]) -> rx.Component:
    return route_link(
        rx.cond(row["owner_name"] != "", row["owner_name"].to(str), "Porter"),
        href="/ops/ledger/account?id=" + row["id"].to(str),
        class_name="font-medium hover:underline",
    )


_COLUMNS = (
    Column("owner_name", "Whose", cell=_owner),
    Column("name", "Account", cell=lambda row: rx.el.span(row["name"], class_name="text-muted")),
    Column("balance_text", "Balance", align="right"),
)
