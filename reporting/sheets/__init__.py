"""A table as a file of its own: JSON, CSV, workbook and PDF."""
