"""One command on one machine: embedded PostgreSQL and Valkey, web server, worker and beat, as one whole.

Production does not use this package: there every process has its own container or service unit.
"""
