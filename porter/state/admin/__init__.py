"""The desk of operations."""
