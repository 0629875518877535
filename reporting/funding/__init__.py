"""What a programme was given and has spent: financing, budget lines, hours, and what was used by quarter."""
