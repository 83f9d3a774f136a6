"""SQL of matching while a search runs. What operations reads afterwards is in trace_queries."""

from porter.services.matching.queries.offers import (
    acceptance,
    answer_offer,
    expire_due_offers,
    offer_of_driver,
    open_offers_of_driver,
    reprice_offers,
    withdraw_offers,
    withdraw_offers_of_driver,
)
from porter.services.matching.queries.people import (
    DROP_OUT,
    DriverRow,
    active_vehicle_id,
    driver_rows,
    end_assignment,
    has_job,
    hold_free_driver,
    lock_driver,
)
from porter.services.matching.queries.searches import (
    Newest,
    asked_in_search,
    close_round,
    lock_order,
    newest_round,
    order_where_what,
    orders_to_drive,
    write_candidates,
)

__all__ = [
    "DROP_OUT",
    "DriverRow",
    "Newest",
    "acceptance",
    "active_vehicle_id",
    "answer_offer",
    "asked_in_search",
    "close_round",
    "driver_rows",
    "end_assignment",
    "expire_due_offers",
    "has_job",
    "hold_free_driver",
    "lock_driver",
    "lock_order",
    "newest_round",
    "offer_of_driver",
    "open_offers_of_driver",
    "order_where_what",
    "orders_to_drive",
    "reprice_offers",
    "withdraw_offers",
    "withdraw_offers_of_driver",
    "write_candidates",
]
