"""The pages of status reports: filled in, read, put right, drawn over time."""
