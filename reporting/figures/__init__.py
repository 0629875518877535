"""What a figure is: facts, kinds of tables and rows, counting, rounding, quartiles, waiting times."""
