"""Staff: who works here. For administrators."""

from typing import Any

import reflex as rx

from porter.components.data_table import Column, data_table
from porter.components.table_tools import table_tools
from porter.components.ui import (
    badge,
    banner,
    button,
    copy_button,
    dialog,
    empty_state,
    local_time,
    relative_time,
    select,
    text_field,
    when,
)
from porter.components.ui.field import field_error
from porter.pages.admin.desk import admin_desk
from porter.pages.admin.people_parts import account_status, suspend_button, suspend_dialog
from porter.pages.admin.table_parts import columns_of
from porter.pages.shells import ops_page
from porter.state.admin.staff import ROLES, StaffState
from porter.state.admin.table_setup import StaffColumns
from porter.state.session import StaffSession


@ops_page(route="/ops/staff", title="Staff", on_load=StaffState.load)
def staff() -> rx.Component:
    """Colleagues, and those who are invited."""
    return admin_desk(
        rx.cond(
            (StaffSession.role == "admin") | (StaffSession.role == ""),
            rx.fragment(_colleagues(), when(StaffState.invited.length() > 0, _invited())),
            empty_state("For administrators", "Only administrators see and invite people of operations.", icon="lock"),
        ),
        active="staff",
        title="Staff",
        actions=when(
            StaffSession.role == "admin", button("Invite", on_click=StaffState.ask, icon="user_plus", size="sm")
        ),
        error=StaffState.error,
        on_retry=StaffState.refresh,
        overlays=rx.fragment(_invite(), _reset(), suspend_dialog(StaffState.refresh)),
    )


def _colleagues() -> rx.Component:
    return rx.fragment(
        table_tools(columns_of(StaffColumns, _COLUMNS)),
        data_table(
            _COLUMNS,
            StaffState.rows,
            label="People of operations",
            hidden=StaffColumns.hidden,
            loading=StaffState.loading,
            empty=empty_state("Nobody here", "Invite the first colleague.", icon="users"),
        ),
    )


def _invited() -> rx.Component:
    columns = (
        Column("email", "E-mail"),
        Column("role_text", "Role"),
        Column(
            "expires_at",
            "Valid until",
            cell=lambda row: local_time(row["expires_at"].to(str), style="datetime"),
            align="right",
        ),
        Column("actions", "Actions", cell=_withdraw, align="right"),
    )
    return rx.el.section(
        rx.el.h2("Invited", class_name="text-13 font-semibold text-muted mb-2"),
        data_table(columns, StaffState.invited, label="Open invitations"),
    )


def _withdraw(row: rx.Var[dict[str, Any]]) -> rx.Component:
    return button(
        "Withdraw",
        on_click=StaffState.withdraw(row["id"].to(str)),
        variant="ghost",
        size="sm",
        aria_label="Withdraw the invitation of " + row["email"].to(str),
    )


def _invite() -> rx.Component:
    return dialog(
        rx.cond(StaffState.link != "", _link(), _form()),
        open=StaffState.asking,
        on_close=StaffState.dismiss,
        title="Invite to operations",
        body="They choose a name and a password by the link. It works once, for seven days.",
        key="invite",
        width="480px",
    )


def _form() -> rx.Component:
    return rx.el.form(
        text_field("E-mail", name="email", type="email", required=True, auto_complete="off"),
        select("Role", ROLES, name="role", default_value="dispatcher"),
        field_error(StaffState.form_error, "invite-error"),
        rx.el.div(
            button("Go back", on_click=StaffState.dismiss, variant="secondary"),
            button("Make invitation", type="submit"),
            class_name="flex justify-end gap-2 pt-2",
        ),
        on_submit=StaffState.invite,
        class_name="grid gap-4",
    )


def _link() -> rx.Component:
    return rx.el.div(
        banner("Send this link now", f"It is shown only once, for {StaffState.sent_to}.", tone="warn"),
        rx.el.p(
            StaffState.link,
            class_name="num text-13 break-all rounded-control bg-raised px-3 py-2",
            id="invitation-link",
        ),
        rx.el.div(
            copy_button(StaffState.link, label="Copy link"),
            button("Done", on_click=StaffState.dismiss),
            class_name="flex justify-end gap-2",
        ),
        class_name="grid gap-4",
    )


def _reset() -> rx.Component:
    return dialog(
        when(StaffState.form_error != "", banner(StaffState.form_error, tone="bad")),
        open=StaffState.resetting != "",
        on_close=StaffState.ask_reset("", ""),
        title=f"Reset two-step sign-in of {StaffState.reset_name}?",
        body="For a colleague who lost the phone and the recovery codes. They are signed out everywhere at once; "
        "their password alone is enough until they set it up again.",
        key="reset-two-step",
        footer=rx.fragment(
            button("Go back", on_click=StaffState.ask_reset("", ""), variant="secondary"),
            button("Reset", on_click=StaffState.reset_two_step, variant="danger"),
        ),
    )


def _two_step(row: rx.Var[dict[str, Any]]) -> rx.Component:
    return rx.cond(row["two_step"].to(bool), badge("On", "good"), rx.el.span("Off", class_name="text-muted"))


def _actions(row: rx.Var[dict[str, Any]]) -> rx.Component:
    ask = StaffState.ask_reset(row["id"].to(str), row["name"].to(str))
    return rx.cond(
        row["is_me"],
        rx.el.span("You", class_name="text-muted"),
        rx.el.div(
            when(row["two_step"].to(bool), button("Reset two-step", on_click=ask, variant="ghost", size="sm")),
            suspend_button(row, row["status"]),
            class_name="flex justify-end gap-1",
        ),
    )


def _last_login(row: rx.Var[dict[str, Any]]) -> rx.Component:
    return rx.cond(
        row["last_login_at"], relative_time(row["last_login_at"].to(str)), rx.el.span("–", class_name="text-faint")
    )


_COLUMNS = (
    Column("name", "Name", cell=lambda row: rx.el.span(row["name"], class_name="font-medium")),
    Column("email", "E-mail"),
    Column("role_text", "Role"),
    Column("status", "Account", cell=lambda row: account_status(row["status"])),
    Column("two_step", "Two-step sign-in", cell=_two_step),
    Column("last_login_at", "Last sign-in", cell=_last_login, align="right"),
    Column("actions", "Actions", cell=_actions, align="right"),
)
