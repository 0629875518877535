"""The tables of outcomes on their pages: the list, one table with its choices, and who stands behind a count."""
