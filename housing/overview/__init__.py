"""Housing on the pages of `cases`: panels, time line, menu."""
