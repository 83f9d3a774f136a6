"""Who of operations may look at payouts, and have one looked at again."""

from porter.models.enums import Role

MAY_SEE = frozenset({Role.FINANCE, Role.ADMIN, Role.SUPPORT})
MAY_HURRY = frozenset({Role.FINANCE, Role.ADMIN})
