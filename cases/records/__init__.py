"""What every record has: version, history, the one way it is saved, the class of each field, sealed text."""
