"""What a programme is to reach: targets with their values over time, how they are measured, and how far they are."""
