"""Status reports (indberetninger): how a young person stands at the start, every three months, at the end, later."""
