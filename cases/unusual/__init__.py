"""Unusual values that somebody has said are right, for the team lead."""
