"""Ravi's months over the API: as lines and as PDF, his own and nobody else's."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from httpx import AsyncClient

from porter.core import clock, db
from porter.core.ids import new_id
from porter.services import ledger
from tests import booking
from tests.people import ASHA, RAVI, actor, client, signed_in

API = "/api/v1/pilots"


@pytest.fixture
async def ravi(database: object) -> AsyncIterator[AsyncClient]:
    """Ravi's phone; an incentive of today stands in his books."""
    await booking.demo_city()
    me = await actor(RAVI)
    async with db.transaction() as session:
        entries = ledger.rules.incentive_earned(me.id, 50_000)
        await ledger.post(session, f"incentive:{new_id()}", "incentive", entries)
    async with signed_in(RAVI) as api:
        yield api


async def test_the_statement_as_pdf_is_for_its_driver(ravi: AsyncClient) -> None:
    this_month = f"{(clock.now() + timedelta(hours=5, minutes=30)):%Y-%m}"
    pdf = await ravi.get(f"{API}/statement.pdf", params={"month": this_month})
    assert (pdf.status_code, pdf.headers["content-type"], pdf.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert f"porter-statement-{this_month}.pdf" in pdf.headers["content-disposition"]
    past = [(await ravi.get(f"{API}/statement.pdf", params={"month": "2026-01"})).content for _ in range(2)]
    assert past[0] == past[1] != pdf.content
    for month in ("2026-13", "2199-01", "1999-01", "month", "2026-1"):
        assert (await ravi.get(f"{API}/statement.pdf", params={"month": month})).status_code in (400, 422)
    async with client() as nobody, signed_in(ASHA) as asha:
        assert (await nobody.get(f"{API}/statement.pdf")).status_code == 401
        assert (await asha.get(f"{API}/statement.pdf")).status_code == 404


async def test_a_month_and_the_earnings_by_rest(ravi: AsyncClient) -> None:
    month = (await ravi.get(f"{API}/statement/month")).json()["statement"]
    assert (month["opening"], month["closing"], len(month["lines"])) == (0.0, 500.0, 1)
    cash = (await ravi.get(f"{API}/cash/limit")).json()["cash"]
    assert (cash["cash"], cash["level"]) == (0.0, "ok")
    week = (await ravi.get(f"{API}/earnings", params={"period": "week"})).json()["earnings"]
    assert (len(week["days"]), week["total"]) == (7, 500.0)
    early = (await ravi.get(f"{API}/earnings", params={"period": "day", "day": "0001-01-01"})).json()["earnings"]
    assert (early["total"], early["trips"]) == (0.0, [])
    assert (await ravi.get(f"{API}/earnings/trips")).json()["trips"] == []
