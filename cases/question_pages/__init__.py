"""The questions of a programme's status reports, as its team lead adds, changes, orders and leaves out."""
