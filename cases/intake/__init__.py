"""The target-group decision, and the request for one."""
