"""A dataset as CSV with codebook and pseudonyms, straight from the database."""
