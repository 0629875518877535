"""Exports as they are asked for, written and remembered."""
