"""The case about support in the home: talk, hearing, decision, start."""
