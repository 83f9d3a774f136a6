"""States of the driver app."""
