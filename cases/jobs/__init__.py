"""Messages to the workers: sent once without waiting, and what is tried again when the database was away."""
