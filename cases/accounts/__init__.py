"""Accounts: made, invited, closed; roles, passwords, second factors, the session."""
