"""The sender's side of a handover."""
