"""Files of rows from elsewhere: read, their columns recognised, their cells turned into values."""
