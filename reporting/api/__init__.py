"""Report runs and tables for other programs."""
