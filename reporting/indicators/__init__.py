"""The definitions of the indicators, one by one."""
