"""The way to a home through the municipal allocation: states, the table of steps, lists, drafts."""
