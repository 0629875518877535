"""The young people behind every number, the list of them, and how each one stands."""
