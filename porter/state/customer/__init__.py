"""States of the customer app."""
