"""Fare lines are kept in English and read in the reader's language."""

import re

import pytest

from porter.core.language import speaking
from porter.models.enums import Fault
from porter.services import pricing
from porter.services.pricing import Ending, Rates, Tax, TaxPart, TripFacts, Undelivered, Waited
from porter.services.receipts import line_views, said_label

KANNADA = re.compile("[\u0c80-\u0cff]")
GST = Tax((TaxPart("CGST", "CGST", 900), TaxPart("SGST", "SGST", 900)))
EVERYTHING = Rates(
    base_minor=5_400, included_m=1_000, slabs=(pricing.Slab(0, 500),), per_minute_minor=100, per_stop_minor=1_000,
    wait_minor_per_minute=200, minimum_minor=90_000, night_bps=1_000, night_from_hour=0, night_to_hour=23, gratuity_bps=500,
    surcharge_bps=300,
)  # fmt: skip
TRIP = TripFacts(
    distance_m=5_200, duration_s=1_080, extra_stops=2, waiting_s=900, local_hour=2, surge_bps=15_000, tolls_minor=4_000,
    discount_minor=1_000,
)  # fmt: skip


def test_every_line_of_a_fare_is_said_in_the_readers_language() -> None:
    """All kinds of lines at once; what a tax is called, the law says."""
    lines = [line for line in pricing.fare(EVERYTHING, GST, TRIP).lines if line.code not in {"cgst", "sgst"}]
    assert len(lines) > 9
    with speaking("kn"):
        unsaid = [line.label for line in lines if not KANNADA.search(said_label(line.label))]
    assert not unsaid, unsaid


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Distance · 5.2 km", "दूरी · 5.2 किमी"),
        ("Time · 1 h 5 min", "समय · 1 घं 5 मि"),
        ("Waiting at drop 2 · 3 min", "ड्रॉप 2 पर इंतज़ार · 3 मिनट"),
        ("Drop 3 not delivered", "ड्रॉप 3 पर डिलीवरी नहीं हुई"),
        ("Return to the pickup · 50% of the ride", "पिकअप पर वापसी · किराये का 50%"),
        ("CGST · 9%", "CGST · 9%"),
        ("Monsoon surcharge", "Monsoon surcharge"),
    ],
)
def test_values_are_said_too_and_what_we_did_not_write_stays(label: str, said: str) -> None:
    with speaking("hi"):
        assert said_label(label) == said
    assert said_label(label) == label


def test_an_order_shows_its_lines_so() -> None:
    stored = [{"code": "base", "label": "Base fare", "minor": 5_400, "kind": "ride"}]
    with speaking("kn"):
        assert [line.label for line in line_views(stored, "INR")] == ["ಮೂಲ ದರ"]
    assert [line.label for line in line_views(stored, "INR")] == ["Base fare"]


def test_what_is_metered_or_not_delivered_is_said_too() -> None:
    """The labels that a trip adds at its end."""
    frozen = pricing.fare(EVERYTHING, GST, TRIP).lines
    terms = pricing.Terms(
        commission_bps=1_000, returns={}, waiting=pricing.WaitRule(free_s=60, minor_per_minute=200, most_s=3_600), tax=GST, drop_weights=(1, 1),
        undelivered_off_bps={Fault.CUSTOMER: 5_000},
    )  # fmt: skip
    ending = Ending(
        waits=(Waited(0, "the pickup", 600), Waited(2, "drop 2", 600)),
        undelivered=(Undelivered(1, "drop 1", Fault.CUSTOMER),),
    )
    added = [line for line in pricing.final_fare(frozen, terms, ending).fare.lines if line not in frozen]
    ours = [line.label for line in added if line.kind is not pricing.LineKind.TAX]
    assert len(ours) == 3
    with speaking("kn"):
        assert all(KANNADA.search(said_label(label)) for label in ours), ours
