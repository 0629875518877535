"""Where the young person lives or sleeps, by kind and period."""
