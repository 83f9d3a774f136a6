"""The panel of one posting: both sides, what it belongs to, and how it is taken back."""

from typing import Any

import reflex as rx

from porter.components.ui import (
    badge,
    banner,
    button,
    copy_button,
    description_list,
    dialog,
    relative_time,
    route_link,
    text_field,
    text_link,
    when,
)
from porter.pages.admin.desk import may
from porter.pages.admin.panel_parts import panel_of
from porter.state.admin.posting import CORRECTORS, PostingState, ReverseState

_VIEW = PostingState.view
_LOADED = PostingState.view.contains("id")
_HEADS = (("Account", "left"), ("Debit", "right"), ("Credit", "right"))


def posting_panel() -> rx.Component:
    """The panel, its address in the browser's bar, and the question before a correction."""
    return rx.fragment(
        panel_of(
            PostingState,
            "posting",
            loaded=_LOADED,
            title=_VIEW["event_text"].to(str),
            subtitle=_subtitle(),
            body=_body(),
            footer=_actions(),
        ),
        _reverse_dialog(),
    )


def _subtitle() -> rx.Component:
    return rx.el.span(
        rx.el.span(_VIEW["total_text"].to(str), class_name="num font-medium text-ink"),
        rx.el.span(relative_time(_VIEW["created_at"].to(str)), title=_VIEW["created_text"].to(str)),
        when(_VIEW["reverses_id"], badge("Correction", "info")),
        when(_VIEW["reversed_by_id"], badge("Taken back", "warn")),
        class_name="flex flex-wrap items-center gap-2",
    )


def _body() -> rx.Component:
    return rx.el.div(
        when(
            _VIEW["reversed_by_id"],
            _other("This posting was taken back.", "Open the correction", "reversed_by_id"),
        ),
        when(
            _VIEW["reverses_id"],
            _other("This takes another posting back.", "Open the original", "reverses_id"),
        ),
        _entries(),
        description_list(
            ("Booked", _VIEW["created_text"].to(str)),
            ("Order", _link("order_id", "/ops/orders?order=", _VIEW["order_number"].to(str))),
            ("Payment", _link("payment_id", "/ops/payments?payment=", "Open payment")),
            ("Payout", _link("payout_id", "/ops/payouts?payout=", "Open payout")),
            ("Note", rx.cond(_VIEW["memo"].to(str) != "", _VIEW["memo"].to(str), "–")),
        ),
        rx.el.section(
            rx.el.h3("Correlation", class_name="text-13 font-semibold text-muted"),
            rx.el.p(_VIEW["correlation"].to(str), class_name="num text-13 break-all"),
            rx.el.p("The same event is booked once under this key.", class_name="text-13 text-muted"),
            copy_button(_VIEW["correlation"].to(str), label="Copy"),
            class_name="grid gap-1 justify-items-start",
        ),
        class_name="grid grid-cols-[minmax(0,1fr)] gap-4",
    )


def _other(words: str, action: str, key: str) -> rx.Component:
    return banner(
        words,
        tone="neutral",
        action=button(action, on_click=PostingState.open(_VIEW[key].to(str)), variant="secondary", size="sm"),
    )


def _entries() -> rx.Component:
    return rx.el.div(
        rx.el.table(
            rx.el.caption("Both sides of the posting", class_name="sr-only"),
            rx.el.thead(rx.el.tr(*[rx.el.th(words, scope="col", data_align=align) for words, align in _HEADS])),
            rx.el.tbody(rx.foreach(PostingState.entries, _entry)),
            class_name="table",
        ),
        class_name="table-box table-scroll",
        tab_index=0,
        role="region",
        aria_label="Entries",
    )


def _entry(entry: rx.Var[dict[str, Any]]) -> rx.Component:
    account = route_link(
        entry["name"].to(str),
        href="/ops/ledger/account?id=" + entry["account_id"].to(str),
        class_name="font-medium hover:underline",
    )
    owner = rx.el.span(entry["owner_name"], class_name="block text-12 text-muted")
    return rx.el.tr(
        rx.el.td(account, when(entry["owner_name"] != "", owner), class_name="!py-1"),
        rx.el.td(entry["debit_text"], data_align="right"),
        rx.el.td(entry["credit_text"], data_align="right"),
    )


def _link(key: str, address: str, words: Any) -> rx.Component:
    return rx.cond(
        _VIEW[key],
        text_link(words, href=address + _VIEW[key].to(str), class_name="num"),
        rx.el.span("–", class_name="text-faint"),
    )


def _actions() -> rx.Component:
    why_not = _VIEW["why_not"].to(str)
    return rx.cond(
        why_not != "",
        rx.el.p(why_not, class_name="text-13 text-muted flex-1"),
        rx.fragment(
            rx.el.span(class_name="flex-1"),
            when(may(CORRECTORS), button("Take back", on_click=ReverseState.ask, variant="danger-ghost", size="sm")),
        ),
    )


def _reverse_dialog() -> rx.Component:
    return dialog(
        when(ReverseState.error != "", banner(ReverseState.error, tone="bad")),
        text_field(
            "Reason",
            name="reverse-why",
            value=ReverseState.why,
            on_change=ReverseState.say,
            help="It stands in the books beside your name.",
            wait_ms=100,
            max_length=200,
        ),
        open=ReverseState.asking,
        on_close=ReverseState.dismiss,
        title="Take this posting back?",
        body="Its opposite is booked today. Nothing is erased: both stay in the books, each with a link to the other.",
        key="reverse",
        footer=rx.fragment(
            button("Go back", on_click=ReverseState.dismiss, variant="secondary"),
            button("Take back", on_click=ReverseState.confirm, variant="danger"),
        ),
    )
