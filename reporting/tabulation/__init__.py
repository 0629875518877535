"""How a table is made: the facts it rests on, who counts, breakdowns, rounding, and what it says of itself."""
