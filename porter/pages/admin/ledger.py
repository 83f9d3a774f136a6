"""The trial balance: whether every rupee has its two sides; and the months that can be closed."""

from typing import Any

import reflex as rx

from porter.components.data_table import Column, data_table
from porter.components.table_tools import table_tools
from porter.components.ui import (
    badge,
    banner,
    button,
    dialog,
    empty_state,
    relative_time,
    route_link,
    select,
    skeleton,
    when,
)
from porter.pages.admin.desk import admin_desk, may
from porter.pages.admin.ledger_parts import books_or_nothing
from porter.pages.admin.posting_panel import posting_panel
from porter.pages.admin.table_parts import files_of
from porter.pages.shells import ops_page
from porter.state.admin.ledger import CLOSERS, LOOKERS, CloseState, LedgerState
from porter.state.admin.posting import PostingState

_TRIAL = LedgerState.trial
_CHECK = LedgerState.check


@ops_page(route="/ops/ledger", title="Ledger", on_load=(LedgerState.load, PostingState.load))
def ledger() -> rx.Component:
    """Debits and credits of every kind of account."""
    return admin_desk(
        books_or_nothing(
            rx.el.div(_verdict(), _last_check(), class_name="grid gap-4 min-[1100px]:grid-cols-2"),
            when(LedgerState.astray.length() > 0, _astray()),
            _trial_balance(),
            _months(),
        ),
        active="ledger",
        title="Ledger",
        actions=when(
            may(LOOKERS),
            rx.fragment(_month_picker(), table_tools(files_of("ledger/trial-balance", "month=" + LedgerState.month))),
        ),
        error=LedgerState.error,
        on_retry=LedgerState.refresh,
        overlays=rx.fragment(posting_panel(), _close_dialog()),
    )


def _month_picker() -> rx.Component:
    return select(
        None,
        LedgerState.choices,
        name="month",
        value=LedgerState.month,
        on_change=LedgerState.choose_month,
        aria_label="Month",
        class_name="w-[176px]",
    )


def _verdict() -> rx.Component:
    sound = _TRIAL["is_balanced"].to(bool) & (_TRIAL["astray_count"].to(int) == 0)
    return rx.el.section(
        rx.el.h2("Trial balance", class_name="text-13 font-semibold text-muted"),
        rx.cond(
            LedgerState.loading,
            rx.fragment(skeleton("50%", "24px"), skeleton("80%", "14px")),
            rx.fragment(
                rx.el.p(
                    badge(_TRIAL["verdict"].to(str), rx.cond(sound, "good", "bad")),
                    rx.el.span(_TRIAL["period_text"].to(str), class_name="text-13 text-muted"),
                    class_name="flex flex-wrap items-center gap-2",
                ),
                rx.el.p(_TRIAL["difference_text"].to(str), class_name="text-28 font-semibold num"),
                rx.el.p(_TRIAL["verdict_detail"].to(str), class_name="text-13 text-muted"),
            ),
        ),
        class_name="card grid content-start gap-2 p-4",
        aria_live="polite",
    )


def _last_check() -> rx.Component:
    checked = _CHECK.contains("checked_at")
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Last check of every entry", class_name="text-13 font-semibold text-muted flex-1"),
            button(
                "Check again",
                on_click=LedgerState.recheck,
                loading=LedgerState.checking,
                variant="secondary",
                size="sm",
                icon="refresh_cw",
            ),
            class_name="flex items-center gap-2",
        ),
        rx.cond(
            checked,
            rx.fragment(
                rx.el.p(
                    rx.cond(_CHECK["is_sound"], badge("Nothing astray", "good"), badge("Astray", "bad")),
                    rx.el.span(
                        relative_time(_CHECK["checked_at"].to(str)),
                        title=_CHECK["checked_text"].to(str),
                        class_name="text-13 text-muted",
                    ),
                    class_name="flex flex-wrap items-center gap-2",
                ),
                rx.el.p(_CHECK["summary"].to(str), class_name="text-14"),
            ),
            rx.el.p("The books have not been checked yet.", class_name="text-14 text-muted"),
        ),
        rx.el.p("Done once a day by itself. It adds up every entry there is.", class_name="text-13 text-muted"),
        class_name="card grid content-start gap-2 p-4",
    )


def _astray() -> rx.Component:
    columns = (
        Column("name", "Account"),
        Column("owner_name", "Whose"),
        Column("kept_text", "Kept", align="right"),
        Column("entries_text", "Sum of entries", align="right"),
    )
    return rx.el.section(
        banner("Kept balances that are not the sum of their entries", "Open an account to see its lines.", tone="bad"),
        data_table(
            columns,
            LedgerState.astray,
            label="Balances astray",
            row_id="account_id",
            on_open=lambda account_id: rx.redirect("/ops/ledger/account?id=" + account_id.to(str)),
        ),
        class_name="grid gap-2",
    )


def _trial_balance() -> rx.Component:
    return data_table(
        _COLUMNS,
        LedgerState.rows,
        label="Trial balance by kind of account",
        row_id="kind",
        on_open=lambda kind: rx.redirect("/ops/ledger/accounts?kind=" + kind.to(str)),
        loading=LedgerState.loading,
        empty=empty_state("Nothing booked", "No money moved in this time.", icon="scale"),
        footer=when(LedgerState.rows.length() > 0, _total()),
    )


def _total() -> rx.Component:
    """What a trial balance is for: both sides alike, and nothing between them."""
    figures = (("Debit", "debit_text"), ("Credit", "credit_text"), ("Difference", "difference_text"))
    return rx.el.dl(
        *[
            rx.el.div(
                rx.el.dt(words, class_name="text-13 text-muted"),
                rx.el.dd(_TRIAL[key].to(str), class_name="font-semibold num"),
                class_name="flex items-baseline gap-2",
            )
            for words, key in figures
        ],
        class_name="flex flex-wrap justify-end gap-6 px-3 py-2 border-t border-hairline",
        aria_label="Totals",
    )


def _months() -> rx.Component:
    columns = (
        Column(
            "month_text",
            "Month",
            cell=lambda row: rx.el.span(row["month_text"], class_name="font-medium"),
            width="180px",
        ),
        Column("state_text", "Books", cell=lambda row: rx.el.span(row["state_text"], class_name="num")),
        Column("actions", "Actions", cell=_close_button, align="right"),
    )
    return rx.el.section(
        rx.el.h2("Months", class_name="text-13 font-semibold text-muted mb-2"),
        data_table(
            columns,
            LedgerState.months,
            label="Months of the books",
            row_id="month",
            on_open=LedgerState.choose_month,
            open_id=LedgerState.month,
            loading=LedgerState.loading,
        ),
    )


def _close_button(row: rx.Var[dict[str, Any]]) -> rx.Component:
    ask = button(
        "Close month",
        on_click=CloseState.ask(row["month"].to(str), row["month_text"].to(str)),
        variant="secondary",
        size="sm",
        icon="lock",
    )
    return when(row["can_close"].to(bool) & may(CLOSERS), ask)


def _close_dialog() -> rx.Component:
    return dialog(
        rx.el.ul(
            rx.el.li("Nothing can be booked into this month any more; the database refuses it."),
            rx.el.li("Its trial balance is kept as it is now."),
            rx.el.li("A mistake that is found later is corrected in the month in which it is found."),
            rx.el.li("It cannot be opened again."),
            class_name="list-disc pl-5 grid gap-1 text-14",
        ),
        when(CloseState.error != "", banner(CloseState.error, tone="bad")),
        open=CloseState.month != "",
        on_close=CloseState.dismiss,
        title=f"Close the books of {CloseState.month_text}?",
        key="close-month",
        width="480px",
        footer=rx.fragment(
            button("Go back", on_click=CloseState.dismiss, variant="secondary"),
            button("Close month", on_click=CloseState.confirm, variant="danger"),
        ),
    )


def _kind_link(row: rx.Var[dict[str, Any]]) -> rx.Component:
    return route_link(
        row["name"].to(str),
        href="/ops/ledger/accounts?kind=" + row["kind"].to(str),
        class_name="font-medium hover:underline",
    )


_COLUMNS = (
    Column("name", "Account", cell=_kind_link),
    Column("debit_text", "Debit", align="right"),
    Column("credit_text", "Credit", align="right"),
    Column(
        "balance_text",
        "Balance",
        cell=lambda row: rx.el.span(row["balance_text"], class_name="font-medium"),
        align="right",
    ),
)
