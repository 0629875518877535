"""What tables of one question share: counts of different tables that are made of the same courses."""
