"""Who works with the young people: organisations, users, what a role may do, and the gate in front of views."""
