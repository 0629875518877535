"""What a programme was given and has spent."""
