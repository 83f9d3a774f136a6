"""Who is simulated: the phones and names that the demo city keeps for us, and the operator's public login."""

from dataclasses import dataclass

BLOCK = 1000
"""Every simulator that runs on one machine has a block of people of its own."""
MOST_BLOCKS = 50

DEMO_DRIVER_PHONE = "+919000000101"
OPERATOR_EMAIL = "meera@porter.example"
OPERATOR_PASSWORD = "namaste-bengaluru-2026"  # noqa: S105 - the demo city's, printed by `make run`; production has no such city

_FIRST = ("Arun", "Bindu", "Charan", "Divya", "Ganesh", "Hema", "Irfan", "Kavya", "Mohan", "Nisha", "Pavan", "Roopa")
_LAST = ("Acharya", "Bhat", "Gowda", "Iyengar", "Kulkarni", "Pai", "Raju", "Shenoy", "Urs")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A simulated person."""

    user_type: str
    phone: str
    name: str
    number: int


def driver(number: int) -> Somebody:
    """The driver of a number, from 1."""
    return Somebody("pilot", f"+9190001{number:05}", _name(number), number)


def customer(number: int) -> Somebody:
    """The customer of a number, from 1."""
    return Somebody("user", f"+9190002{number:05}", _name(number + 5), number)


def _name(number: int) -> str:
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[number % len(_LAST)]}"
