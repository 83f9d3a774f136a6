"""The heavy versions of promises that the suite keeps scaled down; `make soak` runs them at full size."""
