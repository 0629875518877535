"""What belongs to no concept: periods, code lists, state tables, soft limits, the calendar, names as compared."""
