"""Who of operations may open the books, close a month and take a posting back."""

from porter.models.enums import Role

MAY_LOOK = frozenset({Role.FINANCE, Role.ADMIN, Role.SUPPORT})
MAY_CLOSE = frozenset({Role.FINANCE, Role.ADMIN})
MAY_CORRECT = frozenset({Role.FINANCE, Role.ADMIN})
