"""The REST and live doors. They speak HTTP; the rules lie in services."""
