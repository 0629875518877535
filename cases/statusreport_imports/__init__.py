"""Courses and status reports taken over from a project's own spreadsheet."""
