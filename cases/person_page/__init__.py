"""Everything about one young person on one page, with the time line."""
