"""Reports that leave the house, for a named audience, with small numbers protected against all it has had."""
