"""Who did what with whose data: the trail, the history in words, and the seal of what is printed."""
