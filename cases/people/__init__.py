"""The young person: found or registered, completed, and the CPR number kept unreadable."""
