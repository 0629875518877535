"""Measurements at the size of a large project; run by `make bench`, never by the test suite."""
