"""The books at their screens: who may look, who may close and take back, and what a made-up address does."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from porter.core import clock, db
from porter.core.ids import new_id
from porter.models.enums import LedgerAccountKind, Role
from porter.services import ledger
from porter.services.ledger import rules
from porter.state.admin.ledger import CloseState, LedgerState
from porter.state.admin.ledger_accounts import LedgerAccountsState, StatementState
from porter.state.admin.posting import PostingState, ReverseState
from tests import booking
from tests.state.admin.conftest import OpenDesk
from tests.state.tabs import Tab


@pytest.fixture(autouse=True)
async def _asha_has_money(_city: None) -> None:
    asha = await booking.customer()
    async with db.transaction() as session:
        for key, minor in (("1", 10_000), ("2", 5_000)):
            await ledger.post(session, f"wallet.topped_up:{key}", "wallet.topped_up", rules.topped_up(asha.id, minor))


async def test_the_trial_balance_says_in_words_that_it_balances(desk: OpenDesk) -> None:
    tab = await desk(Role.FINANCE)
    await tab.fire(LedgerState.load)
    shown = await tab.state(LedgerState)
    assert (shown.trial["verdict"], shown.trial["difference_text"]) == ("The books balance", "₹0.00")
    assert {row["kind"]: row["balance_text"] for row in shown.rows} == {
        "customer_wallet": "₹150.00",
        "gateway_clearing": "₹150.00",
    }
    assert shown.check == {}, "nobody has added everything up yet"
    await tab.fire(LedgerState.choose_month, month="2020-01")
    assert (await tab.state(LedgerState)).rows == []
    await tab.fire(LedgerState.choose_month, month="'; --")
    assert "month" in (await tab.state(LedgerState)).error


async def test_a_check_is_kept_and_names_what_is_astray(desk: OpenDesk) -> None:
    tab = await desk(Role.SUPPORT)
    await tab.fire(LedgerState.recheck)
    assert (await tab.state(LedgerState)).check["is_sound"] is True
    async with db.transaction() as session:
        wrong = "UPDATE ledger_balance SET balance_minor = balance_minor - 1 WHERE balance_minor < 0"
        await (await session.connection()).execute(text(wrong))
    await tab.fire(LedgerState.recheck)
    shown = await tab.state(LedgerState)
    assert (shown.check["is_sound"], shown.checking) == (False, False)
    (astray,) = shown.astray
    assert (astray["owner_name"], astray["kept_text"], astray["entries_text"]) == ("Asha", "₹150.01", "₹150.00")
    assert shown.trial["verdict"] == "The books are astray"


async def test_a_month_is_closed_once_and_by_finance_only(desk: OpenDesk) -> None:
    month = f"{clock.now():%Y-%m}"
    finance, support = await desk(Role.FINANCE), await desk(Role.SUPPORT, "Sana")
    await finance.fire(CloseState.ask, month=month, month_text="This month")
    await finance.fire(CloseState.confirm)
    assert "after it has ended" in (await finance.state(CloseState)).error
    with clock.travel(datetime(2027, 3, 2, tzinfo=UTC)):
        await support.fire(CloseState.ask, month=month, month_text="")
        await support.fire(CloseState.confirm)
        await support.fire(LedgerState.load)
        (row,) = [one for one in (await support.state(LedgerState)).months if one["month"] == month]
        assert (row["is_closed"], row["can_close"]) == (False, True)
        await finance.fire(CloseState.confirm)
        await finance.fire(CloseState.ask, month=month, month_text="")
        await finance.fire(CloseState.confirm)
        assert "closed already" in (await finance.state(CloseState)).error
        await finance.fire(LedgerState.load)
        (row,) = [one for one in (await finance.state(LedgerState)).months if one["month"] == month]
        assert row["is_closed"] and row["state_text"].endswith("by Meera")


async def test_accounts_are_searched_by_owner(desk: OpenDesk) -> None:
    tab = await desk(Role.FINANCE)
    await tab.fire(LedgerAccountsState.narrow, what="kind", value="customer_wallet")
    assert [row["owner_name"] for row in (await tab.state(LedgerAccountsState)).rows] == ["Asha"]
    for words, count in (("ash", 1), ("ravi", 0), ("%", 0)):
        await tab.fire(LedgerAccountsState.narrow, what="text", value=words)
        assert len((await tab.state(LedgerAccountsState)).rows) == count, words
    await tab.fire(LedgerAccountsState.narrow, what="kind", value="platform_secrets")
    assert (await tab.state(LedgerAccountsState)).kind == "customer_wallet"
    assert tab.failures == []


async def test_a_statement_has_its_running_balance_by_page_and_month(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("porter.state.admin.paged.PAGE_SIZE", 1)
    tab = await desk(Role.FINANCE)
    await on_the_wallet(tab)
    assert await lines(tab) == [("₹50.00", "₹150.00")]
    await tab.fire(StatementState.turn, by=1)
    assert await lines(tab) == [("₹100.00", "₹100.00")]
    await tab.fire(StatementState.turn, by=1)
    assert (await tab.state(StatementState)).page == 2
    await tab.fire(StatementState.choose_month, month="2020-01")
    assert await lines(tab) == []
    await tab.fire(StatementState.choose_month, month=f"{clock.now():%Y-%m}")
    assert await lines(tab) == [("₹50.00", "₹150.00")]


async def test_a_posting_is_taken_back_with_a_reason_and_linked_both_ways(desk: OpenDesk) -> None:
    tab = await desk(Role.FINANCE)
    original = await open_newest(tab)
    await tab.fire(ReverseState.ask)
    await tab.fire(ReverseState.say, why=" x ")
    await tab.fire(ReverseState.confirm)
    assert (await tab.state(ReverseState)).error == "Please say why it is taken back."
    await tab.fire(ReverseState.say, why="Charged back")
    await tab.fire(ReverseState.confirm)
    shown = await tab.state(PostingState)
    assert (shown.view["reverses_id"], shown.view["memo"]) == (original, "Charged back (Meera)")
    assert shown.view["why_not"].startswith("This is a correction itself")
    correction = shown.open_id
    await tab.fire(PostingState.open, which=original)
    view = (await tab.state(PostingState)).view
    assert (view["reversed_by_id"], view["why_not"]) == (correction, "It has been taken back already.")
    await tab.fire(ReverseState.confirm)
    assert "taken back already" in (await tab.state(ReverseState)).error


async def test_support_sees_why_it_may_not_take_back(desk: OpenDesk) -> None:
    tab = await desk(Role.SUPPORT)
    await open_newest(tab)
    assert "Only finance" in (await tab.state(PostingState)).view["why_not"]
    await tab.fire(ReverseState.say, why="Because I can")
    await tab.fire(ReverseState.confirm)
    await tab.fire(PostingState.refresh)
    assert (await tab.state(PostingState)).view["reversed_by_id"] is None


async def test_a_dispatcher_sees_nothing_of_the_books(desk: OpenDesk) -> None:
    tab = await desk(Role.DISPATCHER)
    for event, payload in (
        (LedgerState.load, {}),
        (LedgerState.recheck, {}),
        (LedgerAccountsState.load, {}),
        (PostingState.open, {"which": str(new_id())}),
        (CloseState.confirm, {}),
    ):
        assert "trial" not in str(await tab.fire(event, **payload))
    assert (await tab.state(LedgerState)).rows == []
    assert (await tab.state(LedgerAccountsState)).rows == []


@pytest.mark.parametrize("posting_id", ["x", "00000000-0000-0000-0000-000000000007"])
async def test_a_made_up_posting_is_not_found(desk: OpenDesk, posting_id: str) -> None:
    tab = await desk(Role.FINANCE)
    await tab.fire(PostingState.open, which=posting_id)
    shown = await tab.state(PostingState)
    assert shown.view == {} and shown.error
    await tab.fire(PostingState.close)
    assert (await tab.state(PostingState)).address == "/ops/ledger"
    assert tab.failures == []


async def on_the_wallet(tab: Tab) -> None:
    """Open the statement of Asha's wallet."""
    async with db.reading() as session:
        (account,) = (await ledger.accounts(session, LedgerAccountKind.CUSTOMER_WALLET)).items
    state = await tab.state(StatementState)
    state.account_id = str(account.id)
    await tab.fire(StatementState.refresh)


async def open_newest(tab: Tab) -> str:
    """Open the newest posting on Asha's wallet; its id."""
    await on_the_wallet(tab)
    posting_id = str((await tab.state(StatementState)).rows[0]["posting_id"])
    await tab.fire(PostingState.open, which=posting_id)
    return posting_id


async def lines(tab: Tab) -> list[tuple[str, str]]:
    """Amounts and balances on the screen."""
    return [(line["amount_text"], line["balance_after_text"]) for line in (await tab.state(StatementState)).rows]
