"""Demo people with their whole way through the programme, entered through the real actions."""
