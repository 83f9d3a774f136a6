"""The demo people: Asha books, Ravi drives, Meera watches; and those whom the simulator moves."""

from porter.models import Account, Address, Driver, Vehicle
from porter.models.enums import Audience, Fuel, Role, Verification
from porter.seed.bengaluru import CODE
from porter.seed.naming import demo_id

ASHA_PHONE = "+919000000001"
RAVI_PHONE = "+919000000101"
MEERA_EMAIL = "meera@porter.example"
PASSWORD = "namaste-bengaluru-2026"  # noqa: S105 - public on purpose; `demo` refuses production

_FIRST = (
    "Anil", "Bhavya", "Chetan", "Deepa", "Eshwar", "Farhan", "Girish", "Harini", "Imran", "Jyothi", "Kiran", "Lakshmi",
    "Manju", "Naveen", "Omkar", "Prakash", "Rekha", "Suresh", "Tejas", "Usha", "Venkat", "Yash", "Zubair",
)  # fmt: skip
_LAST = ("Gowda", "Reddy", "Shetty", "Rao", "Naik", "Kumar", "Hegde", "Khan", "Murthy", "D'Souza", "Patil")

# How many of twenty drivers have this class, and what they drive.
_FLEET = (
    ("two_wheeler", 5, "Honda", "Activa", Fuel.PETROL, 20),
    ("mini_truck", 4, "Tata", "Ace Gold", Fuel.DIESEL, 750),
    ("three_wheeler", 3, "Piaggio", "Ape Xtra", Fuel.CNG, 500),
    ("ev_two_wheeler", 1, "Ather", "450S", Fuel.EV, 20),
    ("pickup", 1, "Mahindra", "Bolero Pickup", Fuel.DIESEL, 1250),
    ("truck", 1, "Tata", "407 Gold", Fuel.DIESEL, 2500),
    ("ev_three_wheeler", 1, "Mahindra", "Treo Zor", Fuel.EV, 500),
    ("ev_mini_truck", 1, "Tata", "Ace EV", Fuel.EV, 600),
    ("cycle", 1, "Hero", "Sprint", Fuel.NONE, 10),
    ("ev_cycle", 1, "Hero Lectro", "C5", Fuel.EV, 25),
    ("ev_truck", 1, "Eicher", "Pro X", Fuel.EV, 2000),
)
_ORDERED = tuple(row for turn in range(5) for row in _FLEET if row[1] > turn)
"""Twenty vehicles; the first eleven already cover every class."""

_SIMULATED_CASH_LIMIT = 50_000_00
"""Simulated drivers never bring their cash in, so theirs is high."""


def driver_phone(number: int) -> str:
    """The phone of a simulated driver, from 1."""
    return f"+9190001{number:05}"


def customer_phone(number: int) -> str:
    """The phone of a simulated customer, from 1."""
    return f"+9190002{number:05}"


def accounts(drivers: int, customers: int) -> list[Account]:
    """Everybody who signs in with a phone."""
    return [
        _account("asha", "Asha", ASHA_PHONE, Role.CUSTOMER),
        _account("ravi", "Ravi", RAVI_PHONE, Role.DRIVER),
        *(_account(f"driver-{n}", _name(n), driver_phone(n), Role.DRIVER) for n in range(1, drivers + 1)),
        *(_account(f"customer-{n}", _name(n + 7), customer_phone(n), Role.CUSTOMER) for n in range(1, customers + 1)),
    ]


def drivers(count: int) -> list[Driver]:
    """The working side: approved, not online yet, and new: ratings come from trips only."""
    ravi = _driver("ravi", 20_000_00)
    return [ravi, *(_driver(f"driver-{n}", _SIMULATED_CASH_LIMIT) for n in range(1, count + 1))]


def vehicles(count: int) -> list[Vehicle]:
    """One active vehicle each; Ravi's is a mini truck, so that a typical booking reaches him."""
    mini_truck = next(row for row in _FLEET if row[0] == "mini_truck")
    return [_vehicle("ravi", mini_truck, "KA05MH4321"), *(_numbered(n) for n in range(1, count + 1))]


def addresses() -> list[Address]:
    """What Asha has saved."""
    asha = demo_id("account", "asha")
    return [
        Address(
            id=demo_id("address", "home"),
            account_id=asha,
            label="Home",
            full_address="12, 5th Cross, Koramangala 5th Block, Bengaluru 560095",
            lat=12.9349,
            lng=77.6189,
            floor="2nd floor",
            contact_name="Asha",
            contact_phone=ASHA_PHONE,
            is_default=True,
        ),
        Address(
            id=demo_id("address", "work"),
            account_id=asha,
            label="Work",
            full_address="100 Feet Road, Indiranagar, Bengaluru 560038",
            lat=12.9719,
            lng=77.6412,
            landmark="Opposite the metro station",
            contact_name="Asha",
            contact_phone=ASHA_PHONE,
        ),
    ]


def _account(key: str, name: str, phone: str, role: Role) -> Account:
    return Account(
        id=demo_id("account", key),
        audience=Audience.DRIVER if role is Role.DRIVER else Audience.CUSTOMER,
        role=role,
        phone=phone,
        name=name,
    )


def _driver(key: str, cash_limit_minor: int) -> Driver:
    return Driver(
        id=demo_id("account", key),
        city_code=CODE,
        licence_number=f"KA01 2019 {demo_id('licence', key).int % 10**7:07}",
        verification=Verification.APPROVED,
        cash_limit_minor=cash_limit_minor,
    )


def _numbered(n: int) -> Vehicle:
    return _vehicle(f"driver-{n}", _ORDERED[(n - 1) % len(_ORDERED)], f"KA0{n % 5 + 1}AD{1000 + n}")


def _vehicle(key: str, row: tuple[str, int, str, str, Fuel, int], plate: str) -> Vehicle:
    class_code, _, make, model, fuel, max_kg = row
    electric = fuel is Fuel.EV
    return Vehicle(
        id=demo_id("vehicle", key),
        driver_id=demo_id("account", key),
        class_code=class_code,
        plate=plate,
        make=make,
        model=model,
        year=2023,
        fuel=fuel,
        battery_pct=90 if electric else None,
        range_km=110 if electric else None,
        max_kg=max_kg,
        is_active=True,
    )


def _name(n: int) -> str:
    return f"{_FIRST[n % len(_FIRST)]} {_LAST[n * 7 % len(_LAST)]}"
