"""What the case itself says where a status report does not, or beside it: contacts, services, waits, enquiries."""
