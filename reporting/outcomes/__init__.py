"""The tables of how the young people fare, each declared once: which question, which report, whom it counts."""
