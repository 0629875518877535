"""A young person in a programme: phases, pauses, assignments, the course as a whole, the way in."""
