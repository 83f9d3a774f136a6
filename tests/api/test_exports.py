"""Tables as files: the rows that the filters let through, safe to open, for those who may see them."""

import csv
import io
import zipfile
from collections.abc import AsyncIterator
from xml.etree import ElementTree

import pytest
from httpx import AsyncClient, Response

from porter.core import db
from porter.models.enums import LedgerAccountKind, PayoutStatus, Role
from porter.services import ledger, payments
from porter.services.ledger import rules
from porter.services.payments import RefundInput, RefundReason
from tests import booking, paying
from tests.people import ASHA, MEERA, RAVI, actor, client, signed_in, staff
from tests.state.admin.test_payouts_table import asked, earning_driver, stands

ADMIN = "/api/v1/admin"
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FILES = (
    "orders", "customers", "pilots", "payments", "refunds", "payouts", "ledger/trial-balance", "ledger/accounts",
    f"ledger/accounts/{'0' * 8}-0000-0000-0000-000000000007",
)  # fmt: skip


@pytest.fixture
async def meera(database: object) -> AsyncIterator[AsyncClient]:
    """Meera's desk in a city with two orders of Asha, the second with an address that calculates."""
    await booking.demo_city()
    asha = await actor(ASHA)
    await booking.booked(asha)
    await booking.booked(asha)
    async with signed_in(MEERA) as api:
        yield api


def lines(answer: Response) -> list[list[str]]:
    """The rows of a CSV file."""
    assert answer.status_code == 200, answer.text
    assert answer.text.startswith("\ufeff"), "Excel reads it as UTF-8 only with the mark"
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


async def test_the_file_holds_what_the_filters_let_through(meera: AsyncClient) -> None:
    listed = (await meera.get(f"{ADMIN}/orders")).json()["orders"]
    answer = await meera.get(f"{ADMIN}/orders/export", params={"format": "csv"})
    head, *rows = lines(answer)
    assert [row[0] for row in rows] == [order["number"] for order in listed]
    fares = [row[head.index("Fare")] for row in rows]
    assert fares == [f"{order['total']:.2f}" for order in listed]
    assert head[-1] == "Placed (Asia/Kolkata)"
    assert all(row[-1][10:11] == " " for row in rows)
    assert "attachment" in answer.headers["content-disposition"] and ".csv" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    none = await meera.get(f"{ADMIN}/orders/export", params={"status": "delivered", "late_only": True})
    assert lines(none) == [head]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
async def test_a_text_never_becomes_a_formula(meera: AsyncClient, sign: str) -> None:
    evil = f'{sign}HYPERLINK("http://evil.example","Open me")'
    async with db.transaction() as session:
        asha = await actor(ASHA)
        entries = rules.topped_up(asha.id, 9_440)
        await ledger.post(session, "wallet.topped_up:1", "wallet.topped_up", entries, memo=evil)
        (account,) = (await ledger.accounts(session, LedgerAccountKind.CUSTOMER_WALLET)).items
    address = f"{ADMIN}/ledger/accounts/{account.id}/export"
    (head, row) = lines(await meera.get(address, params={"format": "csv"}))
    assert row[head.index("Note")] == f"'{evil}"
    assert row[head.index("Amount")] == "94.40"
    book = await meera.get(address, params={"format": "xlsx"})
    cells, raw = workbook(book)
    assert "<f>" not in raw, "no formula in the sheet"
    assert any('HYPERLINK("http://evil.example","Open me")' in text for text in cells), "as a text it is there"


async def test_a_workbook_has_numbers_and_dates(meera: AsyncClient) -> None:
    answer = await meera.get(f"{ADMIN}/orders/export", params={"format": "xlsx"})
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    head, first = sheet_of(answer)[0].findall(f".//{CELL}row")[:2]
    titles = ["".join(cell.itertext()) for cell in head]
    fare, placed = first[titles.index("Fare")], first[titles.index("Placed (Asia/Kolkata)")]
    listed = (await meera.get(f"{ADMIN}/orders")).json()["orders"]
    assert (fare.get("t"), float("".join(fare.itertext()))) == (None, listed[0]["total"])
    assert placed.get("t") is None and float("".join(placed.itertext())) > 40_000, "a day number, not a text"
    assert first[0].get("t") in ("inlineStr", "s")


async def test_a_file_ends_somewhere_and_says_so(meera: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("porter.api.sheets.MOST_ROWS", 1)
    monkeypatch.setattr("porter.api.sheets.MAX_LIMIT", 1)
    for form in ("csv", "xlsx"):
        answer = await meera.get(f"{ADMIN}/orders/export", params={"format": form})
        shown = "".join(",".join(row) for row in lines(answer)) if form == "csv" else "".join(workbook(answer)[0])
        assert "Narrow the filters" in shown


async def test_every_page_is_in_the_file(meera: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("porter.api.sheets.MAX_LIMIT", 1)
    _, *rows = lines(await meera.get(f"{ADMIN}/orders/export"))
    assert len({row[0] for row in rows}) == 2
    names = [row[0] for row in lines(await meera.get(f"{ADMIN}/customers/export"))[1:]]
    assert "Asha" in names


async def test_the_books_as_a_file(meera: AsyncClient) -> None:
    asha = await actor(ASHA)
    async with db.transaction() as session:
        await ledger.post(session, "wallet.topped_up:1", "wallet.topped_up", rules.topped_up(asha.id, 9_440))
    trial = lines(await meera.get(f"{ADMIN}/ledger/trial-balance/export"))
    assert ["Customer wallets", "0.00", "94.40", "94.40"] in trial
    found = lines(await meera.get(f"{ADMIN}/ledger/accounts/export", params={"kind": "customer_wallet"}))
    assert found[1:] == [["Asha", "Customer wallets", "94.40", "INR"]]


async def test_money_leaves_as_numbers_with_its_currency(meera: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Payments and refunds with the filters of their tables; a note that calculates stays a note."""
    paying.offer_everything(monkeypatch)
    asha, farid = await actor(ASHA), await booking.operations(Role.FINANCE, "Farid")
    order = await paying.placed(asha)
    await paying.paid(asha, order.id)
    await booking.delivered(order.id, await booking.driver())
    await paying.settled()
    payment = await paying.payment_of(order.id)
    what = RefundInput(amount_minor=5_050, reason=RefundReason.LATE, note="=1+1")
    async with db.transaction() as session:
        await payments.request_refund(session, farid, payment.id, what)
    (head, row) = lines(
        await meera.get(f"{ADMIN}/payments/export", params={"status": "captured", "text": order.number})
    )
    said = dict(zip(head, row, strict=True))
    assert (said["Payment"], said["Amount"], said["Currency"]) == (
        str(payment.id),
        f"{order.total_minor / 100:.2f}",
        "INR",
    )
    assert (said["Order"], said["Status"]) == (order.number, "Paid") and "Begun (Asia/Kolkata)" in said
    assert lines(await meera.get(f"{ADMIN}/payments/export", params={"purpose": "top_up"})) == [head]
    (head, row) = lines(await meera.get(f"{ADMIN}/refunds/export", params={"status": "approved"}))
    said = dict(zip(head, row, strict=True))
    assert (said["Amount"], said["Currency"], said["Asked by"]) == ("50.50", "INR", "Farid")
    assert (said["Note"], said["Goes"], said["Given back (Asia/Kolkata)"]) == (
        "'=1+1",
        "to the account it came from",
        "",
    )


async def test_payouts_as_a_file(meera: AsyncClient) -> None:
    """Masked as on the screen, the failed first where asked for."""
    ravi = await earning_driver()
    failed = await asked(ravi, 10_000)
    await asked(ravi, 20_000)
    await stands(failed, PayoutStatus.FAILED)
    head, *rows = lines(await meera.get(f"{ADMIN}/payouts/export", params={"sort": "-failed"}))
    assert [row[head.index("Amount")] for row in rows] == ["100.00", "200.00"]
    assert {row[head.index("Currency")] for row in rows} == {"INR"}
    assert {row[head.index("To")] for row in rows} == {"UPI ra••@okbank"}
    (_, only) = lines(await meera.get(f"{ADMIN}/payouts/export", params={"text": str(failed.id)}))
    assert only[0] == str(failed.id)
    cells, raw = workbook(await meera.get(f"{ADMIN}/payouts/export", params={"format": "xlsx"}))
    assert "Ravi" in cells and "<f>" not in raw


@pytest.mark.parametrize("file", FILES)
async def test_files_are_for_those_who_see_the_table(meera: AsyncClient, file: str) -> None:
    query = {"kind": "taxes"} if file == "ledger/accounts" else {}
    async with client() as nobody:
        assert (await nobody.get(f"{ADMIN}/{file}/export", params=query)).status_code == 401
    for who in (ASHA, RAVI):
        async with signed_in(who) as api:
            assert (await api.get(f"{ADMIN}/{file}/export", params=query)).status_code == 404
    if file.startswith(("ledger", "payouts")):
        async with signed_in(staff("Dev", Role.DISPATCHER)) as dev:
            assert (await dev.get(f"{ADMIN}/{file}/export", params=query)).status_code == 403


@pytest.mark.parametrize(
    "query", [{"format": "exe"}, {"sort": "password_hash"}, {"status": "nonsense"}, {"from_at": "yesterday"}]
)
async def test_wrong_questions_are_refused(meera: AsyncClient, query: dict[str, str]) -> None:
    assert (await meera.get(f"{ADMIN}/orders/export", params=query)).status_code == 422


def workbook(answer: Response) -> tuple[list[str], str]:
    """The texts of a workbook's sheet, and its XML."""
    sheet, raw = sheet_of(answer)
    return ["".join(cell.itertext()) for cell in sheet.iter(f"{CELL}c")], raw


def sheet_of(answer: Response) -> tuple[ElementTree.Element, str]:
    """The sheet, parsed and as it is written."""
    assert answer.status_code == 200, answer.text
    raw = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/worksheets/sheet1.xml").decode()
    return ElementTree.fromstring(raw), raw  # noqa: S314 - our own file
