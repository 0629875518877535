"""The pages of a programme's targets, money and statistics, and their files."""
