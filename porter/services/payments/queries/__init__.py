"""SQL of payments, by subject."""
