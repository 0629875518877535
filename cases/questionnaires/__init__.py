"""What status reports ask: items as versioned data, and which of them a programme asks."""
