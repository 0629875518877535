"""Who has handed in the status reports of the current windows: for the team lead, each number with its people."""
