"""The young person's own answers to a report, given on the worker's phone with the case shut away."""
