"""A handover as sender and receiver share it: states, what is shared, its steps, the first contact."""
