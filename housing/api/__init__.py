"""The same records for other programs."""
