"""The kinds of tables that the national evaluation printed, each a pure function from courses to rows."""
