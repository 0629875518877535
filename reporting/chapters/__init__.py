"""What the midterm report holds, chapter by chapter, and all that is frozen with its figures."""
