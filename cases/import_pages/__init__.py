"""The pages on which a lead takes a project's spreadsheet over: file, columns, what would be added, what was."""
