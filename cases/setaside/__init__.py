"""What somebody has put off on My day until a later day."""
