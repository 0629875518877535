"""What forms and pages are made of: fields, days and numbers as typed, refusals, the page with one form."""
