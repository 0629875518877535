"""Programmes of the sources, ready to load."""
