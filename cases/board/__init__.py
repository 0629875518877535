"""The team lead's first page: phases, caseloads, places."""
