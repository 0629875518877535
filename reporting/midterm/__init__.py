"""The midterm report: its form and pages, and the job that computes it."""
