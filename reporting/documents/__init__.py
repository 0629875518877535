"""A report as page, PDF and CSV, with its charts."""
