"""The first page of whoever works with young people: what must be done now."""
