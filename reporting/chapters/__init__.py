"""What a midterm report is made of: the indicators, and the chapters about targets and money."""
