"""The receiver's side of a handover."""
