"""What the panels of payments, refunds and payouts have in common: postings, references, sections."""

from typing import Any

import reflex as rx

from porter.components.ui import copy_button, relative_time, text_link, when


def section(words: str, *content: rx.Component) -> rx.Component:
    """A part of a panel under its heading."""
    return rx.el.section(
        rx.el.h3(words, class_name="text-13 font-semibold text-muted mb-2"), *content, class_name="min-w-0"
    )


def reference(text: rx.Var[Any]) -> rx.Component:
    """A vendor's or our own id with a button that copies it, or a dash."""
    shown = rx.el.span(
        rx.el.span(text, class_name="text-13 truncate", title=text.to(str)),
        copy_button(text.to(str), label="Copy"),
        class_name="inline-flex items-center gap-2 min-w-0 max-w-[272px]",
    )
    return rx.cond(text, shown, rx.el.span("–", class_name="text-faint"))


def postings(found: rx.Var[list[dict[str, Any]]]) -> rx.Component:
    """Postings with both sides, oldest first."""
    nothing = rx.el.p(
        "Nothing is in the books yet, or your role may not look into them.", class_name="text-13 text-muted"
    )
    return rx.cond(found.length() == 0, nothing, rx.el.ul(rx.foreach(found, _posting), class_name="grid gap-3"))


def lines(rows: rx.Var[Any]) -> rx.Component:
    """Words and amounts, the amounts in one column."""
    return rx.el.dl(rx.foreach(rows, _line), class_name="grid gap-1 text-13")


def dash(text: rx.Var[Any]) -> rx.Component:
    """A text, or a dash."""
    return rx.cond(text, rx.el.span(text), rx.el.span("–", class_name="text-faint"))


def person(name: rx.Var[Any], phone: rx.Var[Any]) -> rx.Component:
    """A name above a phone."""
    return rx.el.span(
        rx.el.span(name, class_name="block"),
        when(phone.to(str) != "", rx.el.span(phone, class_name="block text-13 font-normal text-muted num")),
    )


def _line(line: rx.Var[Any]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(line["label"], class_name="text-muted"),
        rx.el.dd(line["text"], class_name="num text-right font-medium"),
        class_name="flex justify-between gap-4",
    )


def _posting(posting: rx.Var[Any]) -> rx.Component:
    head = rx.el.div(
        rx.el.span(posting["event_text"], class_name="font-medium"),
        rx.el.span(relative_time(posting["created_at"].to(str)), class_name="text-13 text-muted"),
        class_name="flex justify-between gap-4",
    )
    sides = rx.el.table(
        rx.el.caption("Both sides", class_name="sr-only"),
        rx.el.thead(
            rx.el.tr(
                rx.el.th("Account", scope="col", class_name="text-left font-normal"),
                rx.el.th("Debit", scope="col", class_name="text-right font-normal"),
                rx.el.th("Credit", scope="col", class_name="text-right font-normal"),
                class_name="text-muted",
            )
        ),
        rx.el.tbody(rx.foreach(posting["entries"].to(list[dict[str, Any]]), _side)),
        class_name="w-full text-13 num",
    )
    name = rx.el.p(
        text_link("Posting ", posting["id"].to(str), href="/ops/ledger?posting=" + posting["id"].to(str)),
        class_name="text-12 text-muted break-all",
    )
    return rx.el.li(head, sides, name, class_name="card grid gap-2 p-3")


def _side(entry: rx.Var[Any]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(entry["name"]),
        rx.el.td(entry["debit_text"], class_name="text-right"),
        rx.el.td(entry["credit_text"], class_name="text-right"),
    )
