"""What was done with or about young people: logged, changed, undone, and which programme it counts in."""
