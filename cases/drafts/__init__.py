"""What was typed and is not saved yet, what was saved under which key, and what was searched for."""
