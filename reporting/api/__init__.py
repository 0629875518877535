"""Report runs for other programs."""
