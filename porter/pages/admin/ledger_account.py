"""The statement of one account: every line with the balance after it."""

from typing import Any

import reflex as rx

from porter.components.data_table import Column
from porter.components.table_tools import table_tools
from porter.components.ui import breadcrumb, empty_state, local_time, select, skeleton, text_link
from porter.pages.admin.desk import admin_desk
from porter.pages.admin.ledger_parts import books_or_nothing
from porter.pages.admin.posting_panel import posting_panel
from porter.pages.admin.table_parts import files_of, rows_of
from porter.pages.shells import ops_page
from porter.state.admin.ledger_accounts import StatementState
from porter.state.admin.posting import PostingState

_ACCOUNT = StatementState.account
_LOADED = StatementState.account.contains("id")


@ops_page(route="/ops/ledger/account", title="Statement", on_load=(StatementState.load, PostingState.load))
def ledger_account() -> rx.Component:
    """One account, line by line."""
    name = _ACCOUNT["name"].to(str)
    return admin_desk(
        books_or_nothing(_head(), _table()),
        active="ledger",
        title=rx.cond(_LOADED, name, "Statement"),
        breadcrumb=breadcrumb(
            ("Ledger", "/ops/ledger"),
            (
                rx.cond(_LOADED, name, "Accounts"),
                rx.cond(_LOADED, "/ops/ledger/accounts?kind=" + _ACCOUNT["kind"].to(str), "/ops/ledger/accounts"),
            ),
            ("Statement", None),
        ),
        error=StatementState.error,
        on_retry=StatementState.refresh,
        overlays=posting_panel(),
    )


def _head() -> rx.Component:
    owner = rx.cond(_ACCOUNT["owner_name"].to(str) != "", _ACCOUNT["owner_name"].to(str), "Porter")
    return rx.el.div(
        rx.el.div(
            rx.cond(
                _LOADED,
                rx.fragment(
                    rx.el.p(owner, class_name="text-14 text-muted"),
                    rx.el.p(_ACCOUNT["balance_text"].to(str), class_name="text-28 font-semibold num"),
                ),
                rx.cond(StatementState.loading, skeleton("160px", "36px"), rx.fragment()),
            ),
            class_name="flex-1",
        ),
        select(
            None,
            StatementState.choices,
            name="statement-month",
            value=StatementState.month,
            on_change=StatementState.choose_month,
            aria_label="Month",
            class_name="w-[176px]",
        ),
        table_tools(files_of("ledger/accounts/" + StatementState.account_id, "month=" + StatementState.month)),
        class_name="flex flex-wrap items-end gap-3",
    )


def _table() -> rx.Component:
    return rows_of(
        StatementState,
        _COLUMNS,
        one="line",
        many="lines",
        label="Lines of the account",
        row_id="posting_id",
        panel=PostingState,
        empty=empty_state("No line", "Nothing was booked on this account in this time.", icon="search_x"),
    )


def _when(row: rx.Var[dict[str, Any]]) -> rx.Component:
    return rx.el.span(local_time(row["at"].to(str), style="datetime"), title=row["at_text"].to(str))


def _order(row: rx.Var[dict[str, Any]]) -> rx.Component:
    link = text_link(row["order_number"].to(str), href="/ops/orders?order=" + row["order_id"].to(str), class_name="num")
    return rx.cond(row["order_number"] != "", link, rx.el.span("–", class_name="text-faint"))


_COLUMNS = (
    Column("at", "When", cell=_when),
    Column("event_text", "What", cell=lambda row: rx.el.span(row["event_text"], class_name="font-medium")),
    Column("order_number", "Order", cell=_order),
    Column(
        "memo",
        "Note",
        cell=lambda row: rx.el.span(
            row["memo"], title=row["memo"].to(str), class_name="block max-w-[260px] truncate text-muted"
        ),
    ),
    Column("amount_text", "Amount", align="right"),
    Column(
        "balance_after_text",
        "Balance",
        cell=lambda row: rx.el.span(row["balance_after_text"], class_name="font-medium"),
        align="right",
    ),
)
