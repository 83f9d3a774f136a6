import re

import pytest
from sqlmodel import SQLModel

from porter.models import transitions
from porter.models.enums import OfferStatus, OrderStatus, Party, StopStatus, TripStatus
from porter.models.transitions import IllegalStep, sources

TABLES = {
    "order": (transitions.ORDER, OrderStatus, {OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.RETURNED}),
    "stop": (transitions.STOP, StopStatus, {StopStatus.DONE, StopStatus.FAILED, StopStatus.SKIPPED}),
    "offer": (transitions.OFFER, OfferStatus, set(OfferStatus) - {OfferStatus.SENT}),
    "trip": (transitions.TRIP, TripStatus, {TripStatus.COMPLETED, TripStatus.ABORTED}),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_state_leads_somewhere_unless_it_is_an_end(name: str) -> None:
    edges, states, ends = TABLES[name]
    for state in states:
        leaves = any(start == state for start, _ in edges)
        assert leaves != (state in ends), state


@pytest.mark.parametrize("name", TABLES)
def test_every_state_can_be_reached(name: str) -> None:
    edges, states, _ = TABLES[name]
    starts = {OrderStatus.SCHEDULED, OrderStatus.PENDING, StopStatus.PENDING, OfferStatus.SENT, TripStatus.TO_PICKUP}
    assert set(states) - {end for _, end in edges} <= starts


def test_nobody_but_a_driver_or_operations_takes_an_order() -> None:
    assert sources(transitions.ORDER, OrderStatus.ASSIGNED, Party.DRIVER) == {OrderStatus.SEARCHING_DRIVER}
    with pytest.raises(IllegalStep):
        sources(transitions.ORDER, OrderStatus.ASSIGNED, Party.CUSTOMER)


def test_a_customer_cannot_cancel_goods_that_are_on_the_vehicle() -> None:
    may = sources(transitions.ORDER, OrderStatus.CANCELLED, Party.CUSTOMER)
    assert OrderStatus.ASSIGNED in may
    assert not may & {OrderStatus.PICKED_UP, OrderStatus.IN_TRANSIT}


def test_nothing_leaves_delivered() -> None:
    assert not [edge for edge in transitions.ORDER if edge[0] == OrderStatus.DELIVERED]
    assert transitions.ACTIVE_ORDER < transitions.LIVE_ORDER


def test_the_index_of_live_orders_leaves_out_what_is_over() -> None:
    table = SQLModel.metadata.tables["orders"]
    [index] = [each for each in table.indexes if each.name == "ix_orders_customer_live"]
    left_out = set(re.findall(r"'(\w+)'", str(index.dialect_options["postgresql"]["where"])))
    assert left_out == {state.value for state in set(OrderStatus) - transitions.LIVE_ORDER}
