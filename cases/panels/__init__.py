"""Where the other rooms and apps show themselves: panels of a page, entries of the time line."""
