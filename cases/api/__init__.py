"""The same records and actions for other programs."""
