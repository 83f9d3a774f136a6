"""My account: who I am to Porter, and two-step sign-in. For everybody of operations."""

import reflex as rx

from porter.components.customer.print_button import print_button
from porter.components.ui import (
    badge,
    banner,
    button,
    card,
    copy_button,
    description_list,
    dialog,
    local_time,
    otp_field,
    skeleton_rows,
    text_field,
    when,
)
from porter.pages.admin.desk import admin_desk
from porter.pages.shells import ops_page
from porter.state.admin.account import MyAccountState, TwoStepState

_FEW = 3


@ops_page(route="/ops/account", title="My account", on_load=MyAccountState.load)
def my_account() -> rx.Component:
    """What Porter knows about me, and how I sign in."""
    return admin_desk(
        rx.el.div(
            rx.cond(MyAccountState.loading, skeleton_rows(4), rx.fragment(_person(), _two_step())),
            class_name="grid gap-4 max-w-[640px]",
        ),
        active="account",
        title="My account",
        error=MyAccountState.error,
        on_retry=MyAccountState.refresh,
        overlays=_two_step_dialog(),
    )


def _person() -> rx.Component:
    return card(
        description_list(
            ("Name", MyAccountState.name), ("E-mail", MyAccountState.email), ("Role", MyAccountState.role_text)
        ),
        title="About you",
    )


def _two_step() -> rx.Component:
    return card(
        rx.el.p(
            "After your password, Porter asks for a code of the authenticator app on your phone. "
            "Somebody who learns your password still cannot sign in.",
            class_name="mb-4 text-14 text-muted",
        ),
        rx.cond(
            MyAccountState.two_step,
            _on(),
            button("Set up two-step sign-in", icon="shield_check", on_click=TwoStepState.begin),
        ),
        title="Two-step sign-in",
        actions=rx.cond(MyAccountState.two_step, badge("On", "good"), badge("Off")),
    )


def _on() -> rx.Component:
    left = MyAccountState.codes_left
    return rx.el.div(
        description_list(
            ("On since", local_time(MyAccountState.since, style="datetime")),
            ("Recovery codes left", f"{left} of 10"),
        ),
        when(
            left <= _FEW,
            banner("Few recovery codes are left", "Make new ones before you need the last.", tone="warn"),
        ),
        rx.el.div(
            button("New recovery codes", on_click=TwoStepState.ask("codes"), variant="secondary", icon="refresh_cw"),
            button("Switch off", on_click=TwoStepState.ask("off"), variant="danger-ghost"),
            class_name="flex flex-wrap gap-2",
        ),
        class_name="grid gap-4",
    )


def _two_step_dialog() -> rx.Component:
    step = TwoStepState.step
    return dialog(
        rx.match(step, ("scan", _scan()), ("codes", _codes()), _proof()),
        open=step != "",
        on_close=TwoStepState.dismiss,
        title=rx.match(
            step,
            ("scan", "Set up two-step sign-in"),
            ("codes", "Keep your recovery codes"),
            ("prove-codes", "Make new recovery codes"),
            "Switch off two-step sign-in",
        ),
        key="two-step",
        width="480px",
    )


def _scan() -> rx.Component:
    return rx.el.div(
        rx.el.p("1. Scan this picture with an authenticator app on your phone.", class_name="text-14"),
        rx.el.img(
            src=TwoStepState.qr,
            alt="QR code for your authenticator app",
            width=196,
            height=196,
            class_name="mx-auto rounded-control border border-hairline bg-white",
        ),
        rx.el.div(
            rx.el.p("No camera? Type this key into the app:", class_name="text-13 text-muted"),
            rx.el.div(
                rx.el.code(TwoStepState.key_text, id="two-step-key", class_name="font-mono text-13 break-words"),
                copy_button(TwoStepState.key, label="Copy key"),
                class_name="mt-1 flex items-center justify-between gap-3 rounded-control bg-raised px-3 py-2",
            ),
        ),
        otp_field(
            "2. Enter the code that the app shows",
            name="two-step-code",
            on_complete=TwoStepState.confirm,
            attempt=TwoStepState.attempt,
            error=TwoStepState.error,
            auto_focus=False,
        ),
        class_name="grid gap-4",
    )


def _codes() -> rx.Component:
    return rx.el.div(
        banner(
            "They are shown only once",
            "Each signs you in once when your phone is not at hand. Keep them where only you look.",
            tone="warn",
        ),
        rx.el.div(
            rx.el.p("Porter recovery codes of ", MyAccountState.email, class_name="hidden print:block mb-3"),
            rx.el.ol(
                rx.foreach(TwoStepState.codes, lambda code: rx.el.li(code, class_name="font-mono text-16")),
                class_name="grid grid-cols-2 gap-x-6 gap-y-2 rounded-control bg-raised p-4 text-center",
                custom_attrs={"aria-label": "Recovery codes"},
            ),
            class_name="print-sheet",
        ),
        rx.el.div(
            copy_button(TwoStepState.codes.join("\n"), label="Copy all"),
            print_button(label="Print", small=True),
            button("I have kept them", on_click=TwoStepState.dismiss, class_name="ms-auto"),
            class_name="flex flex-wrap items-center gap-2",
        ),
        class_name="grid gap-4",
    )


def _proof() -> rx.Component:
    off = TwoStepState.step == "prove-off"
    return rx.el.form(
        rx.el.p(
            rx.cond(
                off,
                "Afterwards your password alone is enough to sign in, and your recovery codes end.",
                "The codes that you kept before stop working.",
            ),
            class_name="text-14 text-muted",
        ),
        text_field(
            "Code of your app, or a recovery code",
            name="proof",
            error=TwoStepState.error,
            auto_complete="one-time-code",
            auto_focus=True,
            required=True,
            max_length=40,
        ),
        rx.el.div(
            button("Go back", on_click=TwoStepState.dismiss, variant="secondary"),
            button(
                rx.cond(off, "Switch off", "Make new codes"),
                type="submit",
                variant=rx.cond(off, "danger", "primary"),
            ),
            class_name="flex justify-end gap-2",
        ),
        on_submit=TwoStepState.prove,
        class_name="grid gap-4",
    )
