"""How a column of an export is declared: once, for the file, its codebook and the page."""
