"""The directory of organisations, as an administrator keeps it."""
